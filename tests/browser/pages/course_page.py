"""The course as a visitor knows it: Back and Next, the predictions in a dialog, Home's contents."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.frame import settle


class CoursePage:
    """Any lesson, or the contents on Home, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_role("heading", level=1)
        self.dialog = page.get_by_role("dialog")
        self.predict = page.get_by_role("button", name="Predict", exact=True)
        self.predicted = self.dialog.get_by_test_id("stAlert")
        self.tasks = page.get_by_role("button", name=re.compile("Tasks: "))
        self.listed = page.get_by_test_id("stPopoverBody")
        self.toast = page.get_by_test_id("stToast")

    def button(self, words: str) -> Locator:
        """Back, Next, or a button of the dialog, by the end of its words: an icon comes first."""
        return self.page.get_by_role("button", name=re.compile(rf"\b{words}( \S+)?$"))

    def expect_lesson(self, title: str) -> None:
        """Waits for a page that is settled."""
        expect(self.title).to_have_text(title)
        settle(self.page)

    def choose(self, place: int) -> None:
        """Chooses an answer, counted from 0, by a finger."""
        choice = self.dialog.get_by_role("radiogroup").locator("label").nth(place)
        choice.tap()
        expect(self.dialog.get_by_role("radio").nth(place)).to_be_checked()

    def reveal(self, place: int) -> None:
        """Predicts, and waits for the answer."""
        self.choose(place)
        self.button("Show me").tap()
        expect(self.predicted).to_be_visible()

    def skip(self) -> None:
        """Skips the questions of a lesson."""
        self.button("Skip").tap()
        expect(self.dialog).to_have_count(0)

    def ticked(self) -> Locator:
        """The lessons of the contents that are done."""
        return self.page.get_by_role("link").filter(has_text="✓")
