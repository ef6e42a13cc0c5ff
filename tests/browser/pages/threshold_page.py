"""The Threshold part in a browser: two histograms with a line, figures, a matrix."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.frame import resting_box, settle, wait_for_script


class ThresholdPage:
    """The page /verification with its first part, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = page.get_by_role("slider", name="Threshold")
        self.hills = page.locator(".hills")
        self.bars = page.locator(".bars")
        self.figures = page.locator(".figures")
        self.roc = page.locator(".roc")
        self.readout, self.roc_readout = (
            page.locator(".readout").first,
            page.locator(".told .readout"),
        )
        self.summary = page.get_by_text("Errors at threshold")
        self.cells = page.locator(".confusion button")
        self.tiles = page.locator(".tiles button")
        self.enlarged = page.locator(".st-key-enlarged")

    def open(self, address: str) -> None:
        """Comes by an address, and waits for the pairs."""
        self.page.goto(address)
        settle(self.page)
        self.cells.first.wait_for()
        wait_for_script(self.page)

    def figure(self, kind: str) -> Locator:
        """One of the figures: accept, reject, accuracy, precision or recall."""
        return self.page.locator(f".figures .{kind} b")

    def threshold(self) -> float:
        """Where the line stands."""
        return float(self.line.get_attribute("aria-valuenow") or "nan")

    def place_of(self, share: float) -> tuple[float, float]:
        """The middle of the hills, at this share of their width."""
        box = resting_box(self.hills)
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2

    def drag(self, *shares: float) -> None:
        """Takes the line by the mouse, through some places, and lets it go at the last."""
        box = resting_box(self.line)
        mouse = self.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        mouse.down()
        for share in shares:
            mouse.move(*self.place_of(share), steps=5)
        mouse.up()

    def expect_server_at(self, threshold: float) -> None:
        """Waits until the server, too, has heard where the line stands."""
        expect(self.summary).to_contain_text(f"Errors at threshold {threshold:.3f}")
        wait_for_script(self.page)
