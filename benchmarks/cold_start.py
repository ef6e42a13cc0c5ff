"""A server that nobody has visited yet: when can one draw, and when does the network answer?"""

import statistics
import time

from playwright.sync_api import Browser, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server

STARTS = 3


def first_visit(browser: Browser) -> tuple[float, float, float]:
    """Seconds from the command to: the server's being up, the first ink, the first answer."""
    with Server() as server:
        up = time.perf_counter() - server.started_at
        page = browser.new_context().new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{server.url}/draw")
        draw = DrawPage(page)
        draw.wait_for_pads()
        draw.draw("left", THREE)
        draw.expect_ink("left", 1, float("inf"))
        inked = time.perf_counter() - server.started_at
        draw.draw("right", EIGHT)
        draw.expect_answer(DIFFERENT)
        answered = time.perf_counter() - server.started_at
        page.context.close()
    return up, inked, answered


def main() -> None:
    """Prints the medians; the pads come before the network."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        visits = [first_visit(browser) for _ in range(STARTS)]
        browser.close()
    up, inked, answered = (statistics.median(column) for column in zip(*visits, strict=True))
    show(
        [
            Figure("server up", up, "s"),
            Figure("a digit drawn on the left pad", inked, "s", at_most=answered),
            Figure("both drawn and the network's answer", answered, "s"),
        ]
    )


if __name__ == "__main__":
    main()
