"""Projects embeddings onto a plane: with principal components (PCA) or t-SNE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PERPLEXITY = 30  # about how many neighbours of a point t-SNE considers
STEPS = 500  # of t-SNE; twice as many separate no more classes
START = 1e-4  # standard deviation of the first axis that t-SNE starts with

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PrincipalPlane:
    """The plane along which embeddings vary most."""

    centre: Floats  # (embedding_dim,), mean of the embeddings
    axes: Floats  # (2, embedding_dim), orthonormal; the second is 0 if embedding_dim is 1
    share: float  # of the variance that the plane keeps, 0 to 1

    def place(self, embeddings: NDArray[np.floating]) -> Floats:
        """Where embeddings lie on the plane: (e − centre) · axesᵀ.

        Args:
            embeddings: float (n, embedding_dim).

        Returns:
            float64 (n, 2).
        """
        return np.asarray((embeddings - self.centre) @ self.axes.T, np.float64)


def principal_plane(embeddings: NDArray[np.floating]) -> PrincipalPlane:
    """The two principal axes of embeddings (PCA).

    With the centred embeddings X = U S Vᵀ, the axes are the first two rows of Vᵀ, and they keep
    (s₁² + s₂²) / Σ sᵢ² of the variance. The largest number of each axis is positive, so that the
    same embeddings always lie the same way round.

    Args:
        embeddings: float (n, embedding_dim), at least one; finite.

    Returns:
        The plane.

    Raises:
        ValueError: If shape or values are others. The message ends "Received: …".

    Example:
        >>> plane = principal_plane(np.array([[3, 1], [-3, -1], [0.5, -1.5], [-0.5, 1.5]]))
        >>> plane.axes.round(3).tolist(), plane.share
        ([[0.949, 0.316], [-0.316, 0.949]], 1.0)

    Source: Pearson, 1901, "On lines and planes of closest fit to systems of points in space".
    """
    if embeddings.ndim != 2 or not embeddings.size or not np.isfinite(embeddings).all():
        raise ValueError(
            f"embeddings must be finite, (n, embedding_dim). Received: shape {embeddings.shape}"
        )
    vectors = embeddings.astype(np.float64)
    centre = vectors.mean(axis=0)
    _, spread, rows = np.linalg.svd(vectors - centre, full_matrices=False)
    axes = np.zeros((2, vectors.shape[1]))
    axes[: len(rows)] = rows[:2]
    axes *= np.where(axes[[0, 1], np.abs(axes).argmax(axis=1)] < 0, -1, 1)[:, None]
    total = np.sum(spread**2)
    return PrincipalPlane(centre, axes, float(np.sum(spread[:2] ** 2) / total) if total else 1.0)


def neighbour_plane(embeddings: NDArray[np.floating], seed: int) -> Floats:
    """Lays embeddings out so that neighbours stay neighbours (t-SNE).

    It begins with the principal plane, so that what lies left or right of the whole stays there as
    far as possible. Between far groups its distances mean nothing.

    Args:
        embeddings: float (n, embedding_dim), at least one; finite.
        seed: Seed of the random numbers.

    Returns:
        float64 (n, 2); the same each time.

    Raises:
        ValueError: If shape or values are others. The message ends "Received: …".

    Source: van der Maaten and Hinton, 2008, "Visualizing data using t-SNE".
    """
    flat = principal_plane(embeddings).place(embeddings)
    width = flat[:, 0].std()
    if len(flat) < 4 or width == 0:  # too few points, or all at one place
        return flat
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    layout = TSNE(
        perplexity=min(PERPLEXITY, (len(flat) - 1) / 3),
        init=(flat * START / width).astype(np.float32),
        max_iter=STEPS,
        random_state=seed,
    )
    with threadpool_limits(1, user_api="openmp"):  # threads that wait for each other take longer
        return np.asarray(layout.fit_transform(embeddings.astype(np.float32)), np.float64)
