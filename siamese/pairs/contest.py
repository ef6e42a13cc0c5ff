"""Ten hard pairs on which a person and a network are compared."""

from __future__ import annotations

import numpy as np

from siamese.pairs.class_index import Indices
from siamese.pairs.hard_pairs import MinedPairs, diversify

OF_EACH_KIND = 5  # positive pairs of a contest, and negative ones
POOL = 50  # pairs of a kind judged wrong from which they are drawn, and as many judged right


def draw_contest(mined: MinedPairs, threshold: float, rng: np.random.Generator) -> MinedPairs:
    """Random pairs among the hardest: half of them positive, each image in one pair only.

    Of each kind, the hardest pairs that the network judges wrong and the hardest that it judges
    right are equally likely: it gets about half of a contest wrong, or less where it makes fewer
    errors.

    Args:
        mined: Hardest first, from `siamese.pairs.mining.hardest_pairs`.
        threshold: The largest distance at which the network says "same".
        rng: Random generator.

    Returns:
        Ten pairs in random order.

    Raises:
        ValueError: If there are too few images for five pairs of each kind.
    """
    seen: set[int] = set()
    places = [
        _draw(mined, kind[_pool(mined[kind], threshold)], seen, rng)
        for kind in (np.flatnonzero(mined.pairs.same == same) for same in (1, 0))
    ]
    return mined[rng.permutation(np.concatenate(places))]


def _pool(kind: MinedPairs, threshold: float) -> Indices:
    """Places of the hardest pairs of one kind, up to `POOL` judged wrong and as many right."""
    order = diversify(kind, threshold)
    right = kind[order].judged_right(threshold)
    return np.concatenate([order[~right][:POOL], order[right][:POOL]])


def _draw(mined: MinedPairs, pool: Indices, seen: set[int], rng: np.random.Generator) -> Indices:
    """Random places of a pool, whose images are added to those seen already."""
    drawn: list[int] = []
    for place in rng.permutation(pool).tolist():
        images = {int(mined.pairs.left[place]), int(mined.pairs.right[place])}
        if not images & seen and len(drawn) < OF_EACH_KIND:
            seen |= images
            drawn.append(place)
    if len(drawn) < OF_EACH_KIND:
        raise ValueError(
            f"a contest needs {OF_EACH_KIND} pairs of each kind. Received: {len(drawn)} of a kind"
        )
    return np.array(drawn, np.intp)
