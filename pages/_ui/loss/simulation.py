"""Points on a plane that a loss pulls and pushes: the whole run travels at once.

It is tiny, so that the browser can play it, stop, and step to and fro without asking again.
"""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from pages._ui.loss.choices import Choices
from pages._ui.shared.component import component
from siamese.lessons.embedding_simulation import CLASSES, Labels, Trajectory, scatter, simulate
from siamese.lessons.loss_curves import PAIR_LOSSES

EACH = 10  # points of a class
STEPS = 60
LONGEST = 0.15  # of an arrow, in parts of the plane's width
DECIMALS = 4

_plane = component(
    "plane",
    "loss/simulation.html",
    "shared/player.css",
    "loss/simulation.js",
)


def pairs() -> int:
    """How many pairs the points make."""
    return math.comb(CLASSES * EACH, 2)


def run(asked: Choices, seed: int, learning_rate: float) -> tuple[Trajectory, Labels]:
    """The run that was asked for, and the classes of its points."""
    points, labels = scatter(EACH, np.random.default_rng(seed))
    loss = PAIR_LOSSES[asked.loss]
    return simulate(points, labels, loss, asked.margin, learning_rate, STEPS), labels


def show(asked: Choices, seed: int, learning_rate: float) -> None:
    """Shows the run.

    Args:
        asked: The loss and its margin.
        seed: Of the points' first places.
        learning_rate: Of the steps.
    """
    made, labels = run(asked, seed, learning_rate)
    pull, push = (
        learning_rate * np.stack([getattr(force, name) for force in made.forces])
        for name in ("pull", "push")
    )
    reach = PAIR_LOSSES[asked.loss].reach(asked.margin)
    zoom = _zoom(made, np.stack([pull, push]))
    data = {
        "points": made.points.round(DECIMALS).tolist(),
        "pull": pull.round(DECIMALS).tolist(),
        "push": push.round(DECIMALS).tolist(),
        "labels": labels.tolist(),
        "losses": [force.loss for force in made.forces],
        "same": [force.same for force in made.forces],
        "different": [force.different for force in made.forces],
        "reach": reach if math.isfinite(reach) else None,
        "zoom": zoom,
        "words": {
            "plane": ["First number of the embedding", "Second number"],
            "curve": ["Step", f"Loss (mean of {pairs()} pairs)"],
            "reach": reach_in_words(reach),
        },
    }
    _plane(key="plane", data=data)
    st.caption(ARROWS.format(f", drawn {zoom} times as long" if zoom > 1 else ""))


def _zoom(made: Trajectory, moves: np.ndarray) -> int:
    """How many times longer than the step the arrows are drawn, to be seen."""
    longest = np.hypot(*np.moveaxis(moves, -1, 0)).max()
    return max(1, round(LONGEST * np.ptp(made.points) / longest))


def reach_in_words(reach: float) -> str:
    """What the circle around a point says.

    >>> reach_in_words(1.5), reach_in_words(math.inf)[:9]
    ('The dotted circle has radius 1.50: a different point outside it is let go.', 'No circle')
    """
    if reach == 0:
        return "No circle: no different point is ever pushed."
    if math.isinf(reach):
        return "No circle: however far away, a different point is never quite let go."
    return f"The dotted circle has radius {reach:.2f}: a different point outside it is let go."


ARROWS = (
    ":blue[Solid arrows] pull towards points of the same class, :orange[dashed arrows] push away "
    "from points of others: both together make the next step{}."
)
