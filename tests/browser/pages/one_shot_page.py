"""One-shot as a visitor knows it: one pad, a name, a set of symbols, and a ranking."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.frame import settle, wait_for_script
from tests.browser.pages.pads import Stroke

PAD = "symbol"
TAKEN_IN_MS = 600  # until the script runs that a lifted pen has started
ROW = re.compile(r"<bdi>(.*?)</bdi>.*?<span>([\d.]+)</span>")


class OneShotPage:
    """The part of /verification, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pads = DrawPage(page)
        self.answer = page.locator(".verdict")
        self.ranking = page.locator(".ranking:not(.blank)")
        self.symbols = page.locator(".symbols figcaption")

    def open(self, server: str) -> None:
        """Comes by the part's address, and waits for the pad."""
        self.page.goto(f"{server}/verification?part=One-shot")
        settle(self.page)
        self.wait_for_pad()

    def wait_for_pad(self) -> None:
        """Waits until the pad can be drawn on."""
        self.pads.ink(PAD)

    def choose(self, words: str) -> None:
        """The Persian digits, or one's own symbols."""
        self.page.get_by_role("radio", name=words).click()
        wait_for_script(self.page)

    def draw(self, strokes: Sequence[Stroke]) -> None:
        """Draws a symbol, and waits until its last stroke has been taken in."""
        self.pads.draw(PAD, strokes)
        self.page.wait_for_timeout(TAKEN_IN_MS)
        wait_for_script(self.page)

    def add(self, name: str) -> None:
        """Names what is drawn, and waits until it is an example and the pad empty."""
        expect(self.pads.button(PAD, "Clear")).to_be_enabled()  # so the drawing has been taken in
        self.page.get_by_role("textbox", name="Name of your drawing").fill(name)
        self.page.get_by_role("button", name="Add as an example").click()
        expect(self.symbols.filter(has_text=name)).to_have_count(1)
        self.pads.expect_ink(PAD, 0, 0)

    def rows(self) -> list[tuple[str, float]]:
        """Names and distances of the ranking."""
        found = ROW.findall(self.ranking.inner_html())
        return [(name, float(distance)) for name, distance in found]
