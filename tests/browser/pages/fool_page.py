"""Fool the network as a visitor knows it: two claims, and the pairs that fooled it."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.pads import Stroke


class FoolPage:
    """The game on /draw, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.drawing = DrawPage(page)
        self.game = page.get_by_test_id("stExpander").filter(has_text="Fool the network")
        self.said = self.game.locator(".fool-said")
        self.pairs = self.game.locator(".fooled li")

    def draw(self, first: Sequence[Stroke], second: Sequence[Stroke]) -> None:
        """Draws two digits, and waits for their verdict."""
        self.drawing.wait_for_pads()
        self.drawing.draw("left", first)
        self.drawing.draw("right", second)
        expect(self.drawing.answer).to_contain_text("sure")

    def unfold(self) -> None:
        """Opens the game."""
        self.game.locator("summary").click()
        expect(self.game.get_by_role("button", name="I drew the same digit")).to_be_visible()

    def claim(self, words: str) -> None:
        """Says what was drawn, in the game that was folded."""
        self.unfold()
        self.game.get_by_role("button", name=words).click()
        expect(self.said).to_be_visible()
