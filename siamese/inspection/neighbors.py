"""Who lies nearest to whom among embeddings, and how well neighbours share a label. NumPy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEAREST = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nearest neighbours of some points, nearest first.

    Attributes:
        indices: intp (n, count), which of the others they are.
        distances: float64 (n, count), how far away.
    """

    indices: NDArray[np.intp]
    distances: Floats

    def interpolate(self, places: NDArray[np.floating]) -> Floats:
        """A place for each point amid its neighbours: the nearer one is, the more it counts.

        Σ wᵢ pᵢ / Σ wᵢ with wᵢ = 1 / dᵢ. A point on top of a neighbour gets that one's place.

        Args:
            places: float (m, 2), where the others lie.

        Returns:
            float64 (n, 2).
        """
        weights = 1 / np.maximum(self.distances, 1e-12)
        weights /= weights.sum(axis=1, keepdims=True)
        return np.asarray(np.einsum("nk,nkd->nd", weights, places[self.indices]), np.float64)


def nearest(
    embeddings: NDArray[np.floating], points: NDArray[np.floating], count: int = NEAREST
) -> Neighbours:
    """The nearest of embeddings to each point, by Euclidean distance.

    Args:
        embeddings: float (m, embedding_dim).
        points: float (n, embedding_dim).
        count: How many neighbours of each; all of them where there are fewer.

    Returns:
        The neighbours, nearest first; of equally near ones, the earlier first.

    Raises:
        ValueError: If the dimensions differ. The message ends in what was received.

    Example:
        >>> nearest(np.array([[0.0], [5.0], [1.0]]), np.array([[0.9]]), 2).indices.tolist()
        [[2, 0]]
    """
    if embeddings.ndim != 2 or points.ndim != 2 or embeddings.shape[1] != points.shape[1]:
        raise ValueError(
            "embeddings and points have the same dimension. "
            f"Received: {embeddings.shape} and {points.shape}"
        )
    vectors = embeddings.astype(np.float64)
    distances = np.stack([_distances(vectors, point) for point in points])
    indices = np.argsort(distances, axis=1, kind="stable")[:, :count]
    return Neighbours(indices, np.take_along_axis(distances, indices, axis=1))


def label_purity(points: NDArray[np.floating], labels: ArrayLike, count: int = NEAREST) -> float:
    """How many of the nearest neighbours of a point have its label, in the mean.

    Args:
        points: float (n, dimension).
        labels: int (n,).
        count: How many neighbours of each are looked at.

    Returns:
        A fraction; 1 where there are no neighbours.

    Example:
        >>> label_purity(np.array([[0.0], [1.0], [9.0], [10.0]]), [3, 3, 8, 8], 1)
        1.0
    """
    vectors, marks = points.astype(np.float64), np.asarray(labels)
    count = min(count, len(points) - 1)
    if count < 1:
        return 1.0
    alike = 0
    for at, point in enumerate(vectors):
        distances = _distances(vectors, point)
        distances[at] = np.inf  # nobody's own neighbour
        near = np.argpartition(distances, count - 1)[:count]
        alike += int(np.sum(marks[near] == marks[at]))
    return alike / (len(points) * count)


def _distances(vectors: Floats, point: NDArray[np.floating]) -> Floats:
    """Of one point to all: (m, dimension), (dimension,) → (m,)."""
    return np.asarray(np.linalg.norm(vectors - point, axis=1))
