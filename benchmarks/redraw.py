"""A choice on Pairs to the new montage, in a real browser, beside a page that only echoes.

Both pages are open at once and take turns, so that whatever else the machine does falls on both.
Each turn presses one kind of pair after the other, or another seed, and measures from the press
to the frame in which all of the grid's new content can be painted.
"""

import statistics

import numpy as np
from playwright.sync_api import Browser, Locator, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import wait_for_script
from tests.browser.pages.pairs_page import PairsPage
from tests.browser.server import ROOT, Server

PAIRS = 100
TURNS = 40
WARM_UP = 4
STEADY_MS = 15_000  # every digit is embedded, and every pair measured, behind the visitors' backs

# Notes when something is pressed, and the first frame after the grid's content has changed.
CLOCK = """() => {
    const find = (root) => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches('.tiles')) return element;
            const inside = element.shadowRoot && find(element.shadowRoot);
            if (inside) return inside;
        }
        return null;
    };
    const clock = window.redrawClock = { pressed: null, redrawn: null };
    document.addEventListener('pointerdown', () => {
        Object.assign(clock, { pressed: performance.now(), redrawn: null });
    }, true);
    new MutationObserver(() => {
        if (clock.redrawn === null)
            requestAnimationFrame(() => { clock.redrawn ??= performance.now(); });
    }).observe(find(document), { childList: true });
}"""
REDRAWN = "() => window.redrawClock.redrawn !== null"
TOOK = "() => window.redrawClock.redrawn - window.redrawClock.pressed"


class Contestant:
    """A page with choices and a grid, and a clock in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        settle_grid(page.locator(".tiles button"))
        self.page = page

    def start_clock(self) -> None:
        """From now on the grid is watched."""
        self.page.evaluate(CLOCK)

    def turn(self, number: int) -> float:
        """Milliseconds from a press to the new grid."""
        self._control(number).click()
        self.page.wait_for_function(REDRAWN)
        took = float(self.page.evaluate(TOOK))
        wait_for_script(self.page)
        return took

    def _control(self, number: int) -> Locator:
        if number % 2:
            return self.page.get_by_role("button", name="Other pairs")
        kind = ("Same", "Different", "Both")[number // 2 % 3]
        return self.page.get_by_role("radio", name=kind)


def settle_grid(buttons: Locator) -> None:
    """Waits until there is something in the grid."""
    buttons.first.wait_for()
    wait_for_script(buttons.page)


def measure() -> dict[str, list[float]]:
    """Milliseconds of each turn of either page."""
    echo_page = ROOT / "benchmarks" / "choices_page.py"
    with sync_playwright() as playwright, Server() as real, Server(echo_page) as echo:
        browser = launch(playwright)
        pages = {
            "pairs": Contestant(browser, f"{real.url}/pairs?pairs={PAIRS}"),
            "echo": Contestant(browser, echo.url),
        }
        PairsPage(pages["pairs"].page).wait_for_distances()
        pages["pairs"].page.wait_for_timeout(STEADY_MS)
        times: dict[str, list[float]] = {name: [] for name in pages}
        for contestant in pages.values():
            contestant.start_clock()
        for number in range(WARM_UP + TURNS):
            for name, contestant in pages.items():
                took = contestant.turn(number)
                if number >= WARM_UP:
                    times[name].append(took)
        browser.close()
    return times


def main() -> None:
    """Prints median and 95th percentile of both."""
    times = measure()
    rows = []
    for name, words in [("pairs", f"{PAIRS} pairs redrawn"), ("echo", "echo alone")]:
        target = 500 if name == "pairs" else None
        rows += [
            Figure(f"{words}, median", statistics.median(times[name]), "ms", at_most=target),
            Figure(f"{words}, 95th percentile", float(np.percentile(times[name], 95)), "ms"),
        ]
    show(rows)


if __name__ == "__main__":
    main()
