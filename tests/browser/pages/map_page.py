"""The map of embeddings as a visitor knows it: a canvas to roam, a pad, and lists of neighbours."""

import io
import re
import time
from collections.abc import Sequence

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.pages.frame import settle, wait_for_script
from tests.browser.pages.pads import Stroke, draw_with_mouse

NUMBER = re.compile(r"(\d+): an?\s\d$")
DRAWN = "(stage) => { const { map } = stage.closest('.map'); return map.tinted && !map.moving; }"
ZOOM = "(stage) => stage.closest('.map').map.camera.at.zoom"
PLACES = """(stage) => { const { map } = stage.closest('.map');
    return Array.from(map.data.labels, (_, one) => map.screenOf(one)); }"""
PLACE = "(stage, one) => stage.closest('.map').map.screenOf(one)"


class MapPage:
    """The page /verification with its map."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.locator(".map .stage")
        self.hint = page.locator(".map .hint")
        self.waiting = page.locator(".map .waiting")
        self.offer = page.locator(".map .offer")
        self.how = page.locator(".map .how")
        self.tip = page.locator(".map .tip")
        self.rows = page.locator(".nearest")

    def open(self, url: str, **address: str) -> None:
        """Opens the map, and waits until it is drawn."""
        settings = "".join(f"&{name}={value}" for name, value in address.items())
        self.page.goto(f"{url}/verification?part=Map{settings}")
        settle(self.page)
        self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        """Until the map is painted, its pictures are there and nothing moves any more."""
        expect(self.stage).to_be_visible()
        expect(self.waiting).to_be_hidden()
        self.rest()

    def rest(self) -> None:
        """Until nothing moves any more."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not self.stage.evaluate(DRAWN):
            assert time.monotonic() < end, "the map is still moving"
            self.page.wait_for_timeout(50)

    @property
    def pad(self) -> Locator:
        """What a pen touches."""
        return self.page.locator(".st-key-pad-map canvas.upper-canvas")

    def place(self, one: int) -> np.ndarray:
        """Where a digit lies on the canvas, in pixels from its upper left corner."""
        return np.array(self.stage.evaluate(PLACE, one))

    def lone(self) -> int:
        """The digit in sight that is farthest from all others."""
        places = np.array(self.stage.evaluate(PLACES))
        far = np.linalg.norm(places[:, None] - places, axis=2) + 1e6 * np.eye(len(places))
        height, width = self.pixels().shape[:2]
        inside = ((places > 30) & (places < [width - 30, height - 30])).all(axis=1)
        return int(np.where(inside, far.min(axis=1), 0).argmax())

    def near(self) -> float:
        """How near the view is: 1 shows all of the map."""
        return float(self.stage.evaluate(ZOOM))

    def top(self) -> float:
        """How far down the screen the canvas begins."""
        box = self.stage.bounding_box()
        assert box is not None
        return box["y"]

    def fingers(self, *ways: Sequence[tuple[float, float]]) -> None:
        """Moves fingers over the canvas, each along its way, in pixels from its upper left."""
        box = self.stage.bounding_box()
        assert box is not None
        screen = self.page.context.new_cdp_session(self.page)
        for number, points in enumerate(zip(*ways, strict=True)):
            kind = "touchMove" if number else "touchStart"
            touched = [{"x": box["x"] + x, "y": box["y"] + y, "id": finger}
                       for finger, (x, y) in enumerate(points)]  # fmt: skip
            screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
        screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        screen.detach()

    def pixels(self) -> np.ndarray:
        """What the canvas shows: uint8 (height, width, 4)."""
        return np.asarray(Image.open(io.BytesIO(self.stage.screenshot())).convert("RGBA"))

    def nearest(self) -> list[tuple[int, float]]:
        """The neighbours of the first drawing: which digit, how far away."""
        return [
            (int(NUMBER.findall(item.locator("img").get_attribute("alt") or "")[0]),
             float(item.locator("span").inner_text().split()[1]))
            for item in self.rows.first.locator("li").all()
        ]  # fmt: skip

    def draw(self, strokes: Sequence[Stroke]) -> None:
        """Draws on the pad beside the map, and waits for the neighbours."""
        draw_with_mouse(self.page, self.pad, strokes)
        expect(self.rows).to_have_count(1)
        wait_for_script(self.page)
