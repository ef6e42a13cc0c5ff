"""A class on Draw & compare: how soon everybody is answered, and what it costs the server.

Visitors speak Streamlit's protocol without a browser (`benchmarks.tab`). What they draw was drawn
in Chromium before. Every verdict is checked against the distance of the visitor's own two drawings.
A time is that from sending a drawing to the arrival of its verdict: the 200 ms that the canvas
waits before it sends are not in it. Clearing a pad is not either: each drawing takes the place of
the last one. The visitors take processor time of the same machine.
"""

import asyncio
import statistics
import time
from collections.abc import Callable

import click
import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks import embedding
from benchmarks.class_at_work import Drawings, Lesson, begin, hold_lesson, resident, take_turn
from benchmarks.recorded_drawings import Drawing, record
from benchmarks.table import Figure, show
from benchmarks.visitor import Visitor
from siamese.comparator import Comparator
from siamese.preprocessing import to_digit
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import settle
from tests.browser.screenshots import VIEWS, use
from tests.browser.server import ROOT, Server

PATH = "draw"
ECHO_PAGE = ROOT / "benchmarks" / "echo_page.py"
CLASS = 30
P95_MS = {CLASS: 50, 80: 300, 120: 1000}
COST = 3  # times the echo page's
RUSH = 2.0  # seconds in which a class comes to a cold server
STROKE = 0.5  # seconds that a visitor takes for a digit, at the least


def alone_and_together(drawings: Drawings) -> list[Figure]:
    """One visitor on a cold server, then ever larger classes."""
    with Server() as server:
        figures, alone = asyncio.run(come_alone(server, drawings))
        lessons = {n: asyncio.run(hold_lesson(server, PATH, drawings, n)) for n in P95_MS}
    small, echo = lessons[CLASS], hold_echo(drawings)
    for visitors, lesson in lessons.items():
        figures += told(f"{visitors} drawing", lesson, P95_MS[visitors])
    return [
        *figures,
        *told(f"{CLASS} on the echo page", echo),
        Figure(
            f"{CLASS} drawing, processor time over the echo's",
            small.processor_ms / echo.processor_ms,
            "",
            COST,
        ),
        Figure("each further visitor", (small.memory - alone) / (CLASS - 1), "MB", 1),
    ]


def hold_echo(drawings: Drawings) -> Lesson:
    """The same class at a page that only echoes."""
    curves = np.array([drawing.curves for drawing in drawings.drawings])
    with Server(ECHO_PAGE) as server:
        echoed = Drawings(drawings.drawings, curves[:, None] + curves)
        return asyncio.run(hold_lesson(server, "", echoed, CLASS))


def expect_distances(recorded: list[Drawing]) -> Drawings:
    """With each two of these drawings, the distance that the page must show."""
    comparator = Comparator.load()
    embeddings = comparator.embed(np.stack([to_digit(one.pixels) for one in recorded]))
    return Drawings(recorded, np.linalg.norm(embeddings[:, None] - embeddings, axis=2))


async def come_alone(server: Server, drawings: Drawings) -> tuple[list[Figure], float]:
    """The first visitor of all: figures, and the server's memory in MB."""
    begun = time.perf_counter()
    async with Visitor(server.url, PATH) as visitor:
        await visitor.wait_for_pads()
        pads = time.perf_counter() - begun
        hand = drawings.hand(0)
        await asyncio.sleep(STROKE)
        await visitor.draw("left", next(hand)[0])
        await asyncio.sleep(STROKE)
        answered = await take_turn(visitor, hand)
        for _ in range(10):
            await take_turn(visitor, hand)
        await asyncio.sleep(2)
        memory = resident(server)
    figures = [
        Figure("one visitor on a cold server: its pads", pads, "s"),
        Figure("the answer after its second digit", answered, "s", 0.5),
        Figure("memory with one visitor who draws", memory, "MB", 300),
    ]
    return figures, memory


def rush(drawings: Drawings) -> list[Figure]:
    """A class that comes to a cold server at once."""

    async def come(server: Server, number: int) -> float:
        await asyncio.sleep(number * RUSH / CLASS)
        begun = time.perf_counter()
        async with Visitor(server.url, PATH) as visitor:
            await begin(visitor, drawings.hand(number))
            return time.perf_counter() - begun

    async def come_all(server: Server) -> list[float]:
        return await asyncio.gather(*(come(server, number) for number in range(CLASS)))

    with Server() as server:
        taken = asyncio.run(come_all(server))
    name = f"{CLASS} within {RUSH:.0f} s on a cold server: from coming to the first answer"
    return [
        Figure(f"{name}, median", statistics.median(taken), "s"),
        Figure(f"{name}, slowest", max(taken), "s", 3),
    ]


def after_every_page(drawings: Drawings) -> list[Figure]:
    """A class on a server where somebody has been everywhere before."""
    with Server() as server:
        open_every_page(server.url)
        time.sleep(2)
        memory, alone = resident(server), resident(server, workers=False)
        lesson = asyncio.run(hold_lesson(server, PATH, drawings, CLASS))
    return [
        Figure("memory with one visitor who opened every page", memory, "MB", 900),
        Figure("of it the server's process, without its workers", alone, "MB"),
        *told(f"{CLASS} drawing after one has opened every page", lesson, 100),
    ]


def open_every_page(url: str) -> None:
    """Opens each page, each part of it and a ZIP in a browser, every time in a new tab."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, address in VIEWS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE_MS)
            page.goto(url + address)
            settle(page)
            use(page, name)
            page.close()
        browser.close()


def told(name: str, lesson: Lesson, at_most: float | None = None) -> list[Figure]:
    """The figures of a class."""
    return [
        Figure(f"{name}: answer, median", statistics.median(lesson.times), "ms"),
        Figure(f"{name}: 95th percentile", float(np.percentile(lesson.times, 95)), "ms", at_most),
        Figure(f"{name}: slowest", max(lesson.times), "ms"),
        Figure(f"{name}: answers a second", len(lesson.times) / lesson.seconds, ""),
        Figure(f"{name}: processor time an answer", lesson.processor_ms, "ms"),
        Figure(f"{name}: memory", lesson.memory, "MB"),
    ]


def one_pair(drawings: Drawings) -> list[Figure]:
    """The network alone."""
    return [Figure("embedding one pair", statistics.median(embedding.times()), "ms", 0.6)]


Section = Callable[[Drawings], list[Figure]]
SECTIONS: dict[str, Section] = {
    "drawing": alone_and_together,
    "rush": rush,
    "every-page": after_every_page,
    "embedding": one_pair,
}


@click.command(help=__doc__)
@click.argument("sections", nargs=-1, type=click.Choice(list(SECTIONS)))
def main(sections: tuple[str, ...]) -> None:
    """Prints the figures of some sections, or of all."""
    with Server(ECHO_PAGE) as server:
        recorded = record(server.url)
    drawings = expect_distances(recorded)
    for name in sections or SECTIONS:
        show(SECTIONS[name](drawings))
        print(flush=True)


if __name__ == "__main__":
    main()
