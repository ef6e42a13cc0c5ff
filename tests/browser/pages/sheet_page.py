"""The teacher's sheet as a teacher knows it: reached from Home, folded, printed, downloaded."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pages.frame import settle

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
MARGIN = "12mm"


class SheetPage:
    """The sheet of the lecture of 20 minutes, whose answers need no TensorFlow."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        settle(page)
        page.get_by_role("radio", name="20 minutes").click()
        expect(page.locator("[class*=st-key-lesson-]")).to_have_count(4)
        page.get_by_role("link", name="Teacher’s sheet").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Teacher’s sheet")
        settle(page)
        self.lessons = page.locator(".st-key-sheet h2:not(.st-key-sheet-answers *)")
        self.answers = page.locator(".st-key-sheet-answers")
        self.fold = page.locator(".st-key-sheet summary")
        self.print = page.get_by_role("button", name="Print", exact=True)
        self.download = page.get_by_role("button", name="Download")

    def wait_for_answers(self) -> None:
        """They come while the sheet is read."""
        expect(self.print).to_be_enabled()

    def leaves(self, **paper: str) -> int:
        """How many pages a printer would print.

        Args:
            paper: Its size.
        """
        margin = dict.fromkeys(("top", "bottom", "left", "right"), MARGIN)
        return len(PAGE_OF_PDF.findall(self.page.pdf(margin=margin, **paper)))
