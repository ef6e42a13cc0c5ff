"""One-shot with a real mouse: symbols drawn, named, recognised, downloaded and loaded again."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from siamese.comparator import Comparator
from siamese.evaluation.support_file import unpack
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import expect_no_overflow, settle, wait_for_script
from tests.browser.pages.one_shot_page import PAD, OneShotPage
from tests.browser.pages.pads import ANOTHER_THREE, EIGHT, THREE
from tests.browser.pages.symbol_strokes import SYMBOLS, by_hand
from tests.browser.server import Server

STAYING = (".verdict", ".st-key-teach", ".ranking", ".symbols")
CORNER = ([(0.25, 0.15), (0.25, 0.8), (0.75, 0.8)],)
ANOTHER_CORNER = ([(0.3, 0.2), (0.27, 0.75), (0.72, 0.78)],)


@pytest.fixture
def namer(page: Page, server: Server) -> OneShotPage:
    """Someone who has drawn a three and a corner, and named them."""
    opened = OneShotPage(page)
    opened.open(server.url)
    opened.choose("Your own symbols")
    for strokes, name in ((THREE, "سه"), (CORNER, "corner")):
        opened.pads.draw(PAD, strokes)
        opened.add(name)
    return opened


def kept(namer: OneShotPage, folder: Path) -> Path:
    """The set as a file."""
    with namer.page.expect_download() as download:
        namer.page.get_by_role("button", name="Download").click()
    file = folder / "symbols.json"
    download.value.save_as(file)
    return file


def leave_and_come_back(namer: OneShotPage) -> None:
    """Symbols and drawing stay while Home is visited."""
    follow(namer.page, "Home")
    expect(namer.page.locator("canvas")).to_have_count(0)
    follow(namer.page, "Verification")
    namer.page.get_by_role("radio", name="One-shot").click()
    namer.choose("Your own symbols")


def test_a_symbol_of_ones_own_is_known_again(
    namer: OneShotPage, tmp_path: Path, for_symbols: Comparator
) -> None:
    """The distance is computed once more from the pictures in the file, the query added to it."""
    namer.pads.draw(PAD, ANOTHER_THREE)
    expect(namer.answer).to_contain_text("This is سه")
    shown = dict(namer.rows())
    leave_and_come_back(namer)
    expect(namer.answer).to_contain_text("This is سه")
    assert dict(namer.rows()) == shown
    namer.add("query")
    support = unpack(kept(namer, tmp_path).read_bytes())
    assert support.names == ("سه", "corner", "query")
    expected = for_symbols.distance(support.images[:2], np.tile(support.images[2], (2, 1, 1)))
    assert [shown["سه"], shown["corner"]] == pytest.approx(np.asarray(expected), abs=0.0051)


def test_an_added_example_is_confirmed_and_nothing_moves(namer: OneShotPage) -> None:
    namer.pads.draw(PAD, ANOTHER_CORNER)
    expect(namer.answer).to_contain_text("This is corner")
    wait_for_script(namer.page)
    before = [place(namer, name) for name in STAYING]
    namer.add("corner")
    expect(namer.answer).to_contain_text("Added: example 2 of corner")
    wait_for_script(namer.page)
    assert [place(namer, name) for name in STAYING] == before
    namer.pads.draw(PAD, ANOTHER_CORNER)
    expect(namer.answer).to_contain_text("This is corner")


def place(namer: OneShotPage, selector: str) -> tuple[float, float]:
    """The left upper corner of what stands on the page."""
    box = namer.page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def test_a_set_is_kept_and_loaded_again(namer: OneShotPage, tmp_path: Path) -> None:
    file = kept(namer, tmp_path)
    namer.page.get_by_role("button", name="Clear all").click()
    expect(namer.symbols).to_have_count(0)
    namer.choose("Persian digits")
    namer.page.get_by_role("button", name="Load a file").click()
    namer.page.locator("input[type=file]").set_input_files(file)
    expect(namer.symbols).to_have_text(["سه", "corner"])
    namer.page.keyboard.press("Escape")
    namer.pads.draw(PAD, ANOTHER_CORNER)
    expect(namer.answer).to_contain_text("This is corner")


def test_symbols_drawn_once_are_recognised(page: Page, server: Server) -> None:
    """A star, a heart, a house and a face, each drawn once, and three more times to be asked for.

    Every answer names the symbol: at most one of the twelve is in doubt between it and another.
    """
    opened, rng = OneShotPage(page), np.random.default_rng(28)
    opened.open(server.url)
    opened.choose("Your own symbols")
    for name, strokes in SYMBOLS.items():
        opened.draw(by_hand(strokes, rng))
        opened.add(name)
    doubtful = 0
    for name, strokes in [*SYMBOLS.items()] * 3:
        opened.draw(by_hand(strokes, rng))
        expect(opened.answer).to_contain_text("Distance")
        said = opened.answer.locator(".words").inner_text()
        doubtful += said != f"This is {name}"
        assert name in said
        opened.pads.button(PAD, "Clear").click()
        expect(opened.answer).to_contain_text("Draw one of the symbols")
    assert doubtful <= 1


def test_only_the_newest_canvas_is_seen(page: Page, server: Server) -> None:
    """Streamlit may keep one that was replaced: here a copy stands for it."""
    opened = OneShotPage(page)
    opened.open(server.url)
    canvas = page.locator(".st-key-pad-symbol > [class*=-canvas-]")
    expect(canvas).to_be_visible()
    canvas.evaluate("canvas => canvas.after(canvas.cloneNode(true))")
    expect(canvas).to_have_count(2)
    expect(canvas.nth(0)).to_be_visible()
    expect(canvas.nth(1)).to_be_hidden()


def test_a_finger_asks_for_a_persian_digit(phone: Page, server: Server) -> None:
    opened = OneShotPage(phone)
    opened.open(server.url)
    expect(opened.symbols).to_have_text(list("۰۱۲۳۴۵۶۷۸۹"))
    pad = opened.pads.canvas(PAD)
    expect(pad).to_be_in_viewport(ratio=1)
    expect(opened.answer).to_be_in_viewport(ratio=1)
    opened.pads.draw_by_touch(PAD, EIGHT)
    expect(opened.answer).to_contain_text("Distance")
    drawn, answer = pad.bounding_box(), opened.answer.bounding_box()
    assert drawn is not None
    assert answer is not None
    assert 0 < drawn["y"] < drawn["y"] + drawn["height"] < answer["y"]  # both on one screen
    expect(opened.answer).to_be_in_viewport(ratio=1)
    expect(opened.ranking.locator("li")).to_have_count(10)
    settle(phone)
    expect_no_overflow(phone)
