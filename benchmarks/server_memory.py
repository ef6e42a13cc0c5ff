"""Resident memory of the server: with one visitor who has an answer, and for each one more."""

import time

import psutil
from playwright.sync_api import Browser, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server

FURTHER = 10
MB = 1_000_000


def visit(browser: Browser, url: str) -> None:
    """A visitor draws two digits, gets an answer and stays."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}/draw")
    draw = DrawPage(page)
    draw.wait_for_pads()
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)


def resident(server: Server) -> float:
    """Resident memory of the server and whatever it started, in MB, after a moment's rest."""
    time.sleep(2)
    process = psutil.Process(server.pid)
    family = [process, *process.children(recursive=True)]
    return float(sum(member.memory_info().rss for member in family)) / MB


def main() -> None:
    """Prints both figures."""
    with sync_playwright() as playwright, Server() as server:
        browser = launch(playwright)
        visit(browser, server.url)
        alone = resident(server)
        for _ in range(FURTHER):
            visit(browser, server.url)
        together = resident(server)
        browser.close()
    show(
        [
            Figure("server with one visitor", alone, "MB", at_most=900),
            Figure("each further visitor", (together - alone) / FURTHER, "MB", at_most=10),
        ]
    )


if __name__ == "__main__":
    main()
