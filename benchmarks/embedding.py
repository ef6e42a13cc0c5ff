"""How long each network takes for one pair, in a process that has it loaded already."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import Figure, show
from siamese.comparator import Comparator
from siamese.manifest import ASSETS, SYMBOLS

WARM_UP = 20
ROUNDS = 500


def times(folder: Path = ASSETS) -> list[float]:
    """Milliseconds of embedding one pair, again and again."""
    comparator = Comparator.load(folder)
    return timed(comparator.embed, [_images(2)] * (WARM_UP + ROUNDS))


def times_of_a_change() -> list[float]:
    """Milliseconds of comparing ever another image with the same one, as after a stroke."""
    comparator = Comparator.load()
    known, *others = _images(1 + WARM_UP + ROUNDS)
    return timed(lambda other: comparator.compare(known, other), others)


def timed(work: Callable[[Any], object], given: Sequence[Any]) -> list[float]:
    """Milliseconds of some work with each of these, the first ones left out."""
    taken = []
    for one in given:
        begin = time.perf_counter()
        work(one)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[WARM_UP:]


def _images(count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def main() -> None:
    """Prints median and 95th percentile."""
    changed = statistics.median(times_of_a_change())
    figures = [Figure("digits: comparing another image with the same one", changed, "ms")]
    for name, folder in (("digits", ASSETS), ("symbols", SYMBOLS)):
        taken = times(folder)
        figures += [
            Figure(f"{name}: one pair, median", statistics.median(taken), "ms", at_most=0.6),
            Figure(f"{name}: one pair, 95th percentile", np.percentile(taken, 95), "ms"),
        ]
    show(figures)


if __name__ == "__main__":
    main()
