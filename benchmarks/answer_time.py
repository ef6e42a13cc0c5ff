"""Pen up to the new answer in a real browser: Draw & compare beside a page that only echoes.

Both pages are open at once and take turns, so that whatever else the machine does falls on both.
Each turn clears the left pad, draws a digit on it in one stroke, and measures from the pen's
leaving the pad to the first change of the answer's words.
"""

import statistics

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.pads import ANOTHER_THREE, ONE, THREE, ZERO
from tests.browser.server import ROOT, Server

TURNS = 40
WARM_UP = 4

# Notes when the pen is lifted, and when the answer's words next change.
CLOCK = """() => {
    const words = () => [...document.querySelectorAll('.verdict')].map(e => e.innerText).join('|');
    const clock = window.answerClock = { up: null, answered: null, before: null };
    document.addEventListener('pointerup', () => {
        Object.assign(clock, { up: performance.now(), answered: null, before: words() });
    }, true);
    new MutationObserver(() => {
        if (clock.up !== null && clock.answered === null && words() !== clock.before)
            clock.answered = performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
ANSWERED = "() => window.answerClock.answered !== null"
TOOK = "() => window.answerClock.answered - window.answerClock.up"


class Contestant:
    """A page with two pads, its right one drawn on, and a clock in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        self._page = page
        self._draw = DrawPage(page)
        self._draw.wait_for_pads()
        page.evaluate(CLOCK)
        self._draw.draw("right", THREE)
        page.wait_for_function(ANSWERED)

    def turn(self, number: int) -> float:
        """Milliseconds from pen up to the answer."""
        digit = (THREE, ONE, ANOTHER_THREE, ZERO)[number % 4]
        self._draw.draw("left", digit)
        self._page.wait_for_function(ANSWERED)
        took = float(self._page.evaluate(TOOK))
        self._draw.button("left", "Clear").click()
        self._page.wait_for_function(ANSWERED)  # the pen was lifted from the button, too
        self._draw.expect_ink("left", 0, 0)
        return took


def measure() -> dict[str, list[float]]:
    """Milliseconds of each turn of either page."""
    echo_page = ROOT / "benchmarks" / "echo_page.py"
    with sync_playwright() as playwright, Server() as real, Server(echo_page) as echo:
        browser = launch(playwright)
        pages = {
            "draw": Contestant(browser, f"{real.url}/draw"),
            "echo": Contestant(browser, echo.url),
        }
        times: dict[str, list[float]] = {name: [] for name in pages}
        for number in range(WARM_UP + TURNS):
            for name, contestant in pages.items():
                took = contestant.turn(number)
                if number >= WARM_UP:
                    times[name].append(took)
        browser.close()
    return times


def main() -> None:
    """Prints median and 95th percentile of both, and their ratio."""
    times = measure()
    draw, echo = (statistics.median(times[name]) for name in ("draw", "echo"))
    show(
        [
            Figure("Draw & compare, median", draw, "ms"),
            Figure(
                "Draw & compare, 95th percentile", float(np.percentile(times["draw"], 95)), "ms"
            ),
            Figure("echo alone, median", echo, "ms"),
            Figure("echo alone, 95th percentile", float(np.percentile(times["echo"], 95)), "ms"),
            Figure("ratio of the medians", draw / echo, "", at_most=1.3),
        ]
    )


if __name__ == "__main__":
    main()
