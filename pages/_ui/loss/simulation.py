"""The part Points on a plane: embeddings without a network, moved by gradient descent on a loss.

All steps are computed and sent at once. They are small, so the browser can play the simulation and
step through it without asking the server again.
"""

from __future__ import annotations

import math

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.loss import choices
from pages._ui.loss.choices import Choices
from pages._ui.shared import source_code
from pages._ui.shared.component import component
from siamese.lessons.embedding_simulation import CLASSES, Labels, Trajectory, scatter, simulate
from siamese.lessons.loss_curves import PAIR_LOSSES

EACH = 10  # points of a class
STEPS = 60
LONGEST = 0.15  # of an arrow, as a fraction of the plane's width
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
    """The simulation with these settings, and the classes of its points."""
    points, labels = scatter(EACH, np.random.default_rng(seed))
    loss = PAIR_LOSSES[asked.loss]
    return simulate(points, labels, loss, asked.margin, learning_rate, STEPS), labels


def show(asked: Choices, row: DeltaGenerator) -> None:
    """Shows the part.

    Args:
        asked: The loss and its margin.
        row: Where its controls belong.
    """
    if asked.loss == "supervised-contrastive":
        st.info(OF_A_BATCH, icon=":material/info:")
        return
    with row:
        seed, learning_rate = choices.ask_run()
    zoom = _show_plane(asked, seed, learning_rate)
    st.caption(ARROWS.format(f"; they are drawn {zoom} times as long" if zoom > 1 else ""))
    st.markdown(PLANE.format(pairs()))
    source_code.show_code(
        "The pull and push of the simulation.",
        ("siamese/lessons/embedding_simulation.py", "forces"),
    )


def _show_plane(asked: Choices, seed: int, learning_rate: float) -> int:
    """Shows the simulation; returns how many times longer than the steps its arrows are."""
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
            "plane": ["First dimension of the embedding", "Second dimension"],
            "curve": ["Step", f"Loss (mean of {pairs()} pairs)"],
            "reach": reach_in_words(reach),
        },
    }
    _plane(key="plane", data=data)
    return zoom


def _zoom(made: Trajectory, moves: np.ndarray) -> int:
    """The factor by which arrows are longer than the steps, so that they can be seen."""
    longest = float(np.hypot(*np.moveaxis(moves, -1, 0)).max())
    return max(1, round(LONGEST * float(np.ptp(made.points)) / longest))


def reach_in_words(reach: float) -> str:
    """The meaning of the circle around a point.

    >>> reach_in_words(1.5)
    'The dotted circle has radius 1.50: points of other classes outside it are not pushed.'
    """
    if reach == 0:
        return "No circle: points of different classes are never pushed apart."
    if math.isinf(reach):
        return "No circle: points of other classes are pushed at any distance."
    return (
        f"The dotted circle has radius {reach:.2f}: "
        "points of other classes outside it are not pushed."
    )


OF_A_BATCH = (
    "This loss compares each pair with the others of its batch. The points here move by losses of "
    "one pair at a time: choose another loss."
)
ARROWS = (
    ":blue[Solid arrows] pull a point towards its own class, :orange[dashed arrows] push it away "
    "from other classes. The next step is their sum{}."
)
PLANE = (
    "Embeddings without a network: each point is one embedding. Each step moves all points down "
    "the gradient of the loss chosen above, averaged over all {} pairs. One pair has only a small "
    "share in the average, so the learning rate is large. Press Play: points of the same shape "
    "should come together and points of different shapes should stay apart."
)
