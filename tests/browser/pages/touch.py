"""A finger, as the browser itself is told of one."""

from playwright.sync_api import Locator, Page

from tests.browser.pages.frame import resting_box

TOOLTIP = "#vg-tooltip-element.visible"  # of a chart
HOW_FAR_DOWN = "() => document.querySelector('[data-testid=stMain]').scrollTop"
STEPS, STRIDE = 10, 30  # of a swipe; pixels a step


def swipe_up(page: Page, x: float, y: float) -> None:
    """Moves a finger up from a place, which scrolls the page down unless something takes it."""
    swipe(page, x, y, 0, -STRIDE)


def swipe(page: Page, x: float, y: float, right: float, down: float) -> None:
    """Moves a finger from a place, this far at each step."""
    session = page.context.new_cdp_session(page)
    for step in range(STEPS):
        kind = "touchMove" if step else "touchStart"
        points = [{"x": x + right * step, "y": y + down * step}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def expect_scrolled(page: Page, beyond: float) -> None:
    """Waits until the page has scrolled further down than this, in pixels."""
    page.wait_for_function(f"(beyond) => ({HOW_FAR_DOWN})() > beyond", arg=beyond)


def swipe_over(place: Locator) -> float:
    """Swipes up from the middle of something, at the lower end of the screen.

    Returns:
        How many pixels the page has scrolled down.
    """
    page = place.page
    place.evaluate("(one) => one.scrollIntoView({ block: 'end' })")
    box, before = resting_box(place), page.evaluate(HOW_FAR_DOWN)
    swipe_up(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(STEPS * STRIDE)
    after: float = page.evaluate(HOW_FAR_DOWN)
    return after - before
