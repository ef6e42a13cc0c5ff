"""What is to be said of each loss, with the numbers of the margin at hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pages._ui.shared import formatting
from siamese.lessons.loss_curves import CERTAINTY, PAIR_LOSSES, sigmoid

# The functions behind each curve, and the file that holds them.
FILE = "siamese/lessons/loss_curves.py"
CODE: dict[str, list[str]] = {
    "contrastive": ["hinge_of_distance"],
    "contrastive-margin": ["hinge_with_margin"],
    "contrastive-simple": ["hinge_simple"],
    "cross-entropy": ["score", "entropy_pull", "entropy_push"],
    "after-sigmoid": ["squeezed", "hinge_of_distance"],
}


def of(name: str, margin: float) -> str:
    """What this loss does right or wrong, with this margin."""
    return REMARKS[name](margin)


def contrastive(margin: float) -> str:
    steepest = float(PAIR_LOSSES["contrastive"].slope(0, margin, False))
    return (
        f"**Hadsell, Chopra and LeCun's.** Two that differ are pushed until they are m = "
        f"{margin:.2f} apart: hardest (slope {_signed(steepest)}) where they are closest, and ever "
        "more gently up to the margin, where they are let go."
    )


def with_margin(margin: float) -> str:
    return (
        f"**Its margin is one of D².** {_ends(margin)} The push is hardest at √(m/3) = "
        f"{math.sqrt(margin / 3):.2f} and fades below: {NEVER_PARTED}"
    )


def simple(margin: float) -> str:
    return (
        f"**Its margin is one of D², too.** {_ends(margin)} The closer two strangers are, the "
        f"weaker the push: it is hardest just before {math.sqrt(margin):.2f}, and there it breaks "
        f"off. {NEVER_PARTED} (In the slope, […] counts 1 where it is true and 0 where it is not.)"
    )


def _ends(margin: float) -> str:
    ends = PAIR_LOSSES["contrastive-simple"].reach(margin)
    if math.isclose(ends, margin):
        return f"Pushing ends at √m, which is m only for m = {margin:.2f}: move the margin to see."
    return f"Pushing ends at √m = {ends:.2f}, not at m = {margin:.2f}."


def cross_entropy(margin: float) -> str:
    steepness = 2 * CERTAINTY / margin
    certain = formatting.percent(float(sigmoid(np.array(CERTAINTY))))
    return (
        "**No distance is asked for, only a probability.** The deck's `Dense(1, sigmoid)` makes "
        "one of the distance, σ(wD + b), and learns w and b. Here they are such that it wavers at "
        f"D = m/2 = {margin / 2:.2f} and is {certain} "
        f"sure at 0 and at m: w = −{steepness:.2f}, b = {CERTAINTY:g}. Nobody is ever quite let "
        f"go, but no slope is steeper than {steepness:.2f}."
    )


def after_sigmoid(margin: float) -> str:
    form, usual = PAIR_LOSSES["after-sigmoid"], PAIR_LOSSES["contrastive"]
    nearest = float(sigmoid(np.array(0.0)))
    cost = float(form.loss(0, margin, True))
    theirs, ours = (float(one.slope(0, margin, False)) for one in (usual, form))
    return (
        f"**A mistake to look at.** A sigmoid squeezes D = 0 … ∞ into {nearest:g} … 1. "
        f"{_squeezed_margin(form.reach(margin), margin)} Two pictures that are alike still cost "
        f"{cost:.2f}, and the push at D = 0 has slope {_signed(ours)} instead of "
        f"{_signed(theirs)}. So a contrastive network ends at the distance; `Dense(1, sigmoid)` is "
        "for cross-entropy."
    )


def _signed(value: float) -> str:
    """A slope to read: a true minus, and none before a zero.

    >>> _signed(-1.25), _signed(-0.0)
    ('−1.25', '0')
    """
    return f"{value:.2f}".replace("-", "−") if value else "0"


def _squeezed_margin(reach: float, margin: float) -> str:
    if reach == 0:
        return (
            f"That is never below m = {margin:.2f}: nobody is ever pushed, and all fall together."
        )
    if math.isinf(reach):
        return f"So the margin m = {margin:.2f} is never reached, and pushing never ends."
    return f"So the margin m = {margin:.2f} is reached at D = {reach:.2f} only."


NEVER_PARTED = "at D = 0 its slope is 0, so identical strangers are never parted."
SLIP = (
    "On the slide, the class has `tf.square(tf.maximum(self.margin-y_pred), 0)`, its bracket in "
    "the wrong place: `maximum` gets one number to choose from, and `square` two to square. The "
    "bracket belongs behind the 0: `tf.square(tf.maximum(self.margin-y_pred, 0))`."
)

REMARKS: dict[str, Callable[[float], str]] = {
    "contrastive": contrastive,
    "contrastive-margin": with_margin,
    "contrastive-simple": simple,
    "cross-entropy": cross_entropy,
    "after-sigmoid": after_sigmoid,
}
