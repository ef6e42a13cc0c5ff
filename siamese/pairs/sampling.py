"""Pairs: which image stands beside which, and whether they show the same digit."""

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

    The slide has a comma too many before its `for`, and takes the classes for 0, 1, 2, …; here
    they may be any whole numbers.

    Args:
        labels: int (n,).

    Returns:
        For each label, in rising order, where it stands.

    Raises:
        ValueError: If labels are not one whole number an image, or there are none.

    Example:
        >>> class_indices([7, 3, 7])
        {3: array([1]), 7: array([0, 2])}
    """
    label = checked_labels(labels)
    return {int(i): np.where(label == i)[0] for i in np.unique(label)}


def class_table(labels: ArrayLike) -> str:
    """The deck's table: a line for each class, how many it has and where the first and last stand.

    The slide's loop goes over `y_test`, but what it shows are the counts of the training set.

    Args:
        labels: int (n,).

    Returns:
        `class: count [indices]`, a class a line, in rising order.

    Raises:
        ValueError: As `class_indices`.

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
    """The first three and the last three, or all of them where there are no more."""
    if len(indices) <= 6:
        return " ".join(map(str, indices))
    return f"{_shortened(indices[:3])} … {_shortened(indices[-3:])}"


@dataclass(frozen=True)
class PairIndices:
    """Pairs as places in a list of images: no image is copied.

    Attributes:
        left: int (n,).
        right: int (n,).
        same: uint8 (n,), 1 for a positive pair and 0 for a negative one.
    """

    left: Indices
    right: Indices
    same: NDArray[np.uint8]


def pair_indices(labels: ArrayLike, rng: np.random.Generator) -> PairIndices:
    """For each image in turn, one positive and one negative pair, as the deck makes them.

    A positive partner is another image of the class, each equally likely, or the image itself
    where it is the only one. (On the slides it may always be the image itself.) A negative partner
    is any image of any other class, each equally likely: a class twice as large is drawn from
    twice as often.

    Args:
        labels: int (n,).
        rng: Where the chance comes from.

    Returns:
        2·n pairs: positive, negative, positive, …

    Raises:
        ValueError: If there are no labels, or only one class.
    """
    classes = ClassIndex.among(labels)
    image = np.arange(len(classes.order))
    right = np.stack([classes.positive(image, rng), classes.negative(image, rng)], axis=1).ravel()
    same = np.tile(np.array([1, 0], np.uint8), len(image))
    return PairIndices(np.repeat(image, 2), right, same)


def sample_pairs(labels: ArrayLike, count: int, rng: np.random.Generator) -> PairIndices:
    """Random pairs, half of them positive: what a network is measured on.

    Args:
        labels: int (n,).
        count: How many pairs; an odd one counts the odd pair as negative.
        rng: Where the chance comes from.

    Returns:
        `count` pairs, the positive ones first.

    Raises:
        ValueError: If `count` is below 2, or the labels do not allow both kinds of pairs.
    """
    classes = ClassIndex.among(labels)
    paired = np.flatnonzero(classes.size > 1)
    if count < 2:
        raise ValueError(f"half of the pairs are positive: two at least. Received: {count}")
    if not len(paired):
        raise ValueError("a positive pair needs two images of one class. Received: one of each")
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

    The first image is any of the chosen classes, every image equally likely; its partner is any
    other that makes such a pair. Fewer pairs of the same seed are the beginning of more.

    Args:
        labels: int (n,).
        count: How many pairs, at least 1.
        rng: Where the chance comes from.
        classes: Those that both images are of; all without it. Of a single class, a negative pair
            has its left image, and any other class its right one.
        kind: "positive", "negative", or "both": positive and negative in turn.

    Returns:
        `count` pairs.

    Raises:
        ValueError: If `count` is below 1, a chosen class has no image, or there is no such pair.
    """
    label = checked_labels(labels)
    if count < 1:
        raise ValueError(f"choose one pair at least. Received: {count}")
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}. Received: {kind}")
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
        rng: Where the chance comes from; fresh chance without it, as in the deck.

    Returns:
        pairImages (2·n, 2, height, width) and pairLabels uint8 (2·n, 1), 1 for a positive pair.

    Raises:
        ValueError: If lengths differ, there are no images, or only one class.

    Example:
        >>> images = np.zeros((3, 28, 28), np.uint8)
        >>> pairs, labels = make_pairs(images, [7, 3, 7])
        >>> pairs.shape, labels.ravel().tolist()
        ((6, 2, 28, 28), [1, 0, 1, 0, 1, 0])
    """
    if len(images) != np.size(labels):
        raise ValueError(
            f"every image needs its label. Received: {len(images)} images, {np.size(labels)} labels"
        )
    pairs = pair_indices(labels, rng or np.random.default_rng())
    pairImages = images[np.stack([pairs.left, pairs.right], axis=1)]  # the only copy
    return pairImages, pairs.same[:, None]
