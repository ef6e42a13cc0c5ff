"""Points on a plane that learn: embeddings without a network, moved by a loss alone.

The loss is the mean over all pairs of points, as the deck's is over all pairs of a batch. Its
gradient for a point a is the sum, over all other points b,

    ∂L/∂a = 1/pairs · Σ  ℓ'(D) · (a − b) / D        with D = ‖a − b‖

and a step goes against it. NumPy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from siamese.lessons.loss_curves import Array, PairLoss

Labels: TypeAlias = NDArray[np.int64]

CLASSES = 3
SPREAD = 0.5  # of the points before the first step


@dataclass(frozen=True, eq=False)
class Forces:
    """The loss of some points, and where it drives each of them.

    Attributes:
        loss: The mean over all pairs.
        pull: (points, 2): against the gradient of the positive pairs' share of the loss.
        push: (points, 2): against that of the negative pairs' share.
        same: The mean distance of the positive pairs.
        different: That of the negative ones.
    """

    loss: float
    pull: Array
    push: Array
    same: float
    different: float


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Points on their way down: before the first step, and after each.

    Attributes:
        points: (steps + 1, points, 2).
        forces: Of each of them.
    """

    points: Array
    forces: list[Forces]


def scatter(each: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Points of three classes, all mixed up.

    Args:
        each: How many of each class.
        rng: The chance.

    Returns:
        float64 (3·each, 2), and their classes 0, 1, 2 in turn, (3·each,).
    """
    return rng.normal(0, SPREAD, (CLASSES * each, 2)), np.arange(CLASSES * each) % CLASSES


def forces(points: Array, labels: Labels, loss: PairLoss, margin: float) -> Forces:
    """What the loss says of these points, and where it drives them.

    Two points in the same place have no direction in which to part: neither moves the other.

    Args:
        points: (points, 2).
        labels: (points,): their classes; two points at least share one, and two do not.
        loss: Of a pair.
        margin: m.

    Returns:
        The loss, and the pull and the push on each point.
    """
    between = points[:, None] - points[None]  # (points, points, 2)
    distance = np.sqrt((between**2).sum(axis=2))
    same = labels[:, None] == labels[None]
    direction = between / np.where(distance > 0, distance, 1)[..., None]
    upper = np.triu_indices(len(points), 1)  # each pair once
    drive = -loss.slope(distance, margin, same)[..., None] * direction / len(upper[0])
    apart, alike = distance[upper], same[upper]
    return Forces(
        loss=float(loss.loss(apart, margin, alike).mean()),
        pull=(drive * same[..., None]).sum(axis=1),
        push=(drive * ~same[..., None]).sum(axis=1),
        same=float(apart[alike].mean()),
        different=float(apart[~alike].mean()),
    )


def simulate(
    points: Array, labels: Labels, loss: PairLoss, margin: float, learning_rate: float, steps: int
) -> Trajectory:
    """Gradient descent: each step moves all points by the learning rate times pull and push.

    Args:
        points: (points, 2), where they start.
        labels: (points,): their classes.
        loss: Of a pair.
        margin: m.
        learning_rate: Of a loss that is a mean over all pairs: large, for each has a small share.
        steps: How many.

    Returns:
        The run.
    """
    way, driven = [points], [forces(points, labels, loss, margin)]
    for _ in range(steps):
        way.append(way[-1] + learning_rate * (driven[-1].pull + driven[-1].push))
        driven.append(forces(way[-1], labels, loss, margin))
    return Trajectory(np.stack(way), driven)
