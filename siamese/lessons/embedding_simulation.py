"""Embeddings without a network: points on a plane, moved by gradient descent on a loss. NumPy only.

The loss is the mean over all pairs of points, as the deck's is over all pairs of a batch. Its
gradient for a point a is the sum, over all other points b,

    ∂L/∂a = 1/pairs · Σ  ℓ'(D) · (a − b) / D        with D = ‖a − b‖

A step moves each point against its gradient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from siamese.lessons.loss_curves import Array, PairLoss

Labels: TypeAlias = NDArray[np.int64]

CLASSES = 3
SPREAD = 0.5  # standard deviation of the coordinates before the first step


@dataclass(frozen=True, eq=False)
class Forces:
    """The loss of some points, and the direction in which it moves each of them."""

    loss: float  # the mean over all pairs
    pull: Array  # (points, 2), minus the gradient of the positive pairs' part of the loss
    push: Array  # (points, 2), minus the gradient of the negative pairs' part
    same: float  # mean distance of the positive pairs
    different: float  # mean distance of the negative pairs


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Points before the first step of gradient descent, and after each step."""

    points: Array  # (steps + 1, points, 2)
    forces: list[Forces]  # (steps + 1,)


def scatter(each: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Random points of three classes.

    Args:
        each: Points of each class.
        rng: The random number generator.

    Returns:
        float64 (3·each, 2), and their classes 0, 1, 2 in turn, (3·each,).
    """
    return rng.normal(0, SPREAD, (CLASSES * each, 2)), np.arange(CLASSES * each) % CLASSES


def forces(points: Array, labels: Labels, loss: PairLoss, margin: float) -> Forces:
    """The loss of points on a plane, and the pull and push on each of them.

    Between two points in the same place there is no direction: neither moves the other.

    Args:
        points: (points, 2).
        labels: (points,), their classes: at least one positive and one negative pair.
        loss: The loss of a pair.
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
        points: (points, 2), the start.
        labels: (points,), their classes.
        loss: The loss of a pair.
        margin: m.
        learning_rate: Large, because the loss is a mean over all pairs and each pair's part small.
        steps: Number of steps.

    Returns:
        The points and the forces on them, before the first step and after each.
    """
    visited, found = [points], [forces(points, labels, loss, margin)]
    for _ in range(steps):
        points = points + learning_rate * (found[-1].pull + found[-1].push)
        visited.append(points)
        found.append(forces(points, labels, loss, margin))
    return Trajectory(np.stack(visited), found)
