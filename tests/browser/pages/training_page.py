"""Training as a visitor knows it: the button, a run while it goes, and what it leaves."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from siamese.comparator import Comparator
from siamese.manifest import ENCODER_FILE, MANIFEST_FILE
from tests.browser.pages.frame import settle, wait_for_script

SMALL = "images=500&dimensions=4"
RUN_MS = 240_000  # a worker gives way to everything else on a busy machine


class TrainingPage:
    """The page /training, opened or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.going = page.locator("[class*='st-key-going-']")
        self.kept = page.locator("[class*='st-key-run-']")

    def open(self, server: str, **settings: str | int) -> None:
        """Comes by an address with small settings, and others of one's own."""
        own = "&".join(f"{name}={value}" for name, value in settings.items())
        self.page.goto(f"{server}/training?{SMALL}&{own}")
        settle(self.page)

    def train(self) -> None:
        """Presses the button, and waits until the run is told of."""
        self.page.get_by_role("button", name="Train").click()
        expect(self.going).to_be_visible()

    def curve(self, name: str) -> Locator:
        """A chart of the run that goes, by what it says to those who do not see it."""
        return self.going.locator(f"[data-testid=stVegaLiteChart][aria-label^='Curves: {name}']")

    def points(self, name: str) -> Locator:
        """The points of a curve: one for each measurement of each half."""
        return self.curve(name).locator(".mark-symbol.role-mark path")

    def stop(self) -> None:
        """Stops the run."""
        self.going.get_by_role("button", name="Stop").click()

    def expect_words(self, words: str) -> None:
        """Waits until the run says so."""
        expect(self.going).to_contain_text(words, timeout=RUN_MS)
        wait_for_script(self.page)

    def download(self, label: str, folder: Path, name: str) -> Path:
        """Keeps one of a run's files."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=label).click()
        download: Download = coming.value
        download.save_as(folder / name)
        return folder / name

    def keep_network(self, folder: Path) -> Comparator:
        """Downloads the network of the first run with its manifest, and loads it here."""
        self.kept.first.get_by_role("button", name="Download").click()
        self.download("Encoder for LiteRT (.tflite)", folder, ENCODER_FILE)
        self.download("Manifest (.json)", folder, MANIFEST_FILE)
        return Comparator.load(folder)
