"""Many visitors who draw at once, each on pads of its own, and what they meet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import psutil
from numpy.typing import NDArray

from benchmarks.recorded_drawings import Drawing
from benchmarks.visitor import Visitor
from tests.browser.server import Server

EVERY = 2.0  # seconds between two drawings of a visitor
ARRIVAL = 0.1  # seconds between two visitors who come to a server that is warm
LASTS = 20.0  # seconds that a class draws
APART = 0.02  # by which a distance differs from the one before, so that an old one is noticed
ROUNDING = 0.6  # of the last decimal: half of it, and what two ways to embed may differ by
MB = 1_000_000


class WrongVerdictError(Exception):
    """A visitor was shown another distance than that of its own drawings."""


@dataclass(frozen=True)
class Drawings:
    """Drawings, and what the page must show of each two."""

    drawings: Sequence[Drawing]
    expected: NDArray[np.floating]  # (n, n): a distance, or the echo's number

    def hand(self, visitor: int) -> Iterator[tuple[Drawing, float]]:
        """What one visitor draws: first what stays on the left, then ever another on the right.

        Args:
            visitor: Its number.

        Yields:
            A drawing, and what must be shown then; of the first one, nothing (NaN).
        """
        rng = np.random.default_rng(visitor)
        left = visitor % len(self.drawings)
        yield self.drawings[left], float("nan")
        shown = float("nan")
        while True:
            right = int(rng.integers(len(self.drawings)))
            value = float(self.expected[left, right])
            if abs(value - shown) < APART or right == left:
                continue
            shown = value
            yield self.drawings[right], value


@dataclass(frozen=True)
class Lesson:
    """What a class has met."""

    times: list[float]  # of every answer, ms
    seconds: float  # in which they came
    processor: float  # seconds of the server's processor time
    memory: float  # of the server, all visitors being there, MB

    @property
    def processor_ms(self) -> float:
        """Processor time an answer, in ms."""
        return 1000 * self.processor / len(self.times)


async def hold_lesson(server: Server, path: str, drawings: Drawings, visitors: int) -> Lesson:
    """Lets visitors come, draw every two seconds, and leave.

    Args:
        server: Where they draw.
        path: The page.
        drawings: What they draw.
        visitors: How many.

    Raises:
        WrongVerdictError: If one of them was shown anything but its own distance.
    """
    ready, done, gone = (asyncio.Barrier(visitors + 1) for _ in range(3))

    async def draw(number: int) -> list[float]:
        await asyncio.sleep(number * ARRIVAL)
        async with Visitor(server.url, path) as visitor:
            hand = drawings.hand(number)
            await begin(visitor, hand)
            await ready.wait()
            times = await draw_on(visitor, hand, EVERY * number / visitors)
            await done.wait()
            await gone.wait()
        return times

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(draw(number)) for number in range(visitors)]
        await ready.wait()
        before, processor = time.perf_counter(), processor_seconds(server)
        await done.wait()
        seconds = time.perf_counter() - before
        processor = processor_seconds(server) - processor
        await asyncio.sleep(1)
        memory = resident(server)
        await gone.wait()
    times = [1000 * taken for task in tasks for taken in task.result()]
    return Lesson(times, seconds, processor, memory)


async def begin(visitor: Visitor, hand: Iterator[tuple[Drawing, float]]) -> None:
    """Draws on both pads for the first time, as soon as they are there.

    Raises:
        WrongVerdictError: If another distance was shown than that of these two.
    """
    await visitor.wait_for_pads()
    await visitor.answer()  # that there is nothing yet
    await visitor.draw("left", next(hand)[0])
    await visitor.answer()
    await take_turn(visitor, hand)


async def draw_on(
    visitor: Visitor, hand: Iterator[tuple[Drawing, float]], late: float
) -> list[float]:
    """Draws every two seconds, or as soon as the answer is there; the seconds until each answer.

    Raises:
        WrongVerdictError: If another distance was shown than that of the two drawings.
    """
    now = time.perf_counter()
    begins, times = np.arange(now + late, now + LASTS, EVERY), []
    for begin in begins:
        if time.perf_counter() > now + LASTS:
            break
        await asyncio.sleep(begin - time.perf_counter())
        times.append(await take_turn(visitor, hand))
    return times


async def take_turn(visitor: Visitor, hand: Iterator[tuple[Drawing, float]]) -> float:
    """Draws on the right pad; the seconds until the answer.

    Raises:
        WrongVerdictError: If another distance was shown than that of the two drawings.
    """
    drawing, expected = next(hand)
    sent = time.perf_counter()
    await visitor.draw("right", drawing)
    return await hear(visitor, expected) - sent


async def hear(visitor: Visitor, expected: float) -> float:
    """Waits for the next distance; when it came, by time.perf_counter.

    Raises:
        WrongVerdictError: If it is another one.
    """
    answer = await visitor.distance()
    if not agrees(answer.shown or "", expected):
        raise WrongVerdictError(f"expected {expected:.4f}. Received: {answer.shown}")
    return answer.at


def agrees(shown: str, expected: float) -> bool:
    """Whether a number is shown as it is, but for its rounding.

    >>> agrees("1.10", 1.1009), agrees("1.10", 1.1209), agrees("no number", 1.0)
    (True, False, False)
    """
    try:
        value = float(shown)
    except ValueError:
        return False
    decimals = len(shown.partition(".")[2])
    return bool(abs(value - expected) <= ROUNDING / 10**decimals)


def processor_seconds(server: Server) -> float:
    """The processor time that the server has taken so far."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


def resident(server: Server, workers: bool = True) -> float:
    """Resident memory of the server, in MB; with `workers`, and of whatever it has started."""
    process = psutil.Process(server.pid)
    family = [process, *(process.children(recursive=True) if workers else [])]
    return float(sum(member.memory_info().rss for member in family)) / MB
