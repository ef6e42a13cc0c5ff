"""The push on a negative pair, in the three ways in which the deck writes it.

    hinge_simple         max(m − D², 0)
    hinge_with_margin    max(m − D², 0)²
    hinge_of_distance    max(m − D, 0)²

The last is that of Hadsell, Chopra and LeCun (2006), "Dimensionality reduction by learning an
invariant mapping". Each takes whatever can be added and multiplied: a number, a NumPy array, a
tensor of a network that learns. So the curves on a page are those of the loss that trains.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Numbers: TypeAlias = Any  # a number, an array or a tensor; the answer is of the same kind
Hinge: TypeAlias = Callable[[Numbers, float], Numbers]


def positive_part(x: Numbers) -> Numbers:
    """max(x, 0) = (x + |x|) / 2: in signs that numbers, arrays and tensors all know.

    >>> positive_part(0.25), positive_part(-3.0)
    (0.25, 0.0)
    """
    return (x + abs(x)) / 2


def hinge_simple(distance: Numbers, margin: float) -> Numbers:
    """max(m − D², 0), of any shape: the push of the deck's first form."""
    return positive_part(margin - distance**2)


def hinge_with_margin(distance: Numbers, margin: float) -> Numbers:
    """max(m − D², 0)², of any shape: the push of the deck's second form."""
    return positive_part(margin - distance**2) ** 2


def hinge_of_distance(distance: Numbers, margin: float) -> Numbers:
    """max(m − D, 0)², of any shape: the push of Hadsell, Chopra and LeCun."""
    return positive_part(margin - distance) ** 2


# By the names of `siamese.config.LOSSES`.
HINGES: dict[str, Hinge] = {
    "contrastive": hinge_of_distance,
    "contrastive-margin": hinge_with_margin,
    "contrastive-simple": hinge_simple,
}
