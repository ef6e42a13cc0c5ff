"""Contrastive losses: positive pairs are pulled together, negative pairs are pushed apart.

Each has the form y·D² + (1 − y)·hinge(D), with y = 1 for a positive pair and D the distance. The
deck writes the hinge in three ways, and all three are here under its names:

    contrastive_loss                max(m − D², 0), with m = 1
    contrastive_loss_with_margin    max(m − D², 0)²
    ContrastiveLoss                 max(m − D, 0)²

The last is that of Hadsell, Chopra and LeCun (2006), "Dimensionality reduction by learning an
invariant mapping", and the default everywhere else in the project. (The deck's class has a
bracket in the wrong place, `maximum(margin - y_pred), 0`; here it closes after the 0.) The same
forms in NumPy, with their slopes, are in `siamese.lessons.loss_curves`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import keras
from keras import ops

from siamese.layers import EPSILON

Tensor: TypeAlias = keras.KerasTensor
Hinge: TypeAlias = Callable[
    [Tensor, float], Tensor
]  # (distance, margin) → loss, shaped as distance


def hinge_simple(distance: Tensor, margin: float) -> Tensor:
    """max(m − D², 0): the deck's first form."""
    return ops.maximum(margin - ops.square(distance), 0)


def hinge_with_margin(distance: Tensor, margin: float) -> Tensor:
    """max(m − D², 0)²: the deck's second form."""
    return ops.square(ops.maximum(margin - ops.square(distance), 0))


def hinge_of_distance(distance: Tensor, margin: float) -> Tensor:
    """max(m − D, 0)²: the form of Hadsell, Chopra and LeCun."""
    return ops.square(ops.maximum(margin - distance, 0))


# By the names of `siamese.config.LOSSES`.
HINGES: dict[str, Hinge] = {
    "contrastive": hinge_of_distance,
    "contrastive-margin": hinge_with_margin,
    "contrastive-simple": hinge_simple,
}


def _mean_loss(y_true: Tensor, y_pred: Tensor, push: Tensor) -> Tensor:
    """The mean of y·D² + (1 − y)·push over the pairs."""
    y_true = ops.cast(y_true, y_pred.dtype)
    return ops.mean(y_true * ops.square(y_pred) + (1 - y_true) * push)


def contrastive_loss(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """The deck's simple form: mean of y·D² + (1 − y)·max(1 − D², 0).

    Args:
        y_true: (batch, 1), 1 for a positive pair and 0 for a negative one.
        y_pred: Distances, float (batch, 1).

    Returns:
        A scalar.

    Example:
        >>> round(float(contrastive_loss(ops.array([[1.0], [0.0]]), ops.array([[0.5], [0.5]]))), 4)
        0.5
    """
    return _mean_loss(y_true, y_pred, hinge_simple(y_pred, 1.0))


def contrastive_loss_with_margin(margin: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The deck's closure: mean of y·D² + (1 − y)·max(m − D², 0)².

    Args:
        margin: m, in units of D²: above 0.

    Returns:
        A loss of (y_true, y_pred), shaped as those of `contrastive_loss`.

    Example:
        >>> loss = contrastive_loss_with_margin(1.0)
        >>> float(loss(ops.array([[0.0]]), ops.array([[0.5]])))
        0.5625
    """

    def contrastive_loss(y_true: Tensor, y_pred: Tensor) -> Tensor:
        return _mean_loss(y_true, y_pred, hinge_with_margin(y_pred, margin))

    return contrastive_loss


@keras.saving.register_keras_serializable(package="siamese")
class ContrastiveLoss(keras.losses.Loss):
    """The contrastive loss of Hadsell, Chopra and LeCun: mean of y·D² + (1 − y)·max(m − D, 0)².

    Args:
        margin: m, in units of distance: above 0.

    Example:
        >>> loss = ContrastiveLoss(margin=1.0)
        >>> float(loss(ops.array([[0.0]]), ops.array([[0.5]])))
        0.25
    """

    def __init__(self, margin: float = 1.0, name: str = "contrastive_loss") -> None:
        super().__init__(name=name)
        self.margin = margin

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Mean over the pairs: labels (batch, 1), distances (batch, 1) → scalar."""
        return _mean_loss(y_true, y_pred, hinge_of_distance(y_pred, self.margin))

    def get_config(self) -> dict[str, float | str]:
        """The arguments that make the same loss again."""
        return {"margin": self.margin, "name": self.name}


class AllPairsContrastiveLoss(keras.losses.Loss):
    """The contrastive loss over all pairs that a batch of images holds.

    A batch of n images has n·(n − 1)/2 pairs, and needs only n embeddings. Most negative pairs are
    soon beyond the margin, where their gradient is 0, so the push is averaged over those that are
    still inside it:

        mean of D² over the positive pairs + mean of hinge(D) over the negative pairs with D < m

    Args:
        margin: m: above 0.
        hinge: The push on a negative pair, one of `HINGES`.
        towers: How many embeddings stand side by side in the output. Each has its own loss, and
            the mean of these is returned.

    Example:
        >>> loss = AllPairsContrastiveLoss(margin=1.0)
        >>> embeddings = ops.array([[0.0, 0.0], [0.3, 0.0], [0.5, 0.0]])
        >>> round(float(loss(ops.array([3, 3, 8]), embeddings)), 4)  # 0.09 + (0.25 + 0.64) / 2
        0.535
    """

    def __init__(
        self, margin: float = 1.0, hinge: Hinge = hinge_of_distance, towers: int = 1
    ) -> None:
        super().__init__(name="all_pairs_contrastive_loss")
        self.margin = margin
        self.hinge = hinge
        self.towers = towers

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Labels (batch,) and embeddings (batch, towers · embedding_dim) → scalar."""
        label = ops.reshape(y_true, (-1, 1))
        same = ops.cast(ops.equal(label, ops.transpose(label)), y_pred.dtype)  # (batch, batch)
        parts = ops.split(y_pred, self.towers, axis=1)
        return sum(self._of(same, part) for part in parts) / self.towers

    def _of(self, same: Tensor, embeddings: Tensor) -> Tensor:
        """The loss of one tower: (batch, batch) and (batch, embedding_dim) → scalar."""
        squared = _squared_distances(embeddings)
        pull = (same - ops.eye(ops.shape(same)[0], dtype=same.dtype)) * squared
        push = (1 - same) * self.hinge(ops.sqrt(squared), self.margin)
        pulled = ops.sum(same) - ops.cast(ops.shape(same)[0], same.dtype)
        pushed = ops.sum(ops.cast(push > 0, push.dtype))
        return ops.sum(pull) / ops.maximum(pulled, 1) + ops.sum(push) / ops.maximum(pushed, 1)


def _squared_distances(embeddings: Tensor) -> Tensor:
    """‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b for all pairs: (batch, embedding_dim) → (batch, batch)."""
    norms = ops.sum(ops.square(embeddings), axis=1, keepdims=True)
    products = ops.matmul(embeddings, ops.transpose(embeddings))
    return ops.maximum(norms + ops.transpose(norms) - 2 * products, EPSILON)
