"""Pairs: which image stands beside which, and whether they show the same digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Indices = NDArray[np.intp]


def class_indices(labels: ArrayLike) -> dict[int, Indices]:
    """The deck's `np.where(labels == i)[0]` for every class i.

    Args:
        labels: int (n,).

    Returns:
        For each label, in rising order, where it stands.

    Example:
        >>> class_indices([7, 3, 7])
        {3: array([1]), 7: array([0, 2])}
    """
    label = np.asarray(labels)
    return {int(i): np.where(label == i)[0] for i in np.unique(label)}


@dataclass(frozen=True)
class _Classes:
    """Images sorted by class, so that partners can be reckoned instead of searched.

    Attributes:
        order: Images sorted by class.
        place: For each image, its place in `order`.
        start: For each image, the place where its class begins.
        size: For each image, how many its class has.
    """

    order: Indices
    place: Indices
    start: Indices
    size: Indices

    @classmethod
    def of(cls, labels: ArrayLike) -> _Classes:
        label = np.asarray(labels)
        if label.ndim != 1 or not len(label):
            raise ValueError(f"labels are one number an image. Received: shape {label.shape}")
        _, index, count = np.unique(label, return_inverse=True, return_counts=True)
        order = np.argsort(index, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return cls(order, place, (np.cumsum(count) - count)[index], count[index])

    def positive(self, image: Indices, rng: np.random.Generator) -> Indices:
        """Another image of the same class; the image itself where it is the only one."""
        start, size = self.start[image], self.size[image]
        step = 1 + rng.integers(0, np.maximum(size - 1, 1))
        return self.order[start + (self.place[image] - start + step) % size]

    def negative(self, image: Indices, rng: np.random.Generator) -> Indices:
        """An image of another class, every one of them equally likely."""
        start, size = self.start[image], self.size[image]
        if (size == len(self.order)).any():
            raise ValueError("a negative pair needs a second class. Received: labels of one class")
        place = rng.integers(0, len(self.order) - size)
        return self.order[np.where(place < start, place, place + size)]


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

    A positive partner is another image of the class, or the image itself where it is the only
    one. A negative partner is drawn from all images of other classes alike.

    Args:
        labels: int (n,).
        rng: Where the chance comes from.

    Returns:
        2·n pairs: positive, negative, positive, …

    Raises:
        ValueError: If there are no labels, or only one class.
    """
    classes = _Classes.of(labels)
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
    classes = _Classes.of(labels)
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


def make_pairs(
    images: NDArray[np.uint8], labels: ArrayLike, rng: np.random.Generator | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The deck's `make_pairs`: one positive and one negative pair for each image.

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
    if len(images) != len(np.asarray(labels)):
        raise ValueError(
            "every image needs its label. "
            f"Received: {len(images)} images, {len(np.asarray(labels))} labels"
        )
    pairs = pair_indices(labels, rng or np.random.default_rng())
    pairImages = np.stack([images[pairs.left], images[pairs.right]], axis=1)
    return pairImages, pairs.same[:, None]
