"""The loss of one pair and its slope, as functions of the pair's distance D. NumPy only.

The contrastive losses have the pull D² on a positive pair, and on a negative pair one of the
three hinges of `siamese.losses`, here in NumPy. Cross-entropy takes both from the probability
that `Dense(1, sigmoid)` computes from the distance. The supervised contrastive loss compares a
pair with the others of its batch; as a curve of one pair it has one other pair, which is held. A
slope is the derivative with respect to D:
above 0 a pair is pulled together, below 0 it is pushed apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Curve: TypeAlias = Callable[[Array, float], Array]  # (distance, margin) → shaped as distance

TEMPERATURE = 0.1  # τ of `siamese.losses.SupervisedContrastiveLoss`
CERTAINTY = 4.0  # the score of a pair is 4 at D = 0 ("same") and −4 at D = m ("different")


@dataclass(frozen=True)
class PairLoss:
    """The loss of a pair as two curves over its distance."""

    pull: Curve  # loss of a positive pair
    pull_slope: Curve  # its derivative with respect to D: 0 or above
    push: Curve  # loss of a negative pair
    push_slope: Curve  # its derivative with respect to D: 0 or below
    reach: Callable[[float], float]  # margin → the D from which on push_slope is 0; may be inf

    def loss(self, distance: ArrayLike, margin: float, same: ArrayLike) -> Array:
        """The loss of each pair.

        Args:
            distance: D, 0 or above, of any shape.
            margin: m, above 0.
            same: bool, of that shape: whether the pair is positive.

        Returns:
            float64, of that shape.

        Example:
            >>> PAIR_LOSSES["contrastive"].loss([0.5, 0.5], 1.5, [True, False])
            array([0.25, 1.  ])
        """
        return _either(same, self.pull, self.push, distance, margin)

    def slope(self, distance: ArrayLike, margin: float, same: ArrayLike) -> Array:
        """The derivative of `loss` with respect to the distance, with the same arguments.

        Example:
            >>> PAIR_LOSSES["contrastive"].slope([0.5, 0.5], 1.5, [True, False])
            array([ 1., -2.])
        """
        return _either(same, self.pull_slope, self.push_slope, distance, margin)


def _either(same: ArrayLike, pull: Curve, push: Curve, distance: ArrayLike, margin: float) -> Array:
    distance = np.asarray(distance, np.float64)
    return np.where(np.asarray(same, np.bool_), pull(distance, margin), push(distance, margin))


def square(distance: Array, margin: float) -> Array:
    """D²: the pull of every contrastive loss, whatever the margin."""
    return distance**2


def square_slope(distance: Array, margin: float) -> Array:
    """2·D."""
    return 2 * distance


def hinge_simple(distance: Array, margin: float) -> Array:
    """max(m − D², 0): the deck's first form."""
    return np.maximum(margin - distance**2, 0)


def hinge_simple_slope(distance: Array, margin: float) -> Array:
    """−2·D for D below √m, and 0 from there on."""
    return -2 * distance * (distance**2 < margin)


def hinge_with_margin(distance: Array, margin: float) -> Array:
    """max(m − D², 0)²: the deck's second form."""
    return np.maximum(margin - distance**2, 0) ** 2


def hinge_with_margin_slope(distance: Array, margin: float) -> Array:
    """−4·D·max(m − D², 0)."""
    return -4 * distance * np.maximum(margin - distance**2, 0)


def hinge_of_distance(distance: Array, margin: float) -> Array:
    """max(m − D, 0)²: the form of Hadsell, Chopra and LeCun."""
    return np.maximum(margin - distance, 0) ** 2


def hinge_of_distance_slope(distance: Array, margin: float) -> Array:
    """−2·max(m − D, 0)."""
    return -2 * np.maximum(margin - distance, 0)


def sigmoid(x: Array) -> Array:
    """σ(x) = 1 / (1 + e⁻ˣ), without overflow for x far below 0."""
    return np.exp(-np.logaddexp(0, -x))


def score(distance: Array, margin: float) -> Array:
    """The input of the sigmoid in `Dense(1, sigmoid)`: z = wD + b with w = −8/m and b = 4.

    A network learns w and b. With these values the probability of "same" is 1/2 at D = m/2, 98 %
    at D = 0 and 2 % at D = m.

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


def lead(distance: Array, margin: float) -> Array:
    """How much nearer a pair is than one that is held at distance m: z = (m² − D²) / 2τ.

    Of three images of a batch, two are of one class. With embeddings a and b of length 1,
    a·b = 1 − D²/2, so that the supervised contrastive loss of the first image depends only on the
    distances of its positive and of its negative pair: −ln σ(z), if the positive pair is at D and
    the negative one at m, and −ln (1 − σ(z)), if it is the other way round.

    >>> lead(np.array([0.0, 1.0]), 1.0)
    array([5., 0.])
    """
    return (margin**2 - distance**2) / (2 * TEMPERATURE)


def batch_pull(distance: Array, margin: float) -> Array:
    """−ln σ(z): the positive pair is at D, the negative pair is held at m."""
    return np.logaddexp(0, -lead(distance, margin))


def batch_pull_slope(distance: Array, margin: float) -> Array:
    """D/τ · (1 − σ(z))."""
    return distance / TEMPERATURE * sigmoid(-lead(distance, margin))


def batch_push(distance: Array, margin: float) -> Array:
    """−ln (1 − σ(z)): the negative pair is at D, the positive pair is held at m."""
    return np.logaddexp(0, lead(distance, margin))


def batch_push_slope(distance: Array, margin: float) -> Array:
    """−D/τ · σ(z)."""
    return -distance / TEMPERATURE * sigmoid(lead(distance, margin))


def squeezed(curve: Curve) -> Curve:
    """A curve of σ(D) instead of D: a sigmoid is applied before the loss."""
    return lambda distance, margin: curve(sigmoid(distance), margin)


def squeezed_slope(slope: Curve) -> Curve:
    """Its derivative with respect to D, by the chain rule: slope(σ(D)) · σ(D)·σ(−D)."""
    return lambda distance, margin: (
        slope(sigmoid(distance), margin) * sigmoid(distance) * sigmoid(-distance)
    )


def squeezed_reach(margin: float) -> float:
    """The distance D with σ(D) = m; 0 for m up to 1/2, infinite for m from 1 on."""
    return math.inf if margin >= 1 else max(math.log(margin / (1 - margin)), 0.0)


# By the names of `siamese.config`'s losses; "after-sigmoid" is a common mistake, shown as such.
PAIR_LOSSES: dict[str, PairLoss] = {
    "contrastive": PairLoss(
        square, square_slope, hinge_of_distance, hinge_of_distance_slope, lambda margin: margin
    ),
    "contrastive-margin": PairLoss(
        square, square_slope, hinge_with_margin, hinge_with_margin_slope, math.sqrt
    ),
    "contrastive-simple": PairLoss(
        square, square_slope, hinge_simple, hinge_simple_slope, math.sqrt
    ),
    "cross-entropy": PairLoss(
        entropy_pull, entropy_pull_slope, entropy_push, entropy_push_slope, lambda _: math.inf
    ),
    "supervised-contrastive": PairLoss(
        batch_pull, batch_pull_slope, batch_push, batch_push_slope, lambda _: math.inf
    ),
    "after-sigmoid": PairLoss(
        squeezed(square),
        squeezed_slope(square_slope),
        squeezed(hinge_of_distance),
        squeezed_slope(hinge_of_distance_slope),
        squeezed_reach,
    ),
}
