"""Draw & compare as a visitor knows it: two pads, their buttons, and the answer."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.pages.frame import wait_for_script
from tests.browser.pages.pads import INK, Stroke, draw_with_finger, draw_with_mouse

ASKS = re.compile(r"draw a digit|now the (first|second) digit", re.IGNORECASE)
SAME = re.compile(r"same digit", re.IGNORECASE)
DIFFERENT = re.compile(r"different digits", re.IGNORECASE)


def follow(page: Page, name: str) -> None:
    """Follows a link of the navigation."""
    page.get_by_test_id("stTopNav").get_by_role("link", name=name).click()


class DrawPage:
    """The page /draw, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer = page.locator(".verdict")

    def pad(self, side: str) -> Locator:
        """The whole of a pad, `side` being "left" or "right"."""
        return self.page.locator(f".st-key-pad-{side}")

    def canvas(self, side: str) -> Locator:
        """What a pen touches."""
        return self.pad(side).locator("canvas.upper-canvas")

    def button(self, side: str, name: str) -> Locator:
        """One of a pad's buttons, by its words: the canvas has an Undo of its own, without any."""
        return self.pad(side).get_by_role("button", name=name).filter(has_text=name)

    def ink(self, side: str) -> int:
        """How many pixels of a canvas are inked."""
        self._wait_for_one_canvas(side)
        return int(self.canvas(side).evaluate(INK))

    def complaint(self, side: str) -> Locator:
        """The line that says why what is on a pad cannot be read."""
        return self.pad(side).get_by_role("alert").get_by_role("paragraph")

    def reach(self) -> None:
        """Comes here from another page, and waits for the pads."""
        follow(self.page, "Draw & compare")
        self.wait_for_pads()

    def leave(self) -> None:
        """Goes Home, and waits until the pads are gone."""
        follow(self.page, "Home")
        expect(self.page.locator("canvas")).to_have_count(0)

    def wait_for_pads(self) -> None:
        """Waits until both pads can be drawn on."""
        for side in ("left", "right"):
            self._wait_for_one_canvas(side)

    def draw(self, side: str, strokes: Sequence[Stroke]) -> None:
        """Draws with the mouse."""
        self._wait_for_one_canvas(side)
        draw_with_mouse(self.page, self.canvas(side), strokes)

    def draw_by_touch(self, side: str, strokes: Sequence[Stroke]) -> None:
        """Draws with a finger."""
        self._wait_for_one_canvas(side)
        draw_with_finger(self.page, self.canvas(side), strokes)

    def upload(self, side: str, picture: Path) -> None:
        """Puts a picture in place of a drawing."""
        self.pad(side).get_by_role("radio", name="Upload").click()
        self.pad(side).locator("input[type=file]").set_input_files(picture)

    def back_to_drawing(self, side: str) -> None:
        """Takes up the pen again where a picture was to stand."""
        self.pad(side).get_by_role("radio", name="Draw").click()
        self._wait_for_one_canvas(side)

    def expect_ink(self, side: str, least: float, most: float) -> None:
        """Waits until a canvas holds as much ink as that."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not least <= self.ink(side) <= most:
            assert time.monotonic() < deadline, f"{side}: {self.ink(side)} pixels of ink"
            self.page.wait_for_timeout(50)

    def expect_answer(self, words: re.Pattern[str]) -> None:
        """Waits for an answer that says this."""
        expect(self.answer).to_contain_text([words])  # a list: exactly one answer, and this one

    def _wait_for_one_canvas(self, side: str) -> None:
        """While a canvas is made anew, the old one stays until the page's script is through."""
        wait_for_script(self.page)
        expect(self.canvas(side)).to_have_count(1)
        expect(self.canvas(side)).to_be_visible()
