"""How long the network takes for one pair, in a process that has it loaded already."""

import statistics
import time

import numpy as np

from benchmarks.table import Figure, show
from siamese.comparator import Comparator

WARM_UP = 20
ROUNDS = 500


def main() -> None:
    """Embeds one pair again and again and prints the median."""
    comparator = Comparator.load()
    pair = np.random.default_rng(0).integers(0, 256, (2, 28, 28), dtype=np.uint8)
    times = []
    for _ in range(WARM_UP + ROUNDS):
        begin = time.perf_counter()
        comparator.embed(pair)
        times.append((time.perf_counter() - begin) * 1000)
    times = times[WARM_UP:]
    show(
        [
            Figure("embedding one pair, median", statistics.median(times), "ms", at_most=3),
            Figure("embedding one pair, 95th percentile", np.percentile(times, 95), "ms"),
        ]
    )


if __name__ == "__main__":
    main()
