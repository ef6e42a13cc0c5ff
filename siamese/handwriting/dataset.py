"""A set of the program's own handwriting: every digit as often, and one in seven to test with.

A half is planned at once and written when it is asked for: whoever shows test digits need not
wait for those to learn from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = 10
TEST_SHARE = 1 / 7  # as in MNIST
AT_ONCE = 1000  # digits between two reports of progress


@dataclass(frozen=True, eq=False)
class Split:
    """The digits to learn from, or those to test with.

    Attributes:
        labels: uint8 (n,), what is to be written.
        chance: Seed of how it is written.
    """

    labels: NDArray[np.uint8]
    chance: np.random.SeedSequence

    def write(self, on_progress: Callable[[float], None] | None = None) -> NDArray[np.uint8]:
        """Writes them: the same pictures each time.

        Args:
            on_progress: Told the share that is written, up to 1.

        Returns:
            uint8 (n, 28, 28), white ink on black.
        """
        # SciPy comes with it, which a page that only names its digits need not wait for.
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
    """Plans a set of digits.

    Args:
        count: How many in all, 2 at least.
        seed: Seed of all chance.

    Returns:
        Those to learn from, then those to test with: in either, and in both together, every
        class as often as any other, give or take one, in random order.

    Raises:
        ValueError: If `count` is below 2.

    Example:
        >>> train, test = plan_splits(70_000, seed=1)
        >>> len(train.labels), len(test.labels)
        (60000, 10000)
    """
    if count < 2:
        raise ValueError(
            f"a digit to learn from and one to test with: 2 at least. Received: {count}"
        )
    order, train, test = np.random.SeedSequence(seed).spawn(3)
    rng = np.random.default_rng(order)
    labels = (np.arange(count) % CLASSES).astype(np.uint8)
    learned = count - max(1, round(count * TEST_SHARE))
    return (
        Split(rng.permutation(labels[:learned]), train),
        Split(rng.permutation(labels[learned:]), test),
    )
