"""The pages there are, and the frame that stands around each."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Error, FloatRect, Locator, Page, expect

from tests.browser.server import ROOT

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("[!_]*.py"))

LAID_OUT_MS = 150
REST_MS, REST_TRIES = 200, 100
PAST_THE_EDGE = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const page = document.documentElement;
    return Math.max(page.scrollWidth - page.clientWidth, main.scrollWidth - main.clientWidth);
}"""


def expect_no_overflow(page: Page) -> None:
    """Fails if a page stays wider than its screen: its charts follow a new width in a moment.

    Only that moment later does it look: what still has to be drawn may fit until then.
    """
    page.wait_for_timeout(LAID_OUT_MS)
    try:
        page.wait_for_function(f"({PAST_THE_EDGE})() <= 0")
    except Error:
        wider = page.evaluate(PAST_THE_EDGE)
        pytest.fail(f"{page.url} is {wider} px wider than a screen of {page.viewport_size}")


def height(page: Page) -> int:
    """How long a page is, in pixels."""
    long: int = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    return long


def resting_box(part: Locator) -> FloatRect:
    """Where a part stands on the screen, once it has stopped moving.

    What unfolds or comes above it moves it, and a finger that aims at the place before misses it.
    """
    expect(part).to_be_visible()
    before = None
    for _ in range(REST_TRIES):
        box = part.bounding_box()
        if box is not None and box == before:
            return box
        before = box
        part.page.wait_for_timeout(REST_MS)
    pytest.fail(f"{part} does not come to rest")


def centred_box(part: Locator) -> FloatRect:
    """Where a part stands once it is in the middle of the screen.

    The page scrolls when all of it is there: while it grows, its end may be above the middle.
    """
    resting_box(part)
    part.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    return resting_box(part)


def bottom(part: Locator) -> float:
    """Where a part ends, from the top of the screen: in pixels, of a page that has not scrolled."""
    box = resting_box(part)
    return box["y"] + box["height"]


def path_of(name: str) -> str:
    """Where a page is found."""
    return "/" if name == "home" else f"/{name}"


def wait_for_script(page: Page) -> None:
    """Waits until a page's script is through."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def settle(page: Page) -> None:
    """Waits until a page's title is there and its script is through."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    wait_for_script(page)


@dataclass(frozen=True)
class Frame:
    """What stands around a page."""

    title: str
    headings: list[str]
    links: list[str]


def frame_of(page: Page) -> Frame:
    """The frame around a page that has settled, on a screen wide enough to show it."""
    settle(page)
    expect(page.get_by_test_id("stTopNav").get_by_role("link").first).to_be_visible()
    return Frame(
        title=page.title(),
        headings=page.get_by_role("heading", level=1).all_inner_texts(),
        links=page.get_by_test_id("stTopNav").get_by_role("link").all_inner_texts(),
    )
