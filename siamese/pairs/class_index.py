"""Images sorted by class, to draw positive and negative partners from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Indices = NDArray[np.intp]


def checked_labels(labels: ArrayLike) -> NDArray[np.integer]:
    """Labels as a checked array.

    Args:
        labels: int (n,).

    Returns:
        int (n,).

    Raises:
        ValueError: If `labels` is empty, not flat, or not whole numbers.
    """
    label = np.asarray(labels)
    if label.ndim != 1 or not len(label):
        raise ValueError(f"labels must be (n,), n at least 1. Received: shape {label.shape}")
    if label.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers. Received: {label.dtype}")
    return label


@dataclass(frozen=True)
class ClassIndex:
    """Images sorted by class, so that partners can be computed instead of searched."""

    order: Indices  # (n,), indices of the images, sorted by class
    place: Indices  # (n,), each image's place in `order`
    start: Indices  # (n,), the place in `order` where each image's class begins
    size: Indices  # (n,), how many images each image's class has

    @classmethod
    def among(cls, labels: ArrayLike) -> ClassIndex:
        """Sorts the images once, by their labels, int (n,)."""
        _, index, count = np.unique(checked_labels(labels), return_inverse=True, return_counts=True)
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
        """An image of another class, every such image equally likely."""
        start, size = self.start[image], self.size[image]
        if (size == len(self.order)).any():
            raise ValueError("a negative pair needs a second class. Received: labels of one class")
        place = rng.integers(0, len(self.order) - size)
        return self.order[np.where(place < start, place, place + size)]


def indices_of_classes(labels: NDArray[np.integer], classes: Sequence[int] | None) -> Indices:
    """The indices of all images of some classes.

    Args:
        labels: int (n,).
        classes: The classes; None for all.

    Returns:
        int (m,), in rising order.

    Raises:
        ValueError: If `classes` is empty, or one of them has no image.
    """
    if classes is None:
        return np.arange(len(labels))
    missing = np.setdiff1d(np.asarray(classes), labels)
    if len(missing) or not len(classes):
        raise ValueError(f"classes must be some that have images. Received: {list(classes)}")
    return np.flatnonzero(np.isin(labels, classes))


def positive_pairs(
    labels: NDArray[np.integer], pool: Indices, count: int, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Random positive pairs of the images in a pool.

    Args:
        labels: int (n,).
        pool: int (m,), the indices to draw from.
        count: Number of pairs.
        rng: Random generator.

    Returns:
        The left and the right images' indices, each int (count,).

    Raises:
        ValueError: If no two images of the pool are of one class.
    """
    if not count:
        return pool[:0], pool[:0]
    partners = ClassIndex.among(labels[pool])
    paired = np.flatnonzero(partners.size > 1)
    if not len(paired):
        raise ValueError(
            "a positive pair needs two images of one class. Received: one image per class"
        )
    for_left, for_right = rng.spawn(2)
    left = paired[for_left.integers(0, len(paired), count)]
    return pool[left], pool[partners.positive(left, for_right)]


def negative_pairs(
    labels: NDArray[np.integer], pool: Indices, count: int, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Random negative pairs of the images in a pool.

    Args:
        labels: int (n,).
        pool: int (m,), the indices to draw from. If they are of a single class, the right images
            are drawn from all other classes.
        count: Number of pairs.
        rng: Random generator.

    Returns:
        The left and the right images' indices, each int (count,).

    Raises:
        ValueError: If all labels are of one class.
    """
    if not count:
        return pool[:0], pool[:0]
    for_left, for_right = rng.spawn(2)
    left = for_left.integers(0, len(pool), count)
    if np.ptp(labels[pool]):
        return pool[left], pool[ClassIndex.among(labels[pool]).negative(left, for_right)]
    return pool[left], ClassIndex.among(labels).negative(pool[left], for_right)
