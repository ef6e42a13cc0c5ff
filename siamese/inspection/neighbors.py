"""The nearest neighbours of embeddings, and how often they share a label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEAREST = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nearest neighbours of some points, nearest first."""

    indices: NDArray[np.intp]  # (n, count), indices of the neighbours
    distances: Floats  # (n, count), Euclidean distances to them

    def interpolate(self, places: NDArray[np.floating]) -> Floats:
        """The mean of the neighbours' places, weighted by inverse distance.

        Σ wᵢ pᵢ / Σ wᵢ with wᵢ = 1 / dᵢ. A point at distance 0 from a neighbour gets its place.

        Args:
            places: float (m, 2), the places of all embeddings.

        Returns:
            float64 (n, 2), a place for each point.
        """
        weights = 1 / np.maximum(self.distances, 1e-12)
        weights /= weights.sum(axis=1, keepdims=True)
        return np.asarray(np.einsum("nk,nkd->nd", weights, places[self.indices]), np.float64)


def nearest(
    embeddings: NDArray[np.floating], points: NDArray[np.floating], count: int = NEAREST
) -> Neighbours:
    """The nearest embeddings to each point, by Euclidean distance.

    Args:
        embeddings: float (m, embedding_dim).
        points: float (n, embedding_dim).
        count: Number of neighbours for each point; all embeddings if there are fewer.

    Returns:
        The neighbours, nearest first. Equally near ones are in the order of their indices.

    Raises:
        ValueError: If the dimensions differ. The message ends "Received: …".

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
    distances = np.stack([np.linalg.norm(vectors - point, axis=1) for point in points])
    indices = np.argsort(distances, axis=1, kind="stable")[:, :count]
    return Neighbours(indices, np.take_along_axis(distances, indices, axis=1))


def label_purity(points: NDArray[np.floating], labels: ArrayLike, count: int = NEAREST) -> float:
    """The mean fraction of a point's nearest neighbours that have the same label.

    Args:
        points: float (n, dimension).
        labels: int (n,).
        count: Number of neighbours for each point.

    Returns:
        A fraction from 0 to 1; 1 for a single point, which has no neighbours.

    Example:
        >>> label_purity(np.array([[0.0], [1.0], [9.0], [10.0]]), [3, 3, 8, 8], 1)
        1.0
    """
    count = min(count, len(points) - 1)
    if count < 1:
        return 1.0
    from sklearn.neighbors import NearestNeighbors

    model = NearestNeighbors(n_neighbors=count).fit(points.astype(np.float64))
    near = model.kneighbors(return_distance=False)  # (n, count), no point its own neighbour
    label = np.asarray(labels)
    return float(np.mean(label[near] == label[:, None]))
