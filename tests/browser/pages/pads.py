"""Drawing on the pads as a hand does: strokes of a mouse or a finger."""

import math
from collections.abc import Iterable, Sequence

from playwright.sync_api import Locator, Page

from tests.browser.pages.frame import resting_box

Point = tuple[float, float]  # (x, y) as shares of the pad's width and height, from the top left
Stroke = Sequence[Point]

# Counts the inked pixels of the canvas that keeps the strokes, beneath the one that takes them.
INK = """(canvas) => {
    if (!canvas.parentElement) return -1;  // a new one has just taken its place
    const kept = canvas.parentElement.querySelector('canvas.lower-canvas');
    const pixels = kept.getContext('2d').getImageData(0, 0, kept.width, kept.height).data;
    let inked = 0;
    for (let i = 0; i < pixels.length; i += 4)
        if (pixels[i + 3] > 127 && pixels[i] < 128) inked += 1;
    return inked;
}"""


def _arc(centre: Point, radius: Point, start: float, end: float, points: int = 16) -> list[Point]:
    """An elliptic arc from `start` to `end` degrees; 0 is right, 90 is down."""
    angles = (math.radians(start + (end - start) * i / (points - 1)) for i in range(points))
    return [
        (centre[0] + radius[0] * math.cos(angle), centre[1] + radius[1] * math.sin(angle))
        for angle in angles
    ]


ZERO: Sequence[Stroke] = (_arc((0.5, 0.5), (0.24, 0.34), -90, 270, points=24),)
ONE: Sequence[Stroke] = ([(0.52, 0.15), (0.5, 0.5), (0.48, 0.85)],)
THREE: Sequence[Stroke] = (
    _arc((0.48, 0.32), (0.19, 0.17), -155, 100) + _arc((0.48, 0.67), (0.22, 0.18), -80, 155),
)
ANOTHER_THREE: Sequence[Stroke] = (
    _arc((0.5, 0.33), (0.16, 0.15), -170, 85) + _arc((0.47, 0.66), (0.2, 0.19), -75, 140),
)
EIGHT: Sequence[Stroke] = (
    _arc((0.5, 0.31), (0.16, 0.16), 90, -270) + _arc((0.5, 0.67), (0.2, 0.2), -90, 270),
)


def draw_with_mouse(page: Page, pad: Locator, strokes: Iterable[Stroke]) -> None:
    """Presses, moves and lifts the mouse along each stroke."""
    for (x, y), *rest in _on_screen(pad, strokes):
        page.mouse.move(x, y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(x, y, steps=2)
        page.mouse.up()


def draw_with_finger(page: Page, pad: Locator, strokes: Iterable[Stroke]) -> None:
    """Touches, drags and lifts a finger along each stroke, as the screen would report it."""
    screen = page.context.new_cdp_session(page)
    for stroke in _on_screen(pad, strokes):
        first, *rest = [{"x": x, "y": y} for x, y in stroke]
        screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [first]})
        for point in rest:
            screen.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    screen.detach()


def _on_screen(pad: Locator, strokes: Iterable[Stroke]) -> list[list[Point]]:
    """Strokes in pixels: while a page is opened, what is above a pad may still move it."""
    resting_box(pad)
    pad.scroll_into_view_if_needed()
    box = resting_box(pad)
    return [
        [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        for stroke in strokes
    ]
