"""A data set of synthetic handwriting: every digit equally often, one in seven for testing.

The labels of both splits are planned first; the images of a split are written on request, so that
a page that shows test digits does not wait for the training digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = 10
TEST_SHARE = 1 / 7  # of all digits, as in MNIST
AT_ONCE = 1000  # digits between two reports of progress


@dataclass(frozen=True, eq=False)
class Split:
    """The training digits or the test digits."""

    labels: NDArray[np.uint8]  # (n,), the digits to write
    chance: np.random.SeedSequence  # seed of how they are written

    def write(self, on_progress: Callable[[float], None] | None = None) -> NDArray[np.uint8]:
        """Writes the digits; every call gives the same images.

        Args:
            on_progress: Called with the share that is written, up to 1.

        Returns:
            uint8 (n, 28, 28), white ink on black.
        """
        # Imported here because it loads SciPy, which is not needed for the labels alone.
        from siamese.handwriting.renderer import write

        rng = np.random.default_rng(self.chance)
        images = np.empty((len(self.labels), 28, 28), np.uint8)
        for start in range(0, len(images), AT_ONCE):
            end = min(start + AT_ONCE, len(images))
            images[start:end] = write(self.labels[start:end], rng)
            if on_progress:
                on_progress(end / len(images))
        return images


def plan_splits(count: int, seed: int) -> tuple[Split, Split]:
    """Plans a training and a test split.

    Args:
        count: Number of digits in both splits together, at least 2.
        seed: Seed of the order and of the handwriting.

    Returns:
        The training split, then the test split. In each, and in both together, the numbers of any
        two classes differ by one at most; the order is random.

    Raises:
        ValueError: If `count` is below 2.

    Example:
        >>> train, test = plan_splits(70_000, seed=1)
        >>> len(train.labels), len(test.labels)
        (60000, 10000)
    """
    if count < 2:
        raise ValueError(f"count must be at least 2. Received: {count}")
    order, train, test = np.random.SeedSequence(seed).spawn(3)
    rng = np.random.default_rng(order)
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    learned = count - max(1, round(count * TEST_SHARE))
    return (
        Split(rng.permutation(labels[:learned]), train),
        Split(rng.permutation(labels[learned:]), test),
    )
