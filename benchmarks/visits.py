"""Visits one after another: each draws, changes pages, uploads and leaves. Does the server grow?

Streamlit keeps a session that was left for two minutes, at most 128 of them. So with fewer than
1,280 visits the growth says little: those after the first tenth then fill that store.
"""

import asyncio
import io
import itertools
import time

import click
import numpy as np
from PIL import Image

from benchmarks.class_at_work import Drawings, begin, hear, resident
from benchmarks.classroom import ECHO_PAGE, expect_distances
from benchmarks.recorded_drawings import record
from benchmarks.table import Figure, show
from benchmarks.visitor import Visitor
from tests.browser.server import Server

PAGES = ("pairs", "loss", "pooling", "verification", "network", "layers", "training", "")
PAGES_A_VISIT = 2
GROWTH = 10  # %


@click.command(help=__doc__)
@click.option("--visits", default=2000, show_default=True, help="How many; more than 10.")
def main(visits: int) -> None:
    """Prints the server's memory after the first tenth of the visits, and at their end."""
    with Server(ECHO_PAGE) as server:
        drawings = expect_distances(record(server.url))
    with Server() as server:
        begun = time.perf_counter()
        asyncio.run(come(server, drawings, range(visits // 10)))
        early = resident(server)
        asyncio.run(come(server, drawings, range(visits // 10, visits)))
        late = resident(server)
    show(
        [
            Figure(f"after {visits // 10} visits", early, "MB"),
            Figure(f"after {visits} visits", late, "MB"),
            Figure("growth", 100 * (late / early - 1), "%", GROWTH),
            Figure("a visit", (time.perf_counter() - begun) / visits, "s"),
        ]
    )


async def come(server: Server, drawings: Drawings, numbers: range) -> None:
    """These visits, one after another."""
    pages = itertools.cycle(PAGES)
    for number in numbers:
        await visit(server, drawings, number, [next(pages) for _ in range(PAGES_A_VISIT)])


async def visit(server: Server, drawings: Drawings, number: int, pages: list[str]) -> None:
    """Draws, clears and draws again, goes to other pages and back, uploads a picture, and leaves.

    Raises:
        WrongVerdictError: If another distance was shown than that of the two pictures.
    """
    async with Visitor(server.url, "draw") as visitor:
        hand = drawings.hand(number)
        await begin(visitor, hand)
        canvas = visitor.widgets.find("-right-canvas-")
        await visitor.press("-right-clear")
        await visitor.answer()
        await visitor.until(lambda: visitor.widgets.find("-right-canvas-") not in ("", canvas))
        again, expected = next(hand)
        await visitor.draw("right", again)
        await hear(visitor, expected)
        for page in pages:
            await visitor.go(page)
        while not visitor.answers.empty():  # Home has a verdict of its own
            visitor.answers.get_nowait()
        await visitor.go("draw")
        await hear(visitor, expected)  # the page has kept both drawings
        await visitor.choose("-right-source", "Upload")
        await visitor.answer()
        picture, expected = next(hand)
        await visitor.upload("-right-upload-", "digit.png", png(picture.pixels))
        await hear(visitor, expected)


def png(pixels: np.ndarray) -> bytes:
    """A file of the pixels that were drawn."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    main()
