"""Pairs of images by index, each labelled 1 (same digit) or 0 (different digits)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs.class_index import (
    ClassIndex,
    Indices,
    checked_labels,
    indices_of_classes,
    negative_pairs,
    positive_pairs,
)

Kind = Literal["both", "positive", "negative"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def class_indices(labels: ArrayLike) -> dict[int, Indices]:
    """The deck's `np.where(labels == i)[0]` for every class i.

    The slide has a comma too many before its `for`, and assumes the classes 0, 1, 2, …; here
    they may be any whole numbers.

    Args:
        labels: int (n,).

    Returns:
        For each class, in rising order, the indices of its images.

    Raises:
        ValueError: If `labels` is empty, not flat, or not whole numbers.

    Example:
        >>> class_indices([7, 3, 7])
        {3: array([1]), 7: array([0, 2])}
    """
    label = checked_labels(labels)
    return {int(i): np.where(label == i)[0] for i in np.unique(label)}


def class_table(labels: ArrayLike) -> str:
    """The deck's table: for each class its number of images, and the first and last indices.

    The slide's loop goes over `y_test`, but the counts that it shows are the training set's.

    Args:
        labels: int (n,).

    Returns:
        `class: count [indices]`, one line per class, in rising order.

    Raises:
        ValueError: If `labels` is empty, not flat, or not whole numbers.

    Example:
        >>> print(class_table([0, 1, 0, 0, 1, 0, 0, 0, 0]))
        0: 7 [0 2 3 … 6 7 8]
        1: 2 [1 4]
    """
    return "\n".join(
        f"{i}: {len(indices)} [{_shortened(indices)}]"
        for i, indices in class_indices(labels).items()
    )


def _shortened(indices: Indices) -> str:
    """The first three and the last three indices; all of them if there are six or fewer."""
    if len(indices) <= 6:
        return " ".join(map(str, indices))
    return f"{_shortened(indices[:3])} … {_shortened(indices[-3:])}"


@dataclass(frozen=True)
class PairIndices:
    """Pairs of images, by index: no image is copied."""

    left: Indices  # (n,), index of each pair's left image
    right: Indices  # (n,), index of each pair's right image
    same: NDArray[np.uint8]  # (n,), 1 for a positive pair, 0 for a negative one

    def __getitem__(self, places: slice | Indices | NDArray[np.bool_]) -> PairIndices:
        """Some of the pairs, selected as from a NumPy array."""
        return PairIndices(self.left[places], self.right[places], self.same[places])


def pair_indices(labels: ArrayLike, rng: np.random.Generator) -> PairIndices:
    """For each image in turn, one positive and one negative pair, as the deck makes them.

    A positive partner is another image of the class, each equally likely, or the image itself if
    it is the only one. (On the slides it may always be the image itself.) A negative partner is
    any image of any other class, each equally likely: a class twice as large is drawn from twice
    as often.

    Args:
        labels: int (n,).
        rng: Random generator.

    Returns:
        2·n pairs: positive, negative, positive, …

    Raises:
        ValueError: If `labels` is empty or has only one class.
    """
    classes = ClassIndex.among(labels)
    image = np.arange(len(classes.order))
    right = np.stack([classes.positive(image, rng), classes.negative(image, rng)], axis=1).ravel()
    same = np.tile(np.array([1, 0], np.uint8), len(image))
    return PairIndices(np.repeat(image, 2), right, same)


def sample_pairs(labels: ArrayLike, count: int, rng: np.random.Generator) -> PairIndices:
    """Random pairs, half of them positive, to evaluate a network on.

    Args:
        labels: int (n,).
        count: Number of pairs; if it is odd, there is one more negative pair than positive ones.
        rng: Random generator.

    Returns:
        `count` pairs, the positive ones first.

    Raises:
        ValueError: If `count` is below 2, or no positive or no negative pair is possible.
    """
    classes = ClassIndex.among(labels)
    paired = np.flatnonzero(classes.size > 1)
    if count < 2:
        raise ValueError(f"count must be at least 2. Received: {count}")
    if not len(paired):
        raise ValueError(
            "a positive pair needs two images of one class. Received: one image per class"
        )
    positive = rng.choice(paired, count // 2)
    negative = rng.integers(0, len(classes.order), count - count // 2)
    right = np.concatenate([classes.positive(positive, rng), classes.negative(negative, rng)])
    same = np.repeat(np.array([1, 0], np.uint8), [len(positive), len(negative)])
    return PairIndices(np.concatenate([positive, negative]), right, same)


def choose_pairs(
    labels: ArrayLike,
    count: int,
    rng: np.random.Generator,
    classes: Sequence[int] | None = None,
    kind: Kind = "both",
) -> PairIndices:
    """Random pairs to look at, of some classes and of one kind or both.

    The left image is any image of the chosen classes, each equally likely; the right one is any
    other image that makes a pair of the wanted kind. With the same seed, a smaller `count` gives
    the first of the pairs that a larger one gives.

    Args:
        labels: int (n,).
        count: Number of pairs, at least 1.
        rng: Random generator.
        classes: The classes of both images; None for all. If it is a single class, a negative
            pair has its left image from it, and its right image from any other class.
        kind: "positive", "negative", or "both": positive and negative in turn.

    Returns:
        `count` pairs.

    Raises:
        ValueError: If `count` is below 1, a class has no image, `kind` is unknown, or no such
            pair is possible.
    """
    label = checked_labels(labels)
    if count < 1:
        raise ValueError(f"count must be at least 1. Received: {count}")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}. Received: {kind}")
    pool = indices_of_classes(label, classes)
    positive = {"positive": count, "negative": 0, "both": count - count // 2}[kind]
    chances = rng.spawn(2)
    kinds = [
        positive_pairs(label, pool, positive, chances[0]),
        negative_pairs(label, pool, count - positive, chances[1]),
    ]
    turn = np.argsort(np.concatenate([np.arange(len(left)) for left, _ in kinds]), kind="stable")
    left, right = (np.concatenate(side)[turn] for side in zip(*kinds, strict=True))
    return PairIndices(left, right, (turn < positive).astype(np.uint8))


def make_pairs(
    images: NDArray[np.uint8], labels: ArrayLike, rng: np.random.Generator | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The deck's `make_pairs`: one positive and one negative pair for each image.

    (Where the slides call it for the test set, `labelTest[:])` has a bracket too many.)

    Args:
        images: (n, height, width), of any dtype.
        labels: int (n,).
        rng: Random generator; None for a new one without a seed, as in the deck.

    Returns:
        pairImages (2·n, 2, height, width) and pairLabels uint8 (2·n, 1), 1 for a positive pair.

    Raises:
        ValueError: If lengths differ, `labels` is empty, or it has only one class.

    Example:
        >>> images = np.zeros((3, 28, 28), np.uint8)
        >>> pairs, labels = make_pairs(images, [7, 3, 7])
        >>> pairs.shape, labels.ravel().tolist()
        ((6, 2, 28, 28), [1, 0, 1, 0, 1, 0])
    """
    if len(images) != np.size(labels):
        raise ValueError(
            "images and labels must have the same length. "
            f"Received: {len(images)} images, {np.size(labels)} labels"
        )
    pairs = pair_indices(labels, rng or np.random.default_rng())
    pairImages = images[np.stack([pairs.left, pairs.right], axis=1)]  # the only copy
    return pairImages, pairs.same[:, None]
