"""Layers as a visitor knows it: matrices, a line that plays, a classifier, and two files."""

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.pages.frame import settle, wait_for_script


class LayersPage:
    """The page /layers, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.readout = page.locator(".line .readout")
        self.play = page.locator(".line .play")
        self.matrices = page.locator(".product figure")
        self.classifier = page.locator("[class*='st-key-classified-']")

    def open(self, address: str) -> None:
        """Comes by an address, and waits until Keras has told everything."""
        self.page.goto(address)
        settle(self.page)
        self.wait_until_told()

    def wait_until_told(self) -> None:
        """Waits for the last of its answers: both networks saved and loaded."""
        expect(self.page.get_by_text("2 of 2.")).to_be_visible()
        expect(self.readout).to_be_visible()
        wait_for_script(self.page)

    def choose(self, label: str, option: str) -> None:
        """One of the sizes."""
        group = self.page.get_by_role("radiogroup", name=label)
        group.get_by_role("radio", name=option, exact=True).click()

    def numbers(self, which: int) -> np.ndarray:
        """A matrix, as it is read."""
        figure = self.matrices.nth(which)
        found = re.search(r"--columns:\s*(\d+)", figure.get_attribute("style") or "")
        assert found is not None
        columns = int(found[1])
        texts = figure.locator("b").all_inner_texts()
        return np.array([float(text.replace("−", "-")) for text in texts]).reshape(-1, columns)

    def answer(self) -> float:
        """What the line says at 10, as it is read."""
        text = self.readout.locator("b").last.inner_text()
        return float(text.replace("−", "-"))
