"""Layers as a visitor knows it: matrices, a line that plays, a classifier, and two files."""

import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.frame import settle, wait_for_script

PARTS = ["Dense layer", "Line", "Digits", "Lambda"]


class LayersPage:
    """The page /layers, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.readout = page.locator(".line .readout")
        self.play = page.locator(".line .play")
        self.written = page.locator(".written")
        self.matrices = page.locator(".product figure")
        self.classifier = page.locator("[class*='st-key-classified-']")
        # What is there last, in each part.
        self.told = {
            "Dense layer": page.get_by_text("Compared with Keras’s"),
            "Line": self.readout,
            "Digits": page.get_by_role("button", name="Train the classifier"),
            "Lambda": page.get_by_role("button", name="Save and load again"),
        }

    def open(self, address: str) -> None:
        """Comes by an address, and waits until Keras has told everything."""
        self.page.goto(address)
        settle(self.page)
        self.wait_until_told()

    def turn_to(self, part: str) -> None:
        """Chooses another part."""
        self.page.get_by_role("radio", name=part, exact=True).click()
        expect(self.told[part]).to_be_visible()
        wait_for_script(self.page)

    def wait_until_told(self) -> None:
        """Waits for the last of the answers of this part."""
        parts = self.page.get_by_role("radiogroup", name="Part of the page")
        checked = parts.get_by_role("radio", checked=True)
        expect(self.told[checked.inner_text()]).to_be_visible()
        wait_for_script(self.page)

    def train(self) -> None:
        """Trains a classifier, and waits for its end."""
        self.told["Digits"].click()
        expect(self.classifier).to_contain_text("done in")
        wait_for_script(self.page)

    def choose(self, label: str, option: str) -> None:
        """One of the sizes."""
        group = self.page.get_by_role("radiogroup", name=label)
        group.get_by_role("radio", name=option, exact=True).click()

    def cells(self, which: int) -> Locator:
        """The numbers of a matrix, row by row."""
        return self.matrices.nth(which).locator(".numbers > *")

    def numbers(self, which: int) -> np.ndarray:
        """A matrix, as it is read."""
        style = self.matrices.nth(which).locator(".numbers").get_attribute("style")
        found = re.search(r"--columns:\s*(\d+)", style or "")
        assert found is not None
        texts = self.cells(which).all_inner_texts()
        numbers = [float(text.replace("−", "-")) for text in texts]
        return np.array(numbers).reshape(-1, int(found[1]))

    def used(self, which: int) -> list[int]:
        """Which numbers of a matrix are marked."""
        marked = "all => all.flatMap((one, at) => one.matches('.used') ? [at] : [])"
        found: list[int] = self.cells(which).evaluate_all(marked)
        return found

    def answer(self) -> float:
        """What the line says at 10, as it is read."""
        text = self.readout.locator("b").last.inner_text()
        return float(text.replace("−", "-"))
