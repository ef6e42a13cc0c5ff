"""A move of the threshold to its new figures, in a real browser, beside a page that only echoes.

Both pages are open at once and take turns, so that whatever else the machine does falls on both.
Each turn moves the line by a key, and measures from that to the frame in which the new figures can
be painted, which the browser computes by itself; and to the one with the new matrix, which the
server sends. The browser waits 150 ms before it asks the server, for the next key may come at once;
that is part of the matrix's figures. The echo's server sends back a line.
"""

import statistics
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.pooling import CHANGED, CLOCK, TOOK
from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import wait_for_script
from tests.browser.pages.threshold_page import ThresholdPage
from tests.browser.server import ROOT, Server

PAIRS = (100_000, 200_000)
TURNS = 40
WARM_UP = 4
TARGET_MS = 300
FIGURES, MATRIX, RESULT = ".figures", ".confusion", ".result"
STEADY_MS = 15_000  # every pair is measured for another page, behind the visitors' backs


class Contestant:
    """A page with something to press, and clocks in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(PATIENCE_MS)
        self.selectors = [FIGURES, MATRIX] if "verification" in url else [RESULT]
        self.press = self._hills(url) if "verification" in url else self._echo(url)
        wait_for_script(self.page)

    def _hills(self, url: str) -> Callable[[int], None]:
        there = ThresholdPage(self.page)
        there.open(url)
        return lambda number: there.line.press(("PageDown", "PageUp")[number % 2])

    def _echo(self, url: str) -> Callable[[int], None]:
        self.page.goto(url)
        kinds = [self.page.get_by_role("radio", name=name) for name in ("Max", "Average")]
        kinds[1].wait_for()
        return lambda number: kinds[number % 2].click()

    def start_clocks(self) -> None:
        """From now on what is pressed and what changes is noted."""
        for selector in self.selectors:
            self.page.evaluate(CLOCK, selector)

    def turn(self, number: int) -> dict[str, float]:
        """Milliseconds from a press to each part that it changes."""
        self.press(number)
        took = {}
        for selector in self.selectors:
            self.page.wait_for_function(CHANGED, arg=selector)
            took[selector] = float(self.page.evaluate(TOOK, selector))
        wait_for_script(self.page)
        return took


def measure() -> dict[str, list[float]]:
    """Milliseconds of each turn of every page, by what it was."""
    echo_page = ROOT / "benchmarks" / "cell_page.py"
    words = {FIGURES: "figures", MATRIX: "matrix from the server", RESULT: "echo alone"}
    with sync_playwright() as playwright, Server() as real, Server(echo_page) as echo:
        browser = launch(playwright)
        pages = {
            **{
                f", {pairs:,} pairs": Contestant(browser, f"{real.url}/verification?tested={pairs}")
                for pairs in PAIRS
            },
            "": Contestant(browser, echo.url),
        }
        pages[""].page.wait_for_timeout(STEADY_MS)
        times: dict[str, list[float]] = {}
        for contestant in pages.values():
            contestant.start_clocks()
        for number in range(WARM_UP + TURNS):
            for name, contestant in pages.items():
                for selector, took in contestant.turn(number).items():
                    if number >= WARM_UP:
                        times.setdefault(words[selector] + name, []).append(took)
        browser.close()
    return times


def main() -> None:
    """Prints median and 95th percentile of each, and how often the echo's time the matrix takes."""
    times, rows = measure(), []
    for name, took in times.items():
        target = None if "echo" in name else TARGET_MS
        rows += [
            Figure(f"{name}, median", statistics.median(took), "ms", at_most=target),
            Figure(f"{name}, 95th percentile", float(np.percentile(took, 95)), "ms", target),
        ]
    echo = statistics.median(times["echo alone"])
    rows += [
        Figure(f"{name} over the echo", statistics.median(took) / echo, "")
        for name, took in times.items()
        if "matrix" in name
    ]
    show(rows)


if __name__ == "__main__":
    main()
