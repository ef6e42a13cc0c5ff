"""The map of embeddings in a real browser: how soon it is drawn, answers, and how smoothly it pans.

Each opening is a visit of its own, on a server that has drawn the map before. Panning is timed by
the browser's own frames, of which a screen shows sixty a second.
"""

import statistics

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import settle, wait_for_script
from tests.browser.pages.map_page import MapPage
from tests.browser.pages.pads import ONE, THREE, draw_with_mouse
from tests.browser.server import Server

OPENINGS = 7
DRAWINGS = 11
FRAME = 1000 / 60  # ms
SLACK = 0.5  # ms: a screen's frames are not quite even

# Notes the press on the part's name, and the first frames with the map and with its pictures.
OPENING = """() => {
    const clock = window.mapOpening = { pressed: null, drawn: null, pictured: null };
    const find = (root) => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches('.map')) return element;
            const inside = element.shadowRoot && find(element.shadowRoot);
            if (inside) return inside;
        }
        return null;
    };
    const look = () => {
        const { map } = find(document) ?? {};
        if (map?.placed) clock.drawn ??= performance.now() - clock.pressed;
        if (map?.tinted) clock.pictured = performance.now() - clock.pressed;
        else requestAnimationFrame(look);
    };
    document.addEventListener('pointerdown', () => {
        clock.pressed = performance.now();
        look();
    }, { capture: true, once: true });
}"""
OPENED = "() => window.mapOpening.pictured !== null"
TIMES = "() => [window.mapOpening.drawn, window.mapOpening.pictured]"

# Notes when the pen is lifted, and the first frame after the neighbours have changed.
CLOCK = """() => {
    const clock = window.mapClock = { lifted: null, listed: null };
    const text = () => document.querySelector('.nearest ol')?.innerHTML ?? '';
    let before = text();
    document.addEventListener('mouseup', () => {
        Object.assign(clock, { lifted: performance.now(), listed: null });
        before = text();
    }, true);
    new MutationObserver(() => {
        if (clock.listed === null && text() !== before && text())
            requestAnimationFrame(() => { clock.listed ??= performance.now(); });
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
}"""
LISTED = "() => window.mapClock.listed !== null"
TOOK = "() => window.mapClock.listed - window.mapClock.lifted"

# Pans to and fro, a step at each frame, and gives the time between frames.
PANNED = """(stage, count) => new Promise((done) => {
    const { map } = stage.closest('.map'), times = [];
    let before = null;
    const step = (now) => {
        if (before !== null) times.push(now - before);
        before = now;
        if (times.length === count) return done(times);
        map.camera.pan(times.length % 40 < 20 ? 5 : -5, 2);
        map.camera.jump();
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""
FRAMES = 180


def opened(browser: Browser, url: str) -> Page:
    """The page with another part."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}/verification")
    settle(page)
    return page


def measure_opening(browser: Browser, url: str) -> list[Figure]:
    """From a press on “Map” to the map, and to its pictures."""
    times = []
    for _ in range(OPENINGS):
        page = opened(browser, url)
        page.evaluate(OPENING)
        page.get_by_role("radio", name="Map", exact=True).click()
        page.wait_for_function(OPENED)
        times.append(page.evaluate(TIMES))
        page.context.close()
    drawn, pictured = np.median(times, axis=0)
    return [
        Figure("map of 2,000 opened, median", float(drawn), "ms", at_most=2000),
        Figure("with its pictures, median", float(pictured), "ms", at_most=2000),
    ]


def measure_drawing(roamer: MapPage) -> list[Figure]:
    """From a pen lifted to the neighbours."""
    roamer.draw(THREE)
    roamer.page.evaluate(CLOCK)
    times = []
    for number in range(1, DRAWINGS + 1):
        (x, y), *_ = ONE[0]
        draw_with_mouse(roamer.page, roamer.pad, [[(x - number / 30, y), (x, y + number / 20)]])
        roamer.page.wait_for_function(LISTED)
        times.append(float(roamer.page.evaluate(TOOK)))
        wait_for_script(roamer.page)
    return [Figure("pen lifted to its neighbours, median", statistics.median(times), "ms", 500)]


def measure_panning(roamer: MapPage) -> list[Figure]:
    """Frames of a map of 3,000, as digits' names and as their pictures."""
    figures = []
    for words in ("names", "pictures"):
        times = roamer.stage.evaluate(PANNED, FRAMES)
        name = f"a frame, panning 3,000 {words}"
        figures += [
            Figure(f"{name}, median", statistics.median(times), "ms", FRAME + SLACK),
            Figure(f"{name}, 95th percentile", float(np.percentile(times, 95)), "ms"),
        ]
        roamer.page.get_by_role("button", name="Pictures").click()
        roamer.rest()
    return figures


def main() -> None:
    """Prints all of them."""
    require_mnist()
    with sync_playwright() as playwright, Server() as server:
        browser = launch(playwright)
        roamer = MapPage(browser.new_page(viewport={"width": 1280, "height": 900}))
        roamer.page.set_default_timeout(PATIENCE_MS)
        roamer.open(server.url)
        figures = measure_opening(browser, server.url) + measure_drawing(roamer)
        roamer.open(server.url, count="3000")
        show(figures + measure_panning(roamer))
        browser.close()


if __name__ == "__main__":
    main()
