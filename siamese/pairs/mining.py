"""The hardest of all pairs: hard negatives (close) and hard positives (far apart).

Ten thousand images make fifty million pairs. Their distances are computed class by class, a block
at a time, and only the hardest pairs of each block are kept.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs.class_index import Indices
from siamese.pairs.hard_pairs import EACH, MinedPairs, limit_per_image
from siamese.pairs.sampling import PairIndices, class_indices

MOST = 100
CELLS = 2_000_000  # distances in memory at a time: 16 MB
FIRST_LOOK = 8_000  # about how many pairs of two classes are sorted first
LAST_LOOK = 2_000_000  # and at most, if those are not enough
SAMPLE = 128  # images of a class from which the hardness of that many pairs is estimated

Floats = NDArray[np.float64]


def hardest_pairs(
    embeddings: NDArray[np.float32], labels: ArrayLike, threshold: float, most: int = MOST
) -> MinedPairs:
    """The hardest of all pairs of these images, with each image in only a few of them.

    The hardness of a pair is how far it lies on the wrong side of the threshold t: d − t for a
    positive pair of distance d, t − d for a negative one. Above zero the verdict is wrong.

    In each class, and in each two classes, pairs are taken from the hardest to the easiest; a pair
    is left out if three pairs taken before contain one of its images
    (`siamese.pairs.hard_pairs.limit_per_image`).

    Args:
        embeddings: float32 (n, embedding_dim).
        labels: int (n,).
        threshold: The largest distance at which the network says "same".
        most: Largest number of positive pairs of each class, and of negative pairs of each two
            classes.

    Returns:
        The pairs, hardest first; equally hard ones by the indices of their images. Each pair
        appears once. Its left image is the one of the lower class or, in one class, the earlier.

    Raises:
        ValueError: If lengths differ, an embedding is not finite, `labels` is empty, or `most` is
            below 1.
    """
    if most < 1:
        raise ValueError(f"most must be at least 1. Received: {most}")
    indices = list(class_indices(labels).values())
    vectors = _checked(embeddings, labels)
    positive = [_hardest_of(vectors, images, images, most) for images in indices]
    negative = [_hardest_of(vectors, a, b, most) for a, b in combinations(indices, 2)]
    left, right = np.concatenate(positive + negative, axis=1)
    same = np.arange(len(left)) < sum(found.shape[1] for found in positive)
    distances = np.linalg.norm(embeddings[left] - embeddings[right], axis=1).astype(np.float32)
    beyond = distances.astype(np.float64) - threshold
    order = np.lexsort((right, left, np.where(same, -beyond, beyond)))
    pairs = PairIndices(left[order], right[order], same[order].astype(np.uint8))
    return MinedPairs(pairs, distances[order])


def _checked(embeddings: NDArray[np.float32], labels: ArrayLike) -> Floats:
    """The embeddings as float64 (n, embedding_dim): small distances come from large squares."""
    if embeddings.ndim != 2 or len(embeddings) != np.size(labels):
        raise ValueError(
            "embeddings must be (n, embedding_dim) with n labels. "
            f"Received: embeddings {embeddings.shape}, {np.size(labels)} labels"
        )
    if not np.isfinite(embeddings).all():
        raise ValueError("embeddings must be finite. Received: NaN or infinity among them")
    return embeddings.astype(np.float64)


def _hardest_of(vectors: Floats, a: Indices, b: Indices, most: int) -> NDArray[np.intp]:
    """Left and right images (2, at most `most`): the farthest of one class, the closest of two.

    The few thousand hardest pairs are sorted. If too many of them contain the same images, more
    pairs are sorted, without those images.
    """
    within, seen = a is b, np.zeros(len(vectors), np.intp)
    found, below, look = np.empty((2, 0), np.intp), np.inf, FIRST_LOOK
    while found.shape[1] < most and below > -np.inf and look <= LAST_LOOK:
        a, b = a[seen[a] < EACH], b[seen[b] < EACH]
        least = min(below, _as_hard_as(vectors, a, b, look, within))
        left, right = _between(vectors, a, b, (least, below), within)
        distances = np.linalg.norm(vectors[left] - vectors[right], axis=1)
        order = np.lexsort((right, left, -distances if within else distances))
        left, right = left[order], right[order]
        places, _ = limit_per_image(left, right, most - found.shape[1], seen)
        found = np.concatenate([found, [left[places], right[places]]], axis=1)
        below, look = least, 4 * look
    return found


def _as_hard_as(vectors: Floats, a: Indices, b: Indices, count: int, within: bool) -> float:
    """The hardness, in squared distances, that about `count` pairs of two classes exceed."""
    if count >= len(a) * len(b):
        return -np.inf
    few_a, few_b = (vectors[images[:: -(-len(images) // SAMPLE)]] for images in (a, b))
    sample = np.sort(_hardness(few_a, few_b, within), axis=None)
    return float(sample[int(len(sample) * (1 - count / (len(a) * len(b))))])


def _between(
    vectors: Floats, a: Indices, b: Indices, bounds: tuple[float, float], within: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Left and right images of all pairs whose hardness is in [bounds[0], bounds[1])."""
    rows, found = max(1, CELLS // max(1, len(b))), [np.empty((2, 0), np.intp)]
    for at in range(0, len(a), rows):
        part = a[at : at + rows]
        block = _hardness(vectors[part], vectors[b], within)
        cells = np.flatnonzero(block >= bounds[0])
        cells = cells[block.ravel()[cells] < bounds[1]]
        found.append(np.stack([part[cells // len(b)], b[cells % len(b)]]))
    left, right = np.concatenate(found, axis=1)
    once = (left < right) | (not within)
    return left[once], right[once]


def _hardness(a: Floats, b: Floats, within: bool) -> Floats:
    """Squared distances of each two rows, negated for two classes: (n, dim), (m, dim) → (n, m).

    |a|² + |b|² − 2ab as a single matrix product, (−2a, |a|², 1) · (b, 1, |b|²).
    """
    left = np.column_stack([-2 * a, (a**2).sum(axis=1), np.ones(len(a))])
    right = np.column_stack([b, np.ones(len(b)), (b**2).sum(axis=1)])
    return np.asarray((left if within else -left) @ right.T)
