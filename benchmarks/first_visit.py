"""A first visit to Draw & compare over a slow network: bytes, seconds, and what moves meanwhile.

The browser has an empty cache and slows its own network down; the server has had a visitor before.
This visitor waits for the pads, draws two digits, and waits for verdict, histogram and formula.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server

LONG_MS = 5 * PATIENCE_MS
SHOWN = ("title", "pads", "histogram")
REST_MS = 1500  # what was asked for has arrived, and nothing moves any more
MEGABYTE = 1e6

# Notes the second in which each of these is on the screen for the first time, and the cumulative
# layout shift: the largest sum of shifts that follow each other within a second, in 5 s at most.
CLOCK = """(() => {
    const seen = window.firstVisit = { shift: 0 };
    const find = (root, selector) => [...root?.querySelectorAll('*') ?? []].some((element) =>
        (element.matches(selector) && element.getBoundingClientRect().width > 0)
        || (element.shadowRoot && find(element.shadowRoot, selector)));
    const places = {
        title: [['#root', 'h1']],
        pads: ['left', 'right'].map((side) => [`.st-key-pad-${side}`, 'canvas.upper-canvas']),
        histogram: [['.st-key-side', '.vega-embed canvas, .vega-embed svg']],
        formula: [['#root', '.katex-display']],
    };
    setInterval(() => {
        for (const [name, where] of Object.entries(places))
            if (!seen[name] && where.every(([part, it]) => find(document.querySelector(part), it)))
                seen[name] = performance.now() / 1000;
    }, 50);
    let first = -Infinity, last = -Infinity, sum = 0;
    new PerformanceObserver((list) => {
        for (const { startTime, value, hadRecentInput } of list.getEntries()) {
            if (hadRecentInput) continue;
            if (startTime - last > 1000 || startTime - first > 5000) [first, sum] = [startTime, 0];
            last = startTime;
            sum += value;
            seen.shift = Math.max(seen.shift, sum);
        }
    }).observe({ type: 'layout-shift', buffered: true });
})()"""
SEEN = "(names) => names.every((name) => window.firstVisit?.[name])"


@dataclass(frozen=True)
class Connection:
    """A screen and its slow network."""

    name: str
    screen: ViewportSize
    bits_a_second: float
    round_trip: float  # milliseconds
    pads_at_most: float  # seconds


LAPTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
CONNECTIONS = (
    Connection("laptop, 1.6 Mbit/s", LAPTOP, 1.6e6, 150, pads_at_most=7),
    Connection("phone, 400 kbit/s", PHONE, 0.4e6, 400, pads_at_most=25),
)


class Meter:
    """Slows a page's network down, and counts the bytes that arrive."""

    def __init__(self, page: Page, connection: Connection) -> None:
        self.received = 0
        protocol = page.context.new_cdp_session(page)
        protocol.on("Network.dataReceived", self._count)
        protocol.on("Network.webSocketFrameReceived", self._count_message)
        protocol.send("Network.enable")
        speed = connection.bits_a_second / 8
        limits = {"downloadThroughput": speed, "uploadThroughput": speed}
        protocol.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": connection.round_trip, **limits},
        )

    def _count(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"]

    def _count_message(self, event: dict[str, Any]) -> None:
        self.received += len(event["response"]["payloadData"])


def visit(browser: Browser, url: str, connection: Connection) -> list[Figure]:
    """The figures of one visit."""
    page = browser.new_page(viewport=connection.screen)
    page.set_default_timeout(LONG_MS)
    page.add_init_script(CLOCK)
    meter = Meter(page, connection)
    page.goto(f"{url}/draw", wait_until="commit")
    page.wait_for_function(SEEN, arg=["pads"])
    until_pads = meter.received
    draw_two(page)
    page.wait_for_function(SEEN, arg=["histogram", "formula"])
    page.wait_for_timeout(REST_MS)
    seen: dict[str, float] = page.evaluate("window.firstVisit")
    page.close()
    at_most = {"pads": connection.pads_at_most}
    return [
        Figure(f"{connection.name}: received until the pads", until_pads / MEGABYTE, "MB", 1.1),
        Figure("received in all", meter.received / MEGABYTE, "MB", 2),
        *(Figure(f"{name} shown", seen[name], "s", at_most.get(name)) for name in SHOWN),
        Figure("cumulative layout shift", seen["shift"], "", 0.1),
    ]


def draw_two(page: Page) -> None:
    """Draws two digits as soon as the pads are there, and waits for the verdict."""
    draw = DrawPage(page)
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)


def main() -> None:
    """Prints the figures of both visits."""
    with sync_playwright() as playwright, Server() as server:
        browser = launch(playwright)
        page = browser.new_page()
        page.goto(f"{server.url}/draw")
        draw_two(page)
        page.close()
        show([row for each in CONNECTIONS for row in visit(browser, server.url, each)])
        browser.close()


if __name__ == "__main__":
    main()
