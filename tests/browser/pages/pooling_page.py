"""Pooling as a visitor knows it: cells to type into, results, and the window looked at."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.frame import settle, wait_for_script

NUMBER = ".number"
BLANKS = r"[\s\u200b]*"


class PoolingPage:
    """The page /pooling, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.results = page.locator(".result .cells button")
        self.place = page.locator(".desk .place")
        self.problem = page.locator(".desk .problem")
        self.told = page.locator(".desk .told")
        self.formula = page.locator(".st-key-arithmetic .katex-html").first

    def open(self, address: str) -> None:
        """Comes by an address, and waits for the grid."""
        self.page.goto(address)
        settle(self.page)
        self.results.first.wait_for()
        wait_for_script(self.page)

    def begin(self, address: str) -> None:
        """Comes by the page's own address, or, where only numbers differ from it, puts back those.

        All settings stand in the address, so that it tells what differs.
        """
        settings = re.findall(r"[?&](\w+)=", self.page.url)
        if not self.page.url.startswith(address) or {*settings} - {"grid", "window"}:
            self.open(address)
        elif self.page.url != address or not self.is_well_typed():
            self.button("Grid of the slides").click()
            expect(self.page).to_have_url(address)
            expect(self.problem).to_be_empty()
        wait_for_script(self.page)

    def cell(self, row: int, column: int) -> Locator:
        """Where a number is typed, counted from 1."""
        return self.page.get_by_label(f"Row {row}, column {column}", exact=True)

    def cells(self) -> list[str]:
        """The grid as it is typed."""
        return self.page.locator(".given input").evaluate_all("all => all.map(one => one.value)")

    def type(self, row: int, column: int, text: str) -> None:
        """Types into a cell, key by key, and leaves it."""
        self.cell(row, column).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def is_well_typed(self) -> bool:
        """Whether every cell holds a number."""
        return self.problem.inner_text() == ""

    def choose(self, option: str) -> None:
        """One of the kinds, or of the other choices by their words."""
        self.page.get_by_role("radio", name=option, exact=True).click()

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def unfold(self, label: str) -> None:
        """Opens one of the folds below the grid."""
        self._fold(label).locator("summary").click()
        expect(self._fold(label)).to_have_attribute("open", "")
        wait_for_script(self.page)

    def is_unfolded(self, label: str) -> bool:
        """Whether one of the folds is open."""
        return self._fold(label).get_attribute("open") is not None

    def _fold(self, label: str) -> Locator:
        return self.page.locator("details").filter(has_text=label)

    def expect_results(self, *numbers: str) -> None:
        """Waits for exactly these results."""
        expect(self.results.locator(NUMBER)).to_have_text(list(numbers))

    def expect_formula(self, plain: str) -> None:
        """Waits for this arithmetic, as it is set: blanks of any kind aside, a true minus."""
        signs = [re.escape(sign) for sign in plain.replace("-", "−") if not sign.isspace()]
        spelt = re.compile(BLANKS.join(signs))
        expect(self.page.locator(".st-key-arithmetic .katex-html")).to_have_text(spelt)

    def expect_choice(self, place: int) -> None:
        """Waits until this result is the chosen one, counted from 0, and no other."""
        chosen = ["true" if number == place else "false" for number in range(self.results.count())]
        for number, pressed in enumerate(chosen):
            expect(self.results.nth(number)).to_have_attribute("aria-pressed", pressed)

    def overflowing(self) -> Sequence[str]:
        """The numbers and names that are wider than their cells."""
        return self.page.evaluate(OVERFLOWING)

    def framed(self) -> Sequence[str]:
        """The cells that the frame of the window lies over."""
        return self.page.locator(".given").evaluate(FRAMED)


# Text set in the middle runs out of its cell at both ends, of which scrollWidth counts one only.
OVERFLOWING = """() => {
    const parts = [];
    const collect = (root) => {
        for (const one of root.querySelectorAll('*')) {
            if (one.matches('input, .number, .names, .numbers b, .numbers small')) parts.push(one);
            if (one.shadowRoot) collect(one.shadowRoot);
        }
    };
    collect(document);
    const wide = (part) => {
        if (part.matches('input')) return part.scrollWidth > part.clientWidth;
        const range = document.createRange();
        range.selectNodeContents(part);
        const text = range.getBoundingClientRect();
        const cell = part.parentElement.getBoundingClientRect();
        return text.left < cell.left || text.right > cell.right;
    };
    return parts.filter((part) => part.closest('label, .cells, .numbers') && wide(part))
        .map((part) => part.value ?? part.textContent);
}"""

FRAMED = """(given) => {
    const frame = given.querySelector('.frame').getBoundingClientRect();
    return [...given.querySelectorAll('input')].filter((input) => {
        const box = input.getBoundingClientRect();
        const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
        return frame.left < x && x < frame.right && frame.top < y && y < frame.bottom;
    }).map((input) => input.value);
}"""
