"""A reload loses nothing, a link carries two digits, and Back shows a page as it was left."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import ASKS, DIFFERENT, DrawPage, follow
from tests.browser.pages.frame import settle, wait_for_script
from tests.browser.pages.one_shot_page import PAD, OneShotPage
from tests.browser.pages.pads import EIGHT, ONE, THREE
from tests.browser.server import Server

KEPT = "siamese-lab pad left"
LOST = "Part of what this tab had kept was damaged"


@pytest.fixture
def drawn(open_page: OpenPage, server: Server) -> DrawPage:
    """Someone who has drawn a three and an eight."""
    draw = DrawPage(open_page())
    draw.page.goto(f"{server.url}/draw")
    draw.wait_for_pads()
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    return draw


def distance(draw: DrawPage) -> str:
    """The distance, as the answer says it."""
    draw.expect_answer(DIFFERENT)
    return re.findall(r"Distance ([\d.]+)", draw.answer.inner_text())[0]


def test_a_reload_keeps_the_drawings(drawn: DrawPage) -> None:
    """They look the same, are judged the same, and can be drawn on."""
    before, ink = distance(drawn), drawn.ink("left")
    drawn.page.reload()
    assert distance(drawn) == before
    drawn.expect_ink("left", 0.98 * ink, 1.02 * ink)
    drawn.draw("left", ONE)
    drawn.expect_ink("left", 1.05 * ink, 3 * ink)
    drawn.button("left", "Clear").click()
    drawn.expect_answer(ASKS)
    wait_for_script(drawn.page)  # what the tab keeps is sent after the answer
    drawn.page.reload()
    expect(drawn.button("right", "Clear")).to_be_enabled()  # restored
    drawn.expect_ink("left", 0, 0)


@pytest.mark.parametrize("damage", ["{", '{"source":"Draw","strokes":["M1 1Z"]}', "x" * 300_000])
def test_a_damaged_drawing_is_dropped_with_a_line(drawn: DrawPage, damage: str) -> None:
    drawn.page.evaluate("([name, text]) => sessionStorage.setItem(name, text)", [KEPT, damage])
    drawn.page.reload()
    expect(drawn.page.get_by_test_id("stToast")).to_contain_text(LOST)
    drawn.expect_answer(ASKS)
    assert drawn.page.evaluate("name => sessionStorage.getItem(name)", KEPT) is None
    drawn.draw("left", THREE)
    expect(drawn.button("left", "Clear")).to_be_enabled()


def test_a_reload_keeps_the_symbols(page: Page, server: Server) -> None:
    namer = OneShotPage(page)
    namer.open(server.url)
    namer.choose("Your own symbols")
    namer.pads.draw(PAD, THREE)
    namer.add("سه")
    page.reload()
    expect(namer.symbols).to_have_text(["سه"])


def test_a_link_shows_both_digits_elsewhere(drawn: DrawPage, open_page: OpenPage) -> None:
    """On a phone, with the same distance; changing a pad takes the digits out of the address."""
    drawn.page.get_by_role("button", name="Copy a link").click()
    field = drawn.page.get_by_role("textbox", name="Copy this link")
    expect(field).to_be_focused()
    link = field.input_value()
    assert len(link) < 1000
    other = DrawPage(open_page(viewport={"width": 390, "height": 844}, is_mobile=True))
    other.page.goto(link)
    assert distance(other) == distance(drawn)
    expect(other.page.get_by_text("From the link")).to_have_count(2)
    assert other.page.url == link
    other.back_to_drawing("left")
    other.expect_answer(ASKS)
    expect(other.page).to_have_url(link.partition("?")[0])


def test_a_link_is_copied_where_that_is_allowed(drawn: DrawPage) -> None:
    page = drawn.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_permissions()
    assert re.fullmatch(r"http://localhost:\d+/draw\?pictures=[\w-]+", copied)


CHOICES = {
    "Pairs": ("order=Hardest", "Hardest first"),
    "Verification": ("part=One-shot", "One-shot"),
    "Loss": ("loss=Simple", "Simple"),
    "Network": ("network=Slides", "Slides’ network"),
    "Training": ("recipe=Slides", "Slides"),
    "Pooling": ("pooling=Average", "Average"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_back_shows_a_page_as_it_was_left(page: Page, server: Server, name: str) -> None:
    """One press to the page, one more to where its visitor came from."""
    parameter, option = CHOICES[name]
    chosen = page.get_by_role("radio", name=option, exact=True)
    left = re.compile(rf"/{name.lower()}\?.*{parameter}")
    settle(page)
    reach(page, name)
    chosen.click()
    expect(page).to_have_url(left)
    reach(page, "Draw & compare")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page).to_have_url(left)
    expect(chosen).to_be_checked()
    page.go_back()
    expect(page).to_have_url(f"{server.url}/")


def test_back_comes_to_the_part_though_the_next_page_has_parts_too(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}/loss")
    settle(page)
    part = page.get_by_role("radio", name="Points on a plane")
    part.click()
    expect(page).to_have_url(re.compile("part=Points"))
    reach(page, "Layers")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Loss")).to_be_visible()
    expect(part).to_be_checked()
    expect(page).to_have_url(re.compile("part=Points"))


def test_back_and_a_reload_elsewhere_keep_the_grid(page: Page) -> None:
    settle(page)
    reach(page, "Pooling")
    cell = page.locator(".given input").first
    cell.fill("77")
    cell.press("Enter")
    expect(page).to_have_url(re.compile("grid=77"))
    reach(page, "Draw & compare")
    page.go_back()
    expect(page.locator(".given input").first).to_have_value("77")
    reach(page, "Draw & compare")
    page.reload()
    reach(page, "Pooling")
    expect(page.locator(".given input").first).to_have_value("77")


def reach(page: Page, name: str) -> None:
    """Follows a link of the navigation, and waits for the page."""
    follow(page, name)
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_lost_connection_is_told_in_our_words(browser: Browser) -> None:
    """The page is not watched: its console tells of the loss."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    with Server() as short:
        page.goto(short.url)
        settle(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The server cannot be reached")
    expect(dialog.get_by_text("streamlit run")).to_be_hidden()
    page.close()
