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
from typing import Any, TypeAlias

import keras
from keras import ops

from siamese.layers import EPSILON, single_precision

TEMPERATURE = 0.1  # of the supervised contrastive loss, as in its paper
NEVER = 1e9  # taken from a similarity that is not to count

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


class PairLoss(keras.losses.Loss):
    """A contrastive loss of pairs: y·D² + (1 − y)·hinge(D), with y = 1 for a positive pair.

    `call` returns one value for each pair. Keras weights them (`sample_weight`, `class_weight`) and
    reduces them, to their mean unless told otherwise.

    Args:
        margin: m: above 0.
        **kwargs: Of any Keras loss: name, reduction, dtype.
    """

    hinge: Hinge

    def __init__(self, margin: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.margin = margin

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Labels and distances, both (batch, 1) or (batch,), → (batch,)."""
        distance = single_precision(ops.reshape(y_pred, (-1,)))
        same = ops.cast(ops.reshape(y_true, (-1,)), distance.dtype)
        push = type(self).hinge(distance, self.margin)
        return same * ops.square(distance) + (1 - same) * push

    def get_config(self) -> dict[str, Any]:
        """The arguments that make the same loss again."""
        return {**super().get_config(), "margin": self.margin}


@keras.saving.register_keras_serializable(package="siamese")
class SimpleContrastiveLoss(PairLoss):
    """The deck's simple form: y·D² + (1 − y)·max(1 − D², 0), averaged over the pairs.

    Example:
        >>> loss = SimpleContrastiveLoss()
        >>> round(float(loss(ops.array([[1.0], [0.0]]), ops.array([[0.5], [0.5]]))), 4)
        0.5
    """

    hinge = staticmethod(hinge_simple)

    def __init__(self, margin: float = 1.0, name: str = "contrastive_loss", **kwargs: Any) -> None:
        super().__init__(margin, name=name, **kwargs)


@keras.saving.register_keras_serializable(package="siamese")
class SquaredMarginContrastiveLoss(PairLoss):
    """The deck's form with a margin: y·D² + (1 − y)·max(m − D², 0)², averaged over the pairs.

    Args:
        margin: m, in units of D²: above 0.

    Example:
        >>> loss = SquaredMarginContrastiveLoss(margin=1.0)
        >>> float(loss(ops.array([[0.0]]), ops.array([[0.5]])))
        0.5625
    """

    hinge = staticmethod(hinge_with_margin)

    def __init__(self, margin: float = 1.0, name: str = "contrastive_loss", **kwargs: Any) -> None:
        super().__init__(margin, name=name, **kwargs)


@keras.saving.register_keras_serializable(package="siamese")
class ContrastiveLoss(PairLoss):
    """The contrastive loss of Hadsell, Chopra and LeCun: mean of y·D² + (1 − y)·max(m − D, 0)².

    Args:
        margin: m, in units of distance: above 0.

    Example:
        >>> loss = ContrastiveLoss(margin=1.0)
        >>> float(loss(ops.array([[0.0]]), ops.array([[0.5]])))
        0.25
    """

    hinge = staticmethod(hinge_of_distance)

    def __init__(self, margin: float = 1.0, name: str = "contrastive_loss", **kwargs: Any) -> None:
        super().__init__(margin, name=name, **kwargs)


# The deck's function; a loss object, because Keras cannot weight the pairs of a function that has
# averaged them.
contrastive_loss = SimpleContrastiveLoss()


def contrastive_loss_with_margin(margin: float) -> SquaredMarginContrastiveLoss:
    """The deck's closure: a loss of (y_true, y_pred) with this margin.

    Args:
        margin: m, in units of D²: above 0.

    Example:
        >>> loss = contrastive_loss_with_margin(1.0)
        >>> float(loss(ops.array([[0.0]]), ops.array([[0.5]])))
        0.5625
    """
    return SquaredMarginContrastiveLoss(margin)


class BatchLoss(keras.losses.Loss):
    """A loss over all pairs that a batch of images holds: of labels and embeddings."""

    def __call__(self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor = None) -> Tensor:
        """The loss of a batch, which has no weights: a weight would be one of a pair."""
        if sample_weight is not None:
            raise ValueError(
                f"{self.name} takes no sample_weight or class_weight, because each image is in "
                f"many pairs. Received: sample_weight of shape {ops.shape(sample_weight)}"
            )
        return super().__call__(y_true, y_pred)


@keras.saving.register_keras_serializable(package="siamese")
class AllPairsContrastiveLoss(BatchLoss):
    """The contrastive loss over all pairs that a batch of images holds.

    A batch of n images has n·(n − 1)/2 pairs, and needs only n embeddings. Most negative pairs are
    soon beyond the margin, where their gradient is 0, so the push is averaged over those that are
    still inside it:

        mean of D² over the positive pairs + mean of hinge(D) over the negative pairs with D < m

    Args:
        margin: m: above 0.
        hinge: The push on a negative pair: one of `HINGES`, or its name there.
        towers: How many embeddings stand side by side in the output. Each has its own loss, and
            the mean of these is returned.

    Example:
        >>> loss = AllPairsContrastiveLoss(margin=1.0)
        >>> embeddings = ops.array([[0.0, 0.0], [0.3, 0.0], [0.5, 0.0]])
        >>> round(float(loss(ops.array([3, 3, 8]), embeddings)), 4)  # 0.09 + (0.25 + 0.64) / 2
        0.535
    """

    def __init__(
        self,
        margin: float = 1.0,
        hinge: Hinge | str = hinge_of_distance,
        towers: int = 1,
        name: str = "all_pairs_contrastive_loss",
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.margin = margin
        self.hinge = HINGES[hinge] if isinstance(hinge, str) else hinge
        self.towers = towers

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Labels (batch,) or (batch, 1), embeddings (batch, towers · embedding_dim) → scalar."""
        embeddings = single_precision(y_pred)
        same = _same(y_true, embeddings)
        parts = ops.split(embeddings, self.towers, axis=1)
        return sum(self._of(same, part) for part in parts) / self.towers

    def get_config(self) -> dict[str, Any]:
        """The arguments that make the same loss again."""
        names = [name for name, hinge in HINGES.items() if hinge is self.hinge]
        if not names:
            raise ValueError(f"only a hinge of HINGES can be saved. Received: {self.hinge}")
        return {
            **super().get_config(),
            "margin": self.margin,
            "hinge": names[0],
            "towers": self.towers,
        }

    def _of(self, same: Tensor, embeddings: Tensor) -> Tensor:
        """The loss of one tower: (batch, batch) and (batch, embedding_dim) → scalar."""
        squared = _squared_distances(embeddings)
        pull = (same - ops.eye(ops.shape(same)[0], dtype=same.dtype)) * squared
        push = (1 - same) * self.hinge(ops.sqrt(squared), self.margin)
        pulled = ops.sum(same) - ops.cast(ops.shape(same)[0], same.dtype)
        pushed = ops.sum(ops.cast(push > 0, push.dtype))
        return ops.sum(pull) / ops.maximum(pulled, 1) + ops.sum(push) / ops.maximum(pushed, 1)


@keras.saving.register_keras_serializable(package="siamese")
class SupervisedContrastiveLoss(BatchLoss):
    """Which images of the batch show what this one shows? Cross-entropy over all of its pairs.

    For each image i, with P(i) the other images of its class in the batch and z the embeddings:

        −1/|P(i)| · Σ_{p ∈ P(i)} ln( exp(z_i·z_p / τ) / Σ_{a ≠ i} exp(z_i·z_a / τ) )

    averaged over the images that have such a p. There is no margin: an image of the same class has
    to be nearer than all others of the batch, and those that are nearest count most.

    Args:
        temperature: τ, above 0: the lower, the more the nearest images of other classes count.

    Source: Khosla and others, 2020, "Supervised contrastive learning".

    Example:
        >>> loss = SupervisedContrastiveLoss(temperature=1.0)
        >>> embeddings = ops.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        >>> round(float(loss(ops.array([3, 3, 8]), embeddings)), 4)  # ln((e + 1) / e)
        0.3133
    """

    def __init__(
        self,
        temperature: float = TEMPERATURE,
        name: str = "supervised_contrastive_loss",
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.temperature = temperature

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Labels (batch,) or (batch, 1), embeddings (batch, dim) of unit length → scalar."""
        embeddings = single_precision(y_pred)
        itself = ops.eye(ops.shape(embeddings)[0], dtype=embeddings.dtype)
        alike = ops.matmul(embeddings, ops.transpose(embeddings)) / self.temperature
        share = ops.log_softmax(alike - itself * NEVER, axis=1)  # (batch, batch)
        same = _same(y_true, embeddings) - itself
        partners = ops.sum(same, axis=1)
        each = -ops.sum(same * share, axis=1) / ops.maximum(partners, 1)
        return ops.sum(each) / ops.maximum(ops.sum(ops.cast(partners > 0, each.dtype)), 1)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make the same loss again."""
        return {**super().get_config(), "temperature": self.temperature}


def _same(labels: Tensor, embeddings: Tensor) -> Tensor:
    """Which images of a batch are of one class: 1 or 0, (batch, batch)."""
    label = ops.reshape(labels, (-1, 1))
    return ops.cast(ops.equal(label, ops.transpose(label)), embeddings.dtype)


def _squared_distances(embeddings: Tensor) -> Tensor:
    """‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b for all pairs: (batch, embedding_dim) → (batch, batch)."""
    norms = ops.sum(ops.square(embeddings), axis=1, keepdims=True)
    products = ops.matmul(embeddings, ops.transpose(embeddings))
    return ops.maximum(norms + ops.transpose(norms) - 2 * products, EPSILON)
