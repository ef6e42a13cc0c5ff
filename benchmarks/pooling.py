"""A key pressed on Pooling to the new results, in a real browser, beside a page that only echoes.

Both pages are open at once and take turns, so that whatever else the machine does falls on both.
Each turn types another number into a cell, or presses the other kind, and measures from that to
the frame in which the new results can be painted; or steps to the next window, up to its sum.
Both pages wait 30 ms after a key, for the next one may come at once; that is part of the figures.
Keras answers on Pooling, too.
"""

import statistics

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import wait_for_script
from tests.browser.server import ROOT, Server

TURNS = 40
WARM_UP = 4
SHOWN = "pooling=Average&keras=true"
LARGEST = "&".join(["grid=" + "_".join(["+".join("12345678")] * 8), "strides=1", "padding=same"])
TARGET_MS = 300
RESULT, ARITHMETIC = ".result", ".st-key-arithmetic"

# Notes when a key or a button is pressed, and the first frame after this part has changed.
CLOCK = """(selector) => {
    const find = (root) => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches(selector)) return element;
            const inside = element.shadowRoot && find(element.shadowRoot);
            if (inside) return inside;
        }
        return null;
    };
    const clock = { pressed: null, changed: null };
    window.poolClocks = { ...window.poolClocks, [selector]: clock };
    for (const kind of ['pointerdown', 'keydown'])
        document.addEventListener(kind, () => {
            Object.assign(clock, { pressed: performance.now(), changed: null });
        }, true);
    new MutationObserver(() => {
        if (clock.changed === null)
            requestAnimationFrame(() => { clock.changed ??= performance.now(); });
    }).observe(find(document), { childList: true, characterData: true, subtree: true });
}"""
CHANGED = "(selector) => window.poolClocks[selector].changed !== null"
TOOK = "(selector) => window.poolClocks[selector].changed - window.poolClocks[selector].pressed"


class Contestant:
    """A page with a cell, two kinds and results, and a clock in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        self.cell = page.get_by_label("Row 1, column 1", exact=True)
        self.cell.wait_for()
        self.page, self.pools = page, "pooling" in url

    def start_clock(self) -> None:
        """From now on the results are watched, and the arithmetic where there is any."""
        if self.pools:
            self.page.get_by_text("Result of Keras").wait_for()
            wait_for_script(self.page)
            self.page.evaluate(CLOCK, ARITHMETIC)
        self.page.evaluate(CLOCK, RESULT)

    def type(self, number: int) -> float:
        """Milliseconds from a key to the new results."""
        self.cell.select_text()
        self.page.keyboard.press(str(5 + number % 5))  # the largest of its window
        return self._took(RESULT)

    def step(self) -> float:
        """Milliseconds from a press on "Next window" to its arithmetic."""
        self.page.get_by_role("button", name="Next window").click()
        return self._took(ARITHMETIC)

    def choose(self, number: int) -> float:
        """Milliseconds from a press on the other kind to the new results."""
        kind = ("Max", "Average")[number % 2]
        self.page.get_by_role("radio", name=kind, exact=True).click()
        return self._took(RESULT)

    def _took(self, selector: str) -> float:
        self.page.wait_for_function(CHANGED, arg=selector)
        took = float(self.page.evaluate(TOOK, selector))
        wait_for_script(self.page)
        return took


def measure() -> dict[str, list[float]]:
    """Milliseconds of each turn of every page, by what it was."""
    echo_page = ROOT / "benchmarks" / "cell_page.py"
    with sync_playwright() as playwright, Server() as real, Server(echo_page) as echo:
        browser = launch(playwright)
        addresses = {
            "the slides' grid": f"{real.url}/pooling?{SHOWN}",
            "8 × 8, windows at every cell": f"{real.url}/pooling?{SHOWN}&{LARGEST}",
            "echo alone": echo.url,
        }
        pages = {name: Contestant(browser, url) for name, url in addresses.items()}
        times: dict[str, list[float]] = {}
        for contestant in pages.values():
            contestant.start_clock()
        for number in range(WARM_UP + TURNS):
            for name, contestant in pages.items():
                typed, chosen = contestant.type(number), contestant.choose(number)
                if number >= WARM_UP:
                    times.setdefault(f"a key: {name}", []).append(typed)
                    times.setdefault(f"a kind: {name}", []).append(chosen)
                    if contestant.pools:
                        times.setdefault(f"a step: {name}", []).append(contestant.step())
        browser.close()
    return times


def main() -> None:
    """Prints median and 95th percentile of each."""
    rows = []
    for name, times in sorted(measure().items()):
        target = None if "echo" in name else TARGET_MS
        rows += [
            Figure(f"{name}, median", statistics.median(times), "ms", at_most=target),
            Figure(f"{name}, 95th percentile", float(np.percentile(times, 95)), "ms"),
        ]
    show(rows)


if __name__ == "__main__":
    main()
