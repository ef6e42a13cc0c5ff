"""Remarks on each loss, with numbers for the chosen margin."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pages._ui.shared import formatting
from siamese.lessons.loss_curves import CERTAINTY, PAIR_LOSSES, TEMPERATURE, sigmoid

CURVES, KERAS = "siamese/lessons/loss_curves.py", "siamese/losses.py"
# The functions behind each curve, then the loss for Keras if there is one.
CODE: dict[str, list[tuple[str, str]]] = {
    "contrastive": [(CURVES, "hinge_of_distance"), (KERAS, "PairLoss"), (KERAS, "ContrastiveLoss")],
    "contrastive-margin": [
        (CURVES, "hinge_with_margin"),
        (KERAS, "PairLoss"),
        (KERAS, "SquaredMarginContrastiveLoss"),
    ],
    "contrastive-simple": [
        (CURVES, "hinge_simple"),
        (KERAS, "PairLoss"),
        (KERAS, "SimpleContrastiveLoss"),
    ],
    "cross-entropy": [(CURVES, "score"), (CURVES, "entropy_pull"), (CURVES, "entropy_push")],
    "supervised-contrastive": [
        (CURVES, "lead"),
        (CURVES, "batch_pull"),
        (CURVES, "batch_push"),
        (KERAS, "SupervisedContrastiveLoss"),
    ],
    "after-sigmoid": [(CURVES, "squeezed"), (CURVES, "hinge_of_distance")],
}


def of(name: str, margin: float) -> str:
    """What this loss does with this margin."""
    return REMARKS[name](margin)


def contrastive(margin: float) -> str:
    steepest = float(PAIR_LOSSES["contrastive"].slope(0, margin, False))
    return (
        f"**Hadsell, Chopra and LeCun's loss.** Two different digits are pushed apart until "
        f"their distance is m = {margin:.2f}. The push is strongest at D = 0 (slope "
        f"{_signed(steepest)}), becomes weaker up to the margin, and is 0 beyond it."
    )


def with_margin(margin: float) -> str:
    return (
        f"**The margin is compared with D², not with D.** {_ends(margin)} The push is strongest "
        f"at √(m/3) = {math.sqrt(margin / 3):.2f} and becomes weaker below it. {NO_PUSH_AT_ZERO}"
    )


def simple(margin: float) -> str:
    return (
        f"**Here, too, the margin is compared with D².** {_ends(margin)} The closer two "
        "different digits are, the weaker the push. It is strongest just below "
        f"{math.sqrt(margin):.2f} and then drops to 0. {NO_PUSH_AT_ZERO} (In the slope, […] is 1 "
        "if the condition is true, else 0.)"
    )


def _ends(margin: float) -> str:
    ends = PAIR_LOSSES["contrastive-simple"].reach(margin)
    if math.isclose(ends, margin):
        return f"The push ends at √m, which equals m only for m = {margin:.2f}. Move the margin."
    return f"The push ends at √m = {ends:.2f}, not at m = {margin:.2f}."


def cross_entropy(margin: float) -> str:
    steepness = 2 * CERTAINTY / margin
    certain, uncertain = (
        formatting.percent(float(sigmoid(np.array(logit)))) for logit in (CERTAINTY, -CERTAINTY)
    )
    return (
        "**The loss of a probability, not of a distance.** A layer `Dense(1, sigmoid)` turns "
        "the distance into the probability σ(wD + b) that both digits are the same, and learns w "
        f"and b. Here the probability is 50\u202f% at D = m/2 = {margin / 2:.2f}, {certain} at 0 "
        f"and {uncertain} at m: w = −{steepness:.2f}, b = {CERTAINTY:g}. The push never becomes "
        f"exactly 0, and no slope is steeper than {steepness:.2f}."
    )


def supervised_contrastive(margin: float) -> str:
    """What this loss does, and what is held while one pair moves."""
    steepest = margin / (2 * TEMPERATURE)
    return (
        "**The supervised contrastive loss, which has trained the network of the One-shot part.** "
        "It is a loss of a whole batch and has no margin: it asks which pair is the positive one, "
        "as cross-entropy does of classes. Shown is the smallest batch, with one positive and one "
        f"negative pair. One of them is at D, and the other is held at m = {margin:.2f}: the "
        "negative pair for the solid curve, the positive pair for the dashed one. At D = m both "
        f"are equally near, and the loss is ln 2 = 0.69, with slopes of ±{steepest:.2f}. Push and "
        "pull fade once it is clear which pair is nearer; the temperature "
        f"τ = {TEMPERATURE:g} says how soon that is."
    )


def after_sigmoid(margin: float) -> str:
    form, usual = PAIR_LOSSES["after-sigmoid"], PAIR_LOSSES["contrastive"]
    nearest = float(sigmoid(np.array(0.0)))
    cost = float(form.loss(0, margin, True))
    theirs, ours = (float(one.slope(0, margin, False)) for one in (usual, form))
    return (
        "**A common mistake: a sigmoid before the contrastive loss.** The sigmoid maps D = 0 … ∞ "
        f"to {nearest:g} … 1. {_squeezed_margin(form.reach(margin), margin)} Two identical "
        f"pictures still have a loss of {cost:.2f}, and the slope of the push at D = 0 is "
        f"{_signed(ours)} instead of {_signed(theirs)}. The contrastive loss therefore needs the "
        "distance itself as output; `Dense(1, sigmoid)` is for cross-entropy."
    )


def _signed(value: float) -> str:
    """A slope as text, with a true minus sign and none before a zero.

    >>> _signed(-1.25), _signed(-0.0)
    ('−1.25', '0')
    """
    return f"{value:.2f}".replace("-", "−") if value else "0"


def _squeezed_margin(reach: float, margin: float) -> str:
    if reach == 0:
        return (
            f"That is never below m = {margin:.2f}: no pair is ever pushed apart, and all "
            "embeddings collapse to one point."
        )
    if math.isinf(reach):
        return f"So the margin m = {margin:.2f} is never reached, and the push never ends."
    return f"So the margin m = {margin:.2f} is reached only at D = {reach:.2f}."


NO_PUSH_AT_ZERO = (
    "At D = 0 its slope is 0: two different digits at the same point are never pushed apart."
)
SLIDE_ERROR = (
    "This is the slides’ `class ContrastiveLoss(Loss)`. On the slide, it has "
    "`tf.square(tf.maximum(self.margin-y_pred), 0)`. A bracket is in the wrong place: `maximum` "
    "gets one argument, and `square` gets two. The bracket belongs after the 0: "
    "`tf.square(tf.maximum(self.margin-y_pred, 0))`."
)
ON_THE_SLIDES = {
    "contrastive": SLIDE_ERROR,
    "contrastive-margin": "This is the slides’ `contrastive_loss_with_margin(margin)`.",
    "contrastive-simple": "This is the slides’ `contrastive_loss(y_true, y_pred)`, where the "
    "margin is always 1.",
    "cross-entropy": "The slides’ twin network ends with `Dense(1, sigmoid)` after the distance, "
    "and is trained with this loss.",
}

REMARKS: dict[str, Callable[[float], str]] = {
    "contrastive": contrastive,
    "contrastive-margin": with_margin,
    "contrastive-simple": simple,
    "cross-entropy": cross_entropy,
    "supervised-contrastive": supervised_contrastive,
    "after-sigmoid": after_sigmoid,
}
