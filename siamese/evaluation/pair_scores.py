"""How good is a network? Pairs in, figures out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.evaluation import metrics
from siamese.evaluation.results import DistanceHistogram
from siamese.pairs import PairIndices, sample_pairs

HISTOGRAM_BINS = 60
CHUNK = 1 << 15  # pairs measured at a time: ten million at once would fill the memory


@dataclass(frozen=True)
class PairDistances:
    """Distances of pairs, and whether they are positive."""

    distances: NDArray[np.float32]  # (n,)
    same: NDArray[np.uint8]  # (n,), 1 for a positive pair and 0 for a negative one

    def histogram(self) -> DistanceHistogram:
        """How the distances of both kinds spread."""
        edges = np.linspace(0, float(self.distances.max()) * 1.001, HISTOGRAM_BINS + 1)
        positive, _ = np.histogram(self.distances[self.same == 1], edges)
        negative, _ = np.histogram(self.distances[self.same == 0], edges)
        return DistanceHistogram(edges.round(4).tolist(), positive.tolist(), negative.tolist())


@dataclass(frozen=True)
class Scores:
    """What `python -m siamese evaluate` prints."""

    images: int  # how many were embedded
    pairs: int  # how many were measured, half of them positive
    accuracy: float  # balanced, at the threshold
    equal_error_rate: float  # a fraction
    auc: float  # area under the ROC curve
    threshold: float  # the network's own


def pair_distances(
    embeddings: NDArray[np.float32], labels: ArrayLike, pairs: int, rng: np.random.Generator
) -> PairDistances:
    """Distances of random pairs, half of them positive.

    Args:
        embeddings: float32 (n, embedding_dim): each image is embedded once, however often paired.
        labels: int (n,).
        pairs: How many.
        rng: Where the chance comes from.

    Returns:
        The distances.

    Raises:
        ValueError: If the labels do not allow both kinds of pairs.
    """
    chosen = sample_pairs(labels, pairs, rng)
    return PairDistances(distances_of(embeddings, chosen), chosen.same)


def distances_of(embeddings: NDArray[np.float32], pairs: PairIndices) -> NDArray[np.float32]:
    """Distances of pairs that are known by their places.

    Args:
        embeddings: float32 (images, embedding_dim).
        pairs: n of them, one at least.

    Returns:
        float32 (n,).

    Example:
        >>> pairs = PairIndices(np.array([0]), np.array([1]), np.array([0], np.uint8))
        >>> distances_of(np.array([[0, 3], [4, 0]], np.float32), pairs)
        array([5.], dtype=float32)
    """
    chunks = [pairs[at : at + CHUNK] for at in range(0, len(pairs.same), CHUNK)]
    return np.concatenate(
        [np.linalg.norm(embeddings[some.left] - embeddings[some.right], axis=1) for some in chunks]
    )


def score(pairs: PairDistances, images: int, threshold: float) -> Scores:
    """Measures a network by its distances.

    Args:
        pairs: Of the network.
        images: How many images they were made of.
        threshold: The network's own.

    Returns:
        The figures.
    """
    return Scores(
        images=images,
        pairs=len(pairs.same),
        accuracy=metrics.balanced_accuracy(pairs.distances, pairs.same, threshold),
        equal_error_rate=metrics.equal_error_rate(pairs.distances, pairs.same),
        auc=metrics.area_under_curve(pairs.distances, pairs.same),
        threshold=threshold,
    )
