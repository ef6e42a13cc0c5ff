"""How long each network takes for one pair, in a process that has it loaded already."""

import statistics
import time
from pathlib import Path

import numpy as np

from benchmarks.table import Figure, show
from siamese.comparator import Comparator
from siamese.manifest import ASSETS, SYMBOLS

WARM_UP = 20
ROUNDS = 500


def times(folder: Path = ASSETS) -> list[float]:
    """Milliseconds of embedding one pair, again and again."""
    comparator = Comparator.load(folder)
    pair = np.random.default_rng(0).integers(0, 256, (2, 28, 28), dtype=np.uint8)
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        begin = time.perf_counter()
        comparator.embed(pair)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[WARM_UP:]


def main() -> None:
    """Prints median and 95th percentile."""
    figures = []
    for name, folder in (("digits", ASSETS), ("symbols", SYMBOLS)):
        taken = times(folder)
        figures += [
            Figure(f"{name}: one pair, median", statistics.median(taken), "ms", at_most=0.6),
            Figure(f"{name}: one pair, 95th percentile", np.percentile(taken, 95), "ms"),
        ]
    show(figures)


if __name__ == "__main__":
    main()
