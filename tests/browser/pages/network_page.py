"""Network as a visitor knows it: a pair, a diagram, layers, and the strokes that decide."""

import re

from playwright.sync_api import Page, expect

from tests.browser.pages.frame import settle, wait_for_script

DISTANCE = re.compile(r"= (\d+\.\d+)")


class NetworkPage:
    """The page /network, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer = page.locator(".twin > .row").first
        self.sums = page.locator(".layers tfoot td")
        self.maps = page.locator(".maps figure")
        self.decisive = page.get_by_text("matter most: without their ink")
        self.answers = {
            "Architecture": self.answer,
            "Layer outputs": page.get_by_text("increases the gap between"),
            "Occlusion map": self.decisive.last,
        }

    def open(self, address: str) -> None:
        """Comes by an address, and waits until the network is taken apart."""
        self.page.goto(address)
        settle(self.page)
        self.wait_until_seen_through()

    def wait_until_seen_through(self) -> None:
        """Waits for the answer of the part that is shown."""
        parts = self.page.get_by_role("radiogroup", name="Part of the page")
        part = parts.get_by_role("radio", checked=True).inner_text()
        expect(self.answers[part]).to_be_visible()
        wait_for_script(self.page)

    def choose_part(self, part: str) -> None:
        """Goes to another part, and waits for its answer."""
        self.choose(part)
        expect(self.page.get_by_role("radio", name=part, exact=True)).to_be_checked()
        self.wait_until_seen_through()

    def distance(self) -> float:
        """That of the pair, as the diagram says it."""
        found = DISTANCE.search(self.answer.inner_text())
        assert found is not None, self.answer.inner_text()
        return float(found[1])

    def choose(self, option: str) -> None:
        """A network or a layer, by its words."""
        self.page.get_by_role("radio", name=option, exact=True).click()
