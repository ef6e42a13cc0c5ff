"""How long the network takes for one pair, in a process that has it loaded already."""

import statistics
import time

import numpy as np

from benchmarks.table import Figure, show
from siamese.comparator import Comparator

WARM_UP = 20
ROUNDS = 500


def times() -> list[float]:
    """Milliseconds of embedding one pair, again and again."""
    comparator = Comparator.load()
    pair = np.random.default_rng(0).integers(0, 256, (2, 28, 28), dtype=np.uint8)
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        begin = time.perf_counter()
        comparator.embed(pair)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken[WARM_UP:]


def main() -> None:
    """Prints median and 95th percentile."""
    taken = times()
    show(
        [
            Figure("embedding one pair, median", statistics.median(taken), "ms", at_most=0.6),
            Figure("embedding one pair, 95th percentile", np.percentile(taken, 95), "ms"),
        ]
    )


if __name__ == "__main__":
    main()
