"""A phone: 390 pixels wide, a finger instead of a mouse."""

from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.frame import centred_box, expect_no_overflow, settle
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.pages.touch import swipe
from tests.browser.server import Server

HOW_FAR_DOWN = "() => document.querySelector('[data-testid=stMain]').scrollTop"
ON_TOP = "(words) => getComputedStyle(words.closest('.st-key-answer').parentElement).position"


def test_a_page_opens_at_its_top(phone: Page, server: Server) -> None:
    phone.goto(server.url)
    settle(phone)
    phone.locator(".st-key-lesson-pooling").scroll_into_view_if_needed()
    assert phone.evaluate(HOW_FAR_DOWN) > 0
    phone.locator(".st-key-lesson-pooling").tap()  # the whole lesson is a link
    expect(phone.get_by_role("heading", level=1)).to_have_text("Pooling")
    settle(phone)
    assert phone.evaluate(HOW_FAR_DOWN) == 0


def test_a_tap_on_a_chart_tells_its_numbers(phone: Page, server: Server) -> None:
    phone.goto(f"{server.url}/draw")
    draw = DrawPage(phone)
    draw.wait_for_pads()
    draw.draw_by_touch("left", THREE)
    draw.draw_by_touch("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    phone.locator(".mark-rect path").nth(1).tap(force=True)  # bars lie over bars
    numbers = phone.locator("#vg-tooltip-element")
    expect(numbers).to_contain_text("Share of these pairs (%)")
    expect(numbers).to_be_visible()
    phone.get_by_role("heading", level=1).tap()
    expect(numbers).to_be_hidden()


def test_a_finger_draws(phone: Page, server: Server) -> None:
    phone.goto(f"{server.url}/draw")
    draw = DrawPage(phone)
    draw.wait_for_pads()
    assert draw.answer.evaluate(ON_TOP) == "static"  # nothing lies over the pads
    draw.draw_by_touch("left", THREE)
    assert draw.ink("left") > 0
    draw.draw_by_touch("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    assert draw.answer.evaluate(ON_TOP) == "sticky"
    expect_no_overflow(phone)


def test_a_finger_on_a_pad_does_not_move_the_page(phone: Page, server: Server) -> None:
    phone.goto(f"{server.url}/draw")
    draw = DrawPage(phone)
    draw.wait_for_pads()
    draw.canvas("right").scroll_into_view_if_needed()
    before = phone.evaluate(HOW_FAR_DOWN)
    draw.draw_by_touch("right", [[(0.5, 0.95), (0.5, 0.5), (0.5, 0.05)]])
    assert phone.evaluate(HOW_FAR_DOWN) == before
    draw.expect_ink("right", 1, float("inf"))


def test_a_finger_moves_the_frame_of_a_photo(phone: Page, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "three.png"
    photo = Image.new("L", (400, 300), 235)
    pen = ImageDraw.Draw(photo)
    for stroke in THREE:
        pen.line([(60 + 240 * x, 30 + 240 * y) for x, y in stroke], 30, width=14, joint="curve")
    photo.save(file)
    phone.goto(f"{server.url}/draw")
    draw = DrawPage(phone)
    draw.wait_for_pads()
    draw.upload("left", file)
    framed = draw.pad("left").locator("figure.photo img")
    before = framed.get_attribute("src")
    draw.pad("left").get_by_text("Move the frame").tap()
    right = draw.pad("left").get_by_role("slider").nth(1)  # of "Left and right"
    thumb = right.locator("xpath=../..")
    box, scrolled, end = centred_box(thumb), phone.evaluate(HOW_FAR_DOWN), right.input_value()
    swipe(phone, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, -2, 0)
    expect(right).not_to_have_value(end)
    assert int(right.input_value()) < int(end) - 20
    expect(framed).not_to_have_attribute("src", before or "")
    assert phone.evaluate(HOW_FAR_DOWN) == scrolled
