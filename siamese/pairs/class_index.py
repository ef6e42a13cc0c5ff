"""Who can stand beside an image: others of its class, and those of all other classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Indices = NDArray[np.intp]


def checked_labels(labels: ArrayLike) -> NDArray[np.integer]:
    """Labels as an array, whatever they came in.

    Args:
        labels: int (n,).

    Returns:
        int (n,).

    Raises:
        ValueError: If they are not one whole number an image, or there are none.
    """
    label = np.asarray(labels)
    if label.ndim != 1 or not len(label):
        raise ValueError(f"labels are one number an image. Received: shape {label.shape}")
    if label.dtype.kind not in "iu":
        raise ValueError(f"labels are whole numbers. Received: {label.dtype}")
    return label


@dataclass(frozen=True)
class ClassIndex:
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
    """The images of some classes, all images without them.

    Raises:
        ValueError: If no class is named, or one has no image.
    """
    if classes is None:
        return np.arange(len(labels))
    missing = np.setdiff1d(np.asarray(classes), labels)
    if len(missing) or not len(classes):
        raise ValueError(f"choose classes that have images. Received: {list(classes)}")
    return np.flatnonzero(np.isin(labels, classes))


def positive_pairs(
    labels: NDArray[np.integer], pool: Indices, count: int, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Left and right of random positive pairs, both of `pool`.

    Raises:
        ValueError: If no two images of it are of one class.
    """
    if not count:
        return pool[:0], pool[:0]
    partners = ClassIndex.among(labels[pool])
    paired = np.flatnonzero(partners.size > 1)
    if not len(paired):
        raise ValueError("a positive pair needs two images of one class. Received: one of each")
    for_left, for_right = rng.spawn(2)
    left = paired[for_left.integers(0, len(paired), count)]
    return pool[left], pool[partners.positive(left, for_right)]


def negative_pairs(
    labels: NDArray[np.integer], pool: Indices, count: int, rng: np.random.Generator
) -> tuple[Indices, Indices]:
    """Left and right of random negative pairs, left of `pool`; if it has two classes, right too.

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
