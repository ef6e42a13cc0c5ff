"""The lessons in a real browser: how soon a page opens, and answers a control.

The server is warm, and each page has been open before. A page is opened by its link beside Home.
A turn ends with the first frame after the page's last change, its script being through.
"""

import statistics
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.table import Figure, show
from pages._ui.shared.frame import NAME
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import settle, wait_for_script
from tests.browser.pages.layers_page import LayersPage
from tests.browser.pages.network_page import NetworkPage
from tests.browser.server import Server

TURNS = 20
OPEN_MS, ANSWER_MS = 1000, 500
PAUSE_MS = 400  # in which nothing more changes; a slider waits 200 before it tells

# Notes when something is pressed, and the frame after the page's latest change.
CLOCK = """() => {
    const clock = window.lessonClock = { pressed: null, changed: null };
    for (const kind of ['pointerdown', 'keydown'])
        document.addEventListener(kind, () => {
            Object.assign(clock, { pressed: performance.now(), changed: null });
        }, true);
    new MutationObserver(() => {
        requestAnimationFrame(() => { clock.changed = performance.now(); });
    }).observe(document.querySelector('[data-testid=stApp]'),
        { childList: true, characterData: true, subtree: true });
}"""
CHANGED = "() => window.lessonClock.changed !== null"
TOOK = "() => window.lessonClock.changed - window.lessonClock.pressed"


def margin(page: Page, turn: int) -> None:
    """A key on the margin of Loss."""
    page.get_by_role("slider", name="Margin m").press(("ArrowRight", "ArrowLeft")[turn % 2])


def loss(page: Page, turn: int) -> None:
    """Another loss."""
    page.get_by_role("radio", name=("Simple", "With margin")[turn % 2], exact=True).click()


def layer(page: Page, turn: int) -> None:
    """Another layer of Network."""
    page.get_by_role("radio", name=("4. Conv2D", "7. Conv2D")[turn % 2], exact=True).click()


def digit(page: Page, turn: int) -> None:
    """Another test digit to look at."""
    page.get_by_role("button", name="Increment").last.click()


def inputs(page: Page, turn: int) -> None:
    """Another n of Layers: W has more or fewer rows."""
    LayersPage(page).choose("n: inputs", "45"[turn % 2])


def numbers(page: Page, turn: int) -> None:
    """The next seed of the numbers."""
    increment = page.get_by_role("button", name="Increment")
    if not increment.is_visible():
        page.get_by_text("Other random numbers").click()
    increment.click()


def points(page: Page, turn: int) -> None:
    """Other points, which no line was learned from before."""
    ys = page.get_by_role("textbox", name="ys")
    ys.fill(f"-3, -1, 1, 3, 5, {turn}.5")
    ys.press("Enter")


Control = Callable[[Page, int], None]
LESSONS: dict[str, dict[str, tuple[str, Control]]] = {  # each control in its part of the page
    "Loss": {
        "a key on the margin": ("One pair", margin),
        "another loss": ("One pair", loss),
    },
    "Network": {
        "another layer": ("Layer outputs", layer),
        "another test digit": ("Layer outputs", digit),
    },
    "Layers": {
        "another n": ("Dense layer", inputs),
        "another seed": ("Dense layer", numbers),
        "a line through other points": ("Line", points),
    },
}


def turn_to(page: Page, lesson: str, part: str) -> None:
    """Shows another part of a page."""
    option = page.get_by_role("radio", name=part, exact=True)
    option.click()
    expect(option).to_be_checked()
    wait_for_answer(page, lesson)


def wait_for_answer(page: Page, lesson: str) -> None:
    """Until all of a page has come."""
    settle(page)
    if lesson == "Network":
        NetworkPage(page).wait_until_seen_through()
    elif lesson == "Layers":
        LayersPage(page).wait_until_told()


def took(page: Page) -> float:
    """Milliseconds from the last press to the last change that came of it."""
    page.wait_for_function(CHANGED)
    page.wait_for_timeout(PAUSE_MS)
    wait_for_script(page)
    return float(page.evaluate(TOOK))


def opening(page: Page, lesson: str) -> list[float]:
    """Milliseconds of each opening."""
    times = []
    for _ in range(TURNS + 1):
        follow(page, "Home")
        expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
        wait_for_script(page)
        follow(page, lesson)
        times.append(took(page))
        wait_for_answer(page, lesson)
    return times[1:]


def answering(page: Page, control: Control) -> list[float]:
    """Milliseconds of each turn of a control."""
    times = []
    for turn in range(TURNS + 2):
        control(page, turn)
        times.append(took(page))
    return times[2:]


def measure() -> dict[str, list[float]]:
    """Milliseconds of all turns, by what was done."""
    times = {}
    with sync_playwright() as playwright, Server() as server:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(4 * PATIENCE_MS)
        for lesson, controls in LESSONS.items():
            page.goto(f"{server.url}/{lesson.lower()}")
            wait_for_answer(page, lesson)
            page.evaluate(CLOCK)
            times[f"{lesson} opens"] = opening(page, lesson)
            for name, (part, control) in controls.items():
                turn_to(page, lesson, part)
                times[f"{lesson}: {name}"] = answering(page, control)
        browser.close()
    return times


def main() -> None:
    """Prints median and 95th percentile of each."""
    rows = []
    for name, times in measure().items():
        target = OPEN_MS if name.endswith("opens") else ANSWER_MS
        rows += [
            Figure(f"{name}, median", statistics.median(times), "ms", at_most=target),
            Figure(f"{name}, 95th percentile", float(np.percentile(times, 95)), "ms"),
        ]
    show(rows)


if __name__ == "__main__":
    main()
