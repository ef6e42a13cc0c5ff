"""The projector's view, on a laptop of 1366×768 pixels at 125 %: larger type, and the result."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import measures
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import PAGES, expect_no_overflow, resting_box, settle
from tests.browser.screenshots import PROJECTOR, SCREENS, VIEWS, on_projector, use
from tests.browser.server import Server

LARGER = 1.25
LEAST_PX = 15  # of any text: 12 otherwise
# What a page is opened for, once it has been used.
RESULTS = {
    "home": ".st-key-try-answer .verdict",
    "draw": ".verdict:not(.empty)",
    "pairs": ".st-key-chosen .verdict",
    "verification": ".figures",
    "verification-map": ".map .stage",
    "verification-one-shot": ".verdict:not(.empty)",
    "loss": ".values",
    "loss-plane": ".plane .stage",
    "training": ".st-key-train button",
    "network": ".twin .shared",
    "layers": ".product figure:last-of-type",
    "layers-line": ".line .readout",
    "pooling": ".st-key-arithmetic .katex",
    "limits": "[data-testid=stMarkdown] ul",
    "sheet": ".st-key-sheet h2",
}
WHERE_IT_ENDS = """(part) => part.getBoundingClientRect().bottom
    + document.querySelector('[data-testid=stMain]').scrollTop"""
SIZE = "(text) => parseFloat(getComputedStyle(text).fontSize)"


@pytest.fixture
def laptop(open_page: OpenPage) -> Page:
    """Its screen."""
    width, height, zoom = SCREENS[PROJECTOR]
    return open_page(viewport={"width": width, "height": height}, device_scale_factor=zoom)


def test_every_page_has_a_result() -> None:
    assert set(PAGES) <= set(RESULTS) <= set(VIEWS)


@pytest.mark.parametrize("view", RESULTS)
def test_a_page_holds_its_result_in_large_type(laptop: Page, server: Server, view: str) -> None:
    """On the first screen; nothing is wider than it, too small, a barrier, or code."""
    laptop.goto(server.url + on_projector(view))
    settle(laptop)
    use(laptop, view)
    settle(laptop)
    result = laptop.locator(RESULTS[view]).first
    resting_box(result)
    assert result.evaluate(WHERE_IT_ENDS) <= SCREENS[PROJECTOR][1]
    expect_no_overflow(laptop)
    expect(laptop.locator("[data-testid=stSidebar]:visible")).to_have_count(0)
    expect(laptop.locator(".language-python:visible")).to_have_count(0)
    expect(laptop.get_by_text("The code", exact=True)).to_have_count(0)
    assert measures.small_text(laptop, LEAST_PX) == []
    assert measures.barriers(laptop) == []


def size(text: Locator) -> float:
    """Of a text, in CSS pixels."""
    expect(text).to_be_visible()
    found: float = text.evaluate(SIZE)
    return found


def test_the_switch_makes_type_larger_on_every_page_until_it_is_pressed_again(
    laptop: Page, server: Server
) -> None:
    """Text, and what charts write; Back comes to the view of now, and so does a reload."""
    laptop.goto(f"{server.url}/loss")
    settle(laptop)
    words, label = laptop.locator(".values td").first, laptop.locator(".role-axis-label text").first
    before = size(words), size(label)
    laptop.get_by_role("button", name="Projector view").click()
    expect(laptop).to_have_url(re.compile(r"view=projector"))
    expect(words).to_have_css("font-size", f"{LARGER * before[0]:g}px")
    expect(label).to_have_css("font-size", f"{LARGER * before[1]:g}px")
    follow(laptop, "Pooling")
    expect(laptop).to_have_url(f"{server.url}/pooling?view=projector")
    settle(laptop)
    laptop.get_by_role("button", name="Usual view").click()
    expect(laptop).to_have_url(f"{server.url}/pooling")
    laptop.go_back()
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Loss")
    expect(laptop).to_have_url(f"{server.url}/loss")
    expect(words).to_have_css("font-size", f"{before[0]:g}px")
    laptop.reload()
    expect(words).to_have_css("font-size", f"{before[0]:g}px")
    expect(laptop.get_by_role("button", name="Projector view")).to_be_visible()


def test_the_switch_takes_no_room(laptop: Page, server: Server) -> None:
    """It stands beside the title, of which nothing is covered; a phone has none."""
    laptop.goto(f"{server.url}/draw")
    settle(laptop)
    title, switch = laptop.get_by_role("heading", level=1), laptop.locator(".st-key-view-switch")
    before = resting_box(title)
    button = resting_box(switch.get_by_role("button"))
    words = title.evaluate(
        """(title) => { const range = document.createRange(); range.selectNodeContents(title);
        return range.getBoundingClientRect().right; }"""
    )
    assert button["x"] > words
    assert button["y"] < before["y"] + before["height"]
    switch.evaluate("(switched) => switched.remove()")
    assert resting_box(title) == before
    laptop.set_viewport_size({"width": 390, "height": 844})
    laptop.reload()
    settle(laptop)
    expect(switch.get_by_role("button")).to_be_hidden()
