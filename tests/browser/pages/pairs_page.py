"""Pairs as a visitor knows it: choices, tiles, and the pair chosen."""

import re
import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PATIENCE_MS
from tests.browser.pages.frame import settle, wait_for_script

A_DISTANCE = re.compile(r"^\d\.\d+$")
# All pixels of all tiles, as one string.
PIXELS = """(tiles) => tiles.map((tile) => {
    const canvas = tile.querySelector('canvas');
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join();
}).join()"""


class PairsPage:
    """The page /pairs, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tiles = page.locator(".tiles button")
        self.chosen = page.locator(".st-key-chosen")

    def open(self, address: str) -> None:
        """Comes by an address, and waits for the network's word on every pair."""
        self.page.goto(address)
        self.wait_for_distances()

    def wait_for_distances(self) -> None:
        """Waits until the network has judged every pair."""
        settle(self.page)
        expect(self.tiles.locator(".distance").first).to_have_text(A_DISTANCE)
        wait_for_script(self.page)

    def sentences(self) -> list[str]:
        """What the tiles say to those who cannot see them."""
        said: list[str] = self.tiles.evaluate_all("tiles => tiles.map(tile => tile.ariaLabel)")
        return said

    def pixels(self) -> str:
        """What the tiles show."""
        return str(self.tiles.evaluate_all(PIXELS))

    def expect_other_than(self, sentences: list[str]) -> None:
        """Waits for another montage; some of its tiles may say the same by chance."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while self.sentences() in ([], sentences):
            assert time.monotonic() < deadline, "the montage is still the same"
            self.page.wait_for_timeout(50)
        wait_for_script(self.page)

    def choose(self, order: str) -> None:
        """One of the orders."""
        group = self.page.get_by_role("radiogroup", name="Order")
        group.get_by_role("radio", name=order).click()

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name)
