"""Every pad takes a stroke that begins anywhere on it, by mouse and by finger."""

from collections.abc import Callable, Iterable
from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages.frame import wait_for_script
from tests.browser.pages.pads import INK, Stroke, draw_with_finger, draw_with_mouse
from tests.browser.server import Server

PADS = {
    "left": "/draw",
    "right": "/draw",
    "map": "/verification?part=Map&count=1000",
    "symbol": "/verification?part=One-shot",
}
PLACES = (0.02, 0.26, 0.5, 0.74, 0.98)  # shares of a pad's width and height
INWARDS = 0.08
PAINTED = "() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))"

Draw = Callable[[Page, Locator, Iterable[Stroke]], None]


@pytest.mark.parametrize("draw", [draw_with_mouse, draw_with_finger], ids=["mouse", "finger"])
@pytest.mark.parametrize("pad", PADS)
def test_a_stroke_begins_anywhere(
    open_page: OpenPage, server: Server, pad: str, draw: Draw
) -> None:
    finger = draw is draw_with_finger
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True) if finger else open_page()
    page.goto(server.url + PADS[pad])
    canvas = page.locator(f".st-key-pad-{pad} canvas.upper-canvas")
    expect(canvas).to_be_visible()
    wait_for_script(page)
    lost, ink = [], 0
    for x, y in product(PLACES, PLACES):
        draw(page, canvas, [[(x, y), (inwards(x), inwards(y))]])
        canvas.evaluate(PAINTED)
        before, ink = ink, canvas.evaluate(INK)
        if ink <= before:
            lost.append((x, y))
    assert not lost


def inwards(place: float) -> float:
    """A place nearer to the middle."""
    return place + (INWARDS if place < 0.5 else -INWARDS)
