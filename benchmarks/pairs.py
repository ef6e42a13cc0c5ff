"""How long pairs take: index pairs beside the loop of the slides, and the hardest of all pairs.

The loop goes image by image, looks for partners with `np.where` and `np.random.choice`, and puts
copies of the images into one array. Index pairs say the same without a loop and without a copy.
Labels and images are made up: as many as MNIST has, in ten classes.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from benchmarks.table import Figure, show
from siamese.pairs import PairIndices, make_pairs, pair_indices
from siamese.pairs.hard_pairs import MinedPairs
from siamese.pairs.mining import hardest_pairs

TRAIN, TEST, CLASSES = 60_000, 10_000, 10
EMBEDDING_DIM, THRESHOLD = 24, 1.0
ROUNDS = 7


def slides_loop(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One positive and one negative pair for each image, the way the slides go about it."""
    index = [np.where(labels == label)[0] for label in range(CLASSES)]
    pairs, same = [], []
    for image, label in zip(images, labels, strict=True):
        positive = np.random.choice(index[label])  # noqa: NPY002 - the slides' own
        negative = np.random.choice(np.where(labels != label)[0])  # noqa: NPY002
        pairs += [[image, images[positive]], [image, images[negative]]]
        same += [[1], [0]]
    return np.array(pairs), np.array(same)


def milliseconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The best of several rounds: whatever else the machine does only adds to it."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)


def megabytes(run: Callable[[], object]) -> float:
    """The most memory held while it runs, and what it gives is part of that."""
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Measures and prints."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, CLASSES, TRAIN).astype(np.uint8)
    images = rng.integers(0, 256, (TRAIN, 28, 28), dtype=np.uint8)
    embeddings = rng.normal(size=(TEST, EMBEDDING_DIM)).astype(np.float32)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)

    def indices() -> PairIndices:
        return pair_indices(labels, np.random.default_rng(1))

    def mined() -> MinedPairs:
        return hardest_pairs(embeddings, labels[:TEST], THRESHOLD)

    loop, index = milliseconds(lambda: slides_loop(images, labels), rounds=2), milliseconds(indices)
    show(
        [
            Figure(f"index pairs for {TRAIN:,} images", index, "ms", at_most=50),
            Figure("the slides' loop", loop, "ms"),
            Figure("how many times as long the loop takes", loop / index, ""),
            Figure("make_pairs", milliseconds(lambda: make_pairs(images, labels)), "ms"),
            Figure("memory of index pairs, at most", megabytes(indices), "MB"),
            Figure(
                "memory of make_pairs, at most", megabytes(lambda: make_pairs(images, labels)), "MB"
            ),
            Figure(
                f"hardest of all pairs of {TEST:,} images",
                milliseconds(mined, 3),
                "ms",
                at_most=2000,
            ),
            Figure("memory of it, at most", megabytes(mined), "MB"),
        ]
    )


if __name__ == "__main__":
    main()
