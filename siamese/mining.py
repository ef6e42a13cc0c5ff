"""The hardest pairs of all: close strangers and distant twins, where the network errs. NumPy only.

Ten thousand images make fifty million pairs. They are measured class by class, a block of
distances at a time, and only the hardest of each block are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs import KINDS, Kind, PairIndices, class_indices
from siamese.partners import Indices, images_of

MOST = 200
CELLS = 2_000_000  # distances held at a time: 16 MB

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MinedPairs:
    """Pairs with their distances, hardest first.

    Attributes:
        pairs: Of n pairs.
        distances: float32 (n,).
    """

    pairs: PairIndices
    distances: NDArray[np.float32]


def hardest_pairs(
    embeddings: NDArray[np.float32], labels: ArrayLike, threshold: float, most: int = MOST
) -> MinedPairs:
    """The hardest of all pairs of these images.

    How hard a pair is, is how far it lies on the wrong side of the threshold t: d − t for a
    positive pair of distance d, t − d for a negative one. Above zero the verdict is wrong.

    Args:
        embeddings: float32 (n, embedding_dim).
        labels: int (n,).
        threshold: Up to which distance two images count as the same.
        most: How many to keep of the positive pairs of each class, and of the negative pairs of
            each two classes. However they are narrowed by class, the first `most` that are left
            are the very hardest.

    Returns:
        The pairs, hardest first; of equally hard ones, the earlier image first. Each pair stands
        once, the left image of the lower class or, of one class, the earlier one. A class of one
        image has no positive pair, and where there is one class only there is no negative one.

    Raises:
        ValueError: If lengths differ, an embedding is not finite, there are no labels, or `most`
            is below 1.
    """
    if most < 1:
        raise ValueError(f"keep one pair of each at least. Received: {most}")
    indices = list(class_indices(labels).values())
    vectors = _checked(embeddings, labels)
    positive = [_hardest_of(vectors, images, images, most) for images in indices]
    negative = [_hardest_of(vectors, a, b, most) for a, b in combinations(indices, 2)]
    left, right = np.concatenate(positive + negative, axis=1)
    same = np.arange(len(left)) < sum(found.shape[1] for found in positive)
    distances = np.linalg.norm(embeddings[left] - embeddings[right], axis=1).astype(np.float32)
    hardness = np.where(same, distances - threshold, threshold - distances)
    order = np.lexsort((right, left, -hardness))
    pairs = PairIndices(left[order], right[order], same[order].astype(np.uint8))
    return MinedPairs(pairs, distances[order])


def narrowed(
    mined: MinedPairs, labels: ArrayLike, classes: Sequence[int] | None = None, kind: Kind = "both"
) -> MinedPairs:
    """The pairs of some classes and of one kind or both, as `choose_pairs` means them.

    Args:
        mined: As `hardest_pairs` gave them.
        labels: int (n,), of the images.
        classes: Those that both images are of; all without it. Of a single class, a negative pair
            has its left image, and any other class its right one.
        kind: "positive", "negative", or "both".

    Returns:
        Those pairs, still hardest first; there may be none.

    Raises:
        ValueError: If a chosen class has no image, or `kind` is none of these.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}. Received: {kind}")
    label, pairs = np.asarray(labels), mined.pairs
    chosen = np.zeros(len(label), bool)
    chosen[images_of(label, classes)] = True
    inside = chosen[pairs.left].astype(int) + chosen[pairs.right]
    alone = not np.ptp(label[chosen])  # then a stranger is of any other class
    wanted = (inside == 2) | ((inside == 1) & alone)
    if kind != "both":
        wanted &= pairs.same == (kind == "positive")
    left, right = pairs.left[wanted], pairs.right[wanted]
    turned = np.where(chosen[left], left, right), np.where(chosen[left], right, left)
    return MinedPairs(PairIndices(*turned, pairs.same[wanted]), mined.distances[wanted])


def varied(mined: MinedPairs) -> MinedPairs:
    """The same pairs in rounds, in each of which no image stands twice: an order to look at.

    One odd image is far from all its twins, or close to a whole class of strangers, and by hardness
    alone it fills the page. Here it has one partner a round. A round goes down the list and takes
    each pair that it can; what it leaves is for the rounds after it.

    Args:
        mined: As `hardest_pairs` or `narrowed` gave them, hardest first.

    Returns:
        All of them.
    """
    seen: defaultdict[int, int] = defaultdict(int)  # of an image: bit r is set if in round r
    rounds = []
    for left, right in zip(mined.pairs.left.tolist(), mined.pairs.right.tolist(), strict=True):
        either = seen[left] | seen[right]
        first = ~either & (either + 1)  # the lowest bit that is not set
        seen[left] |= first
        seen[right] |= first
        rounds.append(first.bit_length())
    return _ordered(mined, np.argsort(rounds, kind="stable"))


def in_turn(mined: MinedPairs) -> MinedPairs:
    """The same pairs, a negative and a positive one in turn for as long as there are both.

    A stranger can lie farther on the wrong side of the threshold than any twin, and the strangers
    are many: by hardness alone, hardly a distant twin would be seen.

    Args:
        mined: In any order, which those of a kind keep.

    Returns:
        All of them.
    """
    same = mined.pairs.same
    rank = np.where(same == 1, same.cumsum(), (1 - same).cumsum())
    return _ordered(mined, np.lexsort((same, rank)))


def _ordered(mined: MinedPairs, order: NDArray[np.intp]) -> MinedPairs:
    pairs = mined.pairs
    return MinedPairs(
        PairIndices(pairs.left[order], pairs.right[order], pairs.same[order]),
        mined.distances[order],
    )


def _checked(embeddings: NDArray[np.float32], labels: ArrayLike) -> Floats:
    """The embeddings as float64 (n, embedding_dim): small distances come out of large squares."""
    if embeddings.ndim != 2 or len(embeddings) != np.size(labels):
        raise ValueError(
            "every embedding, one a row, needs its label. "
            f"Received: embeddings {embeddings.shape}, {np.size(labels)} labels"
        )
    if not np.isfinite(embeddings).all():
        raise ValueError("embeddings must be finite. Received: NaN or infinity among them")
    return embeddings.astype(np.float64)


def _hardest_of(vectors: Floats, a: Indices, b: Indices, most: int) -> NDArray[np.intp]:
    """Left and right, (2, at most `most`): farthest within a class, else closest of two classes."""
    sign, rows = 1 if a is b else -1, max(1, CELLS // len(b))
    pairs, hardness = np.empty((2, 0), np.intp), np.empty(0)
    for at in range(0, len(a), rows):
        part = a[at : at + rows]
        block = _squared_distances(vectors[part], vectors[b], sign)
        if a is b:  # each pair once, none with itself
            block[np.tri(len(part), len(b), k=at, dtype=bool)] = -np.inf
        cells = _largest_cells(block, most)
        found = np.stack([part[cells // len(b)], b[cells % len(b)]])
        pairs = np.concatenate([pairs, found], axis=1)
        hardness = np.concatenate([hardness, block.ravel()[cells]])
        kept = _largest(hardness, most)
        pairs, hardness = pairs[:, kept], hardness[kept]
    return pairs


def _squared_distances(a: Floats, b: Floats, sign: int) -> Floats:
    """Squared distances of each two rows times a sign: (n, dim) and (m, dim) → (n, m).

    |a|² + |b|² − 2ab as one product, (−2a, |a|², 1) · (b, 1, |b|²):
    the block is gone through only once.
    """
    left = np.column_stack([-2 * a, (a**2).sum(axis=1), np.ones(len(a))])
    right = np.column_stack([b, np.ones(len(b)), (b**2).sum(axis=1)])
    return np.asarray((sign * left) @ right.T)


def _largest_cells(block: Floats, most: int) -> Indices:
    """As `_largest`, of the cells of a block one row after the other.

    Of the largest values of all rows, the `most`-th is reached by `most` cells at least: what lies
    below it need not be looked at. The same goes for columns.
    """
    peaks = block.max(axis=1 if block.shape[0] > block.shape[1] else 0)
    least = np.sort(peaks)[-most] if len(peaks) > most else -np.inf
    cells = np.flatnonzero(block >= least)
    return np.asarray(cells[_largest(block.ravel()[cells], most)])


def _largest(values: Floats, most: int) -> Indices:
    """Where the `most` largest stand, minus infinity left out; of equal ones, the earlier."""
    if len(values) > most:
        least = np.partition(values, len(values) - most)[-most]
        over, level = np.flatnonzero(values > least), np.flatnonzero(values == least)
        found = np.sort(np.concatenate([over, level[: most - len(over)]]))
    else:
        found = np.arange(len(values))
    return np.asarray(found[values[found] > -np.inf])
