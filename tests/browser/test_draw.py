"""Draw & compare with a real mouse: verdicts, Clear, Undo, and drawings that stay."""

import pytest
from playwright.sync_api import expect

from pages._ui.shared.canvas_value import UNREADABLE
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import ASKS, DIFFERENT, SAME, DrawPage
from tests.browser.pages.frame import wait_for_script
from tests.browser.pages.pads import ANOTHER_THREE, EIGHT, THREE
from tests.browser.server import Server

VERDICT = b'class="verdict'
PARTS = (VERDICT, b"browser_storage", b"copy_link", b"ruler", b"computed")
CONTROLS = (b"drawable_canvas", b"left-undo", b"right-undo", b"left-source", b"right-source")
SCRIBBLE = ([(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9), (0.1, 0.1)],)


@pytest.fixture
def draw(open_page: OpenPage, server: Server) -> DrawPage:
    """Someone at a desk, before two empty pads."""
    opened = DrawPage(open_page())
    opened.page.goto(f"{server.url}/draw")
    opened.wait_for_pads()
    return opened


def test_two_threes_are_the_same(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", ANOTHER_THREE)
    draw.expect_answer(SAME)


def test_a_three_and_an_eight_are_different(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)


def test_the_verdict_is_sent_before_all_else_that_follows_a_stroke(
    open_page: OpenPage, server: Server
) -> None:
    """What comes before it would have to be drawn first; the pads look as they did, and stay."""
    draw = DrawPage(open_page())
    sent: list[bytes] = []
    draw.page.on("websocket", lambda one: one.on("framereceived", lambda frame: sent.append(frame)))
    draw.page.goto(f"{server.url}/draw")
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    wait_for_script(draw.page)
    before = draw.answer.inner_text()
    sent.clear()
    draw.draw("right", SCRIBBLE)
    expect(draw.answer).not_to_have_text(before, use_inner_text=True)
    wait_for_script(draw.page)
    first = {part: next(n for n, one in enumerate(sent) if part in one) for part in PARTS}
    assert min(first, key=lambda part: first[part]) == VERDICT
    assert not [part for part in CONTROLS if any(part in one for one in sent)]


def test_a_blank_pad_asks_to_be_drawn_on(draw: DrawPage) -> None:
    draw.expect_answer(ASKS)
    draw.draw("left", THREE)
    expect(draw.button("left", "Clear")).to_be_enabled()  # so the stroke has been taken in
    draw.expect_answer(ASKS)


def test_clear_clears_one_pad(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", ANOTHER_THREE)
    draw.expect_answer(SAME)
    draw.button("left", "Clear").click()
    draw.expect_answer(ASKS)
    draw.expect_ink("left", 0, 0)
    assert draw.ink("right") > 0
    draw.draw("left", EIGHT)
    draw.expect_answer(DIFFERENT)


def test_undo_takes_the_last_stroke_back(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", THREE)
    draw.expect_answer(SAME)
    three = draw.ink("right")
    draw.draw("right", SCRIBBLE)
    draw.expect_answer(DIFFERENT)
    draw.button("right", "Undo").click()
    draw.expect_answer(SAME)
    draw.expect_ink("right", *about(three))


def test_drawings_stay_while_home_is_visited(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    three, eight = draw.ink("left"), draw.ink("right")
    draw.leave()
    draw.reach()
    draw.expect_answer(DIFFERENT)
    draw.expect_ink("left", *about(three))
    draw.expect_ink("right", *about(eight))


def test_a_drawing_that_stayed_can_be_drawn_on(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", THREE)
    draw.expect_answer(SAME)
    three = draw.ink("right")
    draw.leave()
    draw.reach()
    draw.expect_ink("right", *about(three))
    draw.draw("right", SCRIBBLE)
    draw.expect_answer(DIFFERENT)
    draw.expect_ink("left", *about(three))


def about(pixels: int) -> tuple[float, float]:
    """A line that is drawn again may differ at its rim."""
    return 0.98 * pixels, 1.02 * pixels


def test_a_canvas_that_sends_no_picture_keeps_its_drawing(draw: DrawPage) -> None:
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    ink = draw.ink("right")
    draw.page.evaluate("HTMLCanvasElement.prototype.toDataURL = () => 'no picture'")
    draw.draw("right", SCRIBBLE)
    expect(draw.page.get_by_text(UNREADABLE)).to_be_visible()
    draw.expect_answer(DIFFERENT)
    draw.expect_ink("right", ink, ink)
