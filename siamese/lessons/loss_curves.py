"""What one pair costs at a distance, and how hard it is pulled or pushed: NumPy only.

The contrastive losses have the pull D² and a push of `siamese.lessons.hinges`; cross-entropy has
both from the probability that a `Dense(1, sigmoid)` behind the distance gives. Slopes are
derivatives by the distance D: above 0 a pair is pulled together, below 0 it is pushed apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.lessons.hinges import HINGES, Hinge, Numbers, positive_part

Array: TypeAlias = NDArray[np.float64]

CERTAINTY = 4.0  # the score of "the same" at D = 0; as much against it at D = m


@dataclass(frozen=True)
class PairLoss:
    """The loss of a pair as two curves over its distance.

    Attributes:
        pull: Of a positive pair: (distance, margin) → loss.
        pull_slope: Its derivative by the distance.
        push: Of a negative pair.
        push_slope: Its derivative by the distance: 0 or below.
        reach: The distance, for a margin, from which on a negative pair is let go; infinite if
            it never is.
    """

    pull: Hinge
    pull_slope: Hinge
    push: Hinge
    push_slope: Hinge
    reach: Callable[[float], float]

    def loss(self, distance: ArrayLike, margin: float, same: ArrayLike) -> Array:
        """What pairs cost.

        Args:
            distance: D, 0 or above, of any shape.
            margin: m, above 0.
            same: Of that shape: whether the pair is a positive one.

        Returns:
            float64, of that shape.

        Example:
            >>> PAIR_LOSSES["contrastive"].loss([0.5, 0.5], 1.5, [True, False])
            array([0.25, 1.  ])
        """
        return _either(same, self.pull, self.push, distance, margin)

    def slope(self, distance: ArrayLike, margin: float, same: ArrayLike) -> Array:
        """The derivative of `loss` by the distance; arguments and shapes are the same.

        Example:
            >>> PAIR_LOSSES["contrastive"].slope([0.5, 0.5], 1.5, [True, False])
            array([ 1., -2.])
        """
        return _either(same, self.pull_slope, self.push_slope, distance, margin)


def _either(same: ArrayLike, pull: Hinge, push: Hinge, distance: ArrayLike, margin: float) -> Array:
    pulled: Array = pull(np.asarray(distance, np.float64), margin)
    pushed: Array = push(np.asarray(distance, np.float64), margin)
    return np.where(np.asarray(same, np.bool_), pulled, pushed)


def square(distance: Array, margin: float) -> Array:
    """D²: the pull of every contrastive loss, whatever the margin."""
    return distance**2


def square_slope(distance: Array, margin: float) -> Array:
    """2·D."""
    return 2 * distance


def simple_slope(distance: Array, margin: float) -> Array:
    """Of max(m − D², 0): −2·D as far as √m, and 0 from there on."""
    return -2 * distance * (distance**2 < margin)


def with_margin_slope(distance: Array, margin: float) -> Numbers:
    """Of max(m − D², 0)²: −4·D·max(m − D², 0)."""
    return -4 * distance * positive_part(margin - distance**2)


def of_distance_slope(distance: Array, margin: float) -> Numbers:
    """Of max(m − D, 0)²: −2·max(m − D, 0)."""
    return -2 * positive_part(margin - distance)


def sigmoid(x: Array) -> Array:
    """σ(x) = 1 / (1 + e⁻ˣ), without overflow for x far below 0."""
    return np.exp(-np.logaddexp(0, -x))


def score(distance: Array, margin: float) -> Array:
    """What `Dense(1)` gives to its sigmoid: z = wD + b with w = −8/m and b = 4.

    A network learns w and b. These are such that it is undecided half way to the margin, and as
    sure of the same at D = 0 as of a difference at D = m.

    >>> score(np.array([0.0, 0.5, 1.0]), 1.0)
    array([ 4.,  0., -4.])
    """
    return CERTAINTY - 2 * CERTAINTY * distance / margin


def entropy_pull(distance: Array, margin: float) -> Array:
    """−ln σ(z): cross-entropy of a positive pair."""
    return np.logaddexp(0, -score(distance, margin))


def entropy_pull_slope(distance: Array, margin: float) -> Array:
    """8/m · σ(−z)."""
    return 2 * CERTAINTY / margin * sigmoid(-score(distance, margin))


def entropy_push(distance: Array, margin: float) -> Array:
    """−ln (1 − σ(z)): cross-entropy of a negative pair."""
    return np.logaddexp(0, score(distance, margin))


def entropy_push_slope(distance: Array, margin: float) -> Array:
    """−8/m · σ(z)."""
    return -2 * CERTAINTY / margin * sigmoid(score(distance, margin))


def squeezed(curve: Hinge) -> Hinge:
    """A curve over σ(D) instead of D: a sigmoid stands before the loss."""
    return lambda distance, margin: curve(sigmoid(distance), margin)


def squeezed_slope(slope: Hinge) -> Hinge:
    """Its derivative by D: that by σ(D), times σ'(D) = σ(D)·σ(−D)."""
    return lambda distance, margin: (
        slope(sigmoid(distance), margin) * sigmoid(distance) * sigmoid(-distance)
    )


def squeezed_reach(margin: float) -> float:
    """The distance whose sigmoid is the margin; infinite from m = 1 on, for σ(D) < 1."""
    return math.inf if margin >= 1 else max(math.log(margin / (1 - margin)), 0.0)


# By the names of `siamese.config.LOSSES`, and a mistake to look at.
PAIR_LOSSES: dict[str, PairLoss] = {
    "contrastive": PairLoss(
        square, square_slope, HINGES["contrastive"], of_distance_slope, lambda margin: margin
    ),
    "contrastive-margin": PairLoss(
        square, square_slope, HINGES["contrastive-margin"], with_margin_slope, math.sqrt
    ),
    "contrastive-simple": PairLoss(
        square, square_slope, HINGES["contrastive-simple"], simple_slope, math.sqrt
    ),
    "cross-entropy": PairLoss(
        entropy_pull, entropy_pull_slope, entropy_push, entropy_push_slope, lambda _: math.inf
    ),
    "after-sigmoid": PairLoss(
        squeezed(square),
        squeezed_slope(square_slope),
        squeezed(HINGES["contrastive"]),
        squeezed_slope(of_distance_slope),
        squeezed_reach,
    ),
}
