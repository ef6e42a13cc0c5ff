"""Answers that are computed without a network: by counting, by NumPy, from a loss's curve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pages._ui.course.answers import Answer
from pages._ui.shared import formatting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MARGIN = 0.25  # whose root is far from it
SEED = 1


def same_by_chance() -> Answer:
    """How many of all pairs of the digits shown are of the same digit."""
    import numpy as np

    from pages._ui.shared import digits

    _, counts = np.unique(digits.shown().labels, return_counts=True)
    pairs, same = math.comb(int(counts.sum()), 2), sum(math.comb(n, 2) for n in counts.tolist())
    shares = np.array([1 / 2, 1 / 4, 1 / 10, 1 / 100])
    right = int(np.abs(np.log(shares / (same / pairs))).argmin())
    return Answer(
        right,
        f"Of the {pairs:,} pairs of these {counts.sum():,} images, "
        f"{formatting.percent(same / pairs, 1)} show the same digit. A network needs both kinds: "
        "`make_pairs` makes one pair of each kind for every image.",
    )


def end_of_push() -> Answer:
    """Where the simple form's slope becomes 0."""
    import numpy as np

    from siamese.lessons.loss_curves import PAIR_LOSSES

    distances = np.linspace(0, 2, 201)[1:]
    slopes = PAIR_LOSSES["contrastive-simple"].slope(distances, MARGIN, False)
    still = np.flatnonzero(slopes == 0)
    if not len(still):
        return Answer(2, f"The slope is below 0 up to D = {distances[-1]:g}.")
    end, last = float(distances[still[0]]), still[0] - 1
    return Answer(
        int(abs(end - math.sqrt(MARGIN)) < abs(end - MARGIN)),
        f"At D = {distances[last]:.2f} the slope is {formatting.signed(slopes[last], 2)}; from "
        f"D = {end:.2f} on it is 0. The margin is there, but it is compared with D².",
    )


def dense_weights() -> Answer:
    """The weights of a dense layer with three inputs and two units."""
    import numpy as np

    from siamese.lessons.matrix_product import random_product

    layer = random_product(1, 3, 2, np.random.default_rng(SEED))
    weights, biases = layer.kernel.size, layer.bias.size
    return Answer(
        [5, 6, 8, 9].index(weights + biases),
        f"W has 3 × 2 = {weights} weights, and b has one for each unit: {biases}. Together these "
        f"are {weights + biases}.",
    )


def moved_maximum() -> Answer:
    """Max pooling of the slides' grid, and after its largest number has moved in its window."""
    import numpy as np

    from siamese.pooling import grid
    from siamese.pooling.spec import PoolingSpec

    pooling, before = PoolingSpec("max"), grid.deck()
    after = before.copy()
    [window] = [one for one in pooling.windows(before.shape) if before.max() in before[one]]
    after[window] = np.roll(before[window], 1)
    one, other = pooling.of(before), pooling.of(after)
    right = 2 if np.array_equal(one, other) else int(one.max() == other.max())
    return Answer(
        right,
        f"Before, the result is {_rows(one)}; after, it is {_rows(other)}. Max pooling keeps the "
        "largest number of a window, not where it was.",
    )


def _rows(result: NDArray[np.float64]) -> str:
    """A small result, row by row.

    >>> import numpy as np
    >>> _rows(np.array([[4.0, 8.0], [6.0, 9.0]]))
    '4 8 / 6 9'
    """
    return " / ".join(" ".join(f"{value:g}" for value in row) for row in result)
