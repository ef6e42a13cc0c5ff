"""You or the network as a visitor knows it: a pair, two buttons, the result."""

import re

from playwright.sync_api import Locator, Page, expect

from pages._ui.games.versus.games import DOUBLE_TAP
from tests.browser.pages.frame import settle


class VersusPage:
    """The game on /pairs, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.progress = page.locator(".game-progress")
        self.pair = page.locator(".game-pair img")
        self.rows = page.locator(".game-result tr:has(td)")

    def button(self, name: str) -> Locator:
        """A button by the beginning of its words: a shortcut may stand after them."""
        return self.page.get_by_role("button", name=re.compile(f"^(\\S+ )?{name}\\b"))

    def start(self) -> None:
        """Starts, as soon as the hardest pairs are known."""
        settle(self.page)
        self.button("Start").click()
        self.expect_pair(1)

    def expect_pair(self, number: int) -> None:
        """Waits for a pair, counted from 1, and looks at it as long as a person does."""
        expect(self.progress).to_contain_text(f"Pair {number} of 10")
        expect(self.pair).to_be_visible()
        self.page.wait_for_timeout(2 * DOUBLE_TAP * 1000)

    def answer(self, word: str) -> None:
        """Answers, and waits for what follows."""
        number = int(self.progress.locator("b").inner_text())
        self.button(word).click()
        self.expect_after(number)

    def expect_after(self, number: int) -> None:
        """Waits for what follows a pair."""
        if number < 10:
            self.expect_pair(number + 1)
        else:
            expect(self.rows).to_have_count(10)
