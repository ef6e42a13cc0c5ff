"""Which of the hardest pairs to look at, and in which order. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs.class_index import Indices, indices_of_classes
from siamese.pairs.sampling import KINDS, Kind, PairIndices

EACH = 3  # pairs of a kind that one image may stand in
AT_A_TIME = 256


@dataclass(frozen=True)
class MinedPairs:
    """Pairs with their distances, hardest first.

    Attributes:
        pairs: Of n pairs.
        distances: float32 (n,).
    """

    pairs: PairIndices
    distances: NDArray[np.float32]

    def taken(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> MinedPairs:
        """Some of them, or all in another order: by their places, or a yes or no for each."""
        pairs = self.pairs
        return MinedPairs(
            PairIndices(pairs.left[places], pairs.right[places], pairs.same[places]),
            self.distances[places],
        )


def limit_per_image(
    left: Indices, right: Indices, most: int, seen: NDArray[np.intp]
) -> tuple[Indices, Indices]:
    """Goes down a list of pairs and takes each whose images stand in less than `EACH` taken ones.

    One odd image is far from all its twins, or close to a whole class of strangers: in a list by
    hardness it stands in pair after pair.

    Args:
        left: int (n,), images.
        right: int (n,), images.
        most: How many pairs to take at most.
        seen: int, for each image there is: in how many taken pairs it stands. Brought up to date.

    Returns:
        The places of the pairs taken, rising; and for each, in how many pairs taken before it
        that of its images had stood which had stood in more.
    """
    taken: list[tuple[int, int]] = []
    waiting = np.arange(len(left))
    while len(waiting):
        some, waiting = waiting[:AT_A_TIME], waiting[AT_A_TIME:]
        for at, a, b in zip(some.tolist(), left[some].tolist(), right[some].tolist(), strict=True):
            before = int(max(seen[a], seen[b]))
            if before < EACH and len(taken) < most:
                seen[[a, b]] += 1
                taken.append((at, before))
        if len(taken) == most:
            break
        waiting = waiting[np.maximum(seen[left[waiting]], seen[right[waiting]]) < EACH]
    places, before_it = np.array(taken, np.intp).reshape(-1, 2).T
    return places, before_it


def filter_pairs(
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
    chosen[indices_of_classes(label, classes)] = True
    inside = chosen[pairs.left].astype(int) + chosen[pairs.right]
    alone = not np.ptp(label[chosen])  # then a stranger is of any other class
    wanted = (inside == 2) | ((inside == 1) & alone)
    if kind != "both":
        wanted &= pairs.same == (kind == "positive")
    left, right = pairs.left[wanted], pairs.right[wanted]
    turned = np.where(chosen[left], left, right), np.where(chosen[left], right, left)
    return MinedPairs(PairIndices(*turned, pairs.same[wanted]), mined.distances[wanted])


def interleave(mined: MinedPairs, threshold: float) -> MinedPairs:
    """An order to look at: strangers and twins in turn, each kind by itself as `diversify` has it.

    A stranger can lie farther on the wrong side of the threshold than any twin, and the strangers
    are many: by hardness alone, hardly a distant twin would be seen.

    Args:
        mined: As `hardest_pairs` or `filter_pairs` gave them, hardest first.
        threshold: Up to which distance two images count as the same.

    Returns:
        A negative and a positive pair in turn for as long as there are both. The first of each
        kind is the hardest of it.
    """
    negative, positive = (
        diversify(mined.taken(mined.pairs.same == kind), threshold) for kind in (0, 1)
    )
    rank = np.concatenate([np.arange(len(kind.distances)) for kind in (negative, positive)])
    both = MinedPairs(
        PairIndices(
            np.concatenate([negative.pairs.left, positive.pairs.left]),
            np.concatenate([negative.pairs.right, positive.pairs.right]),
            np.concatenate([negative.pairs.same, positive.pairs.same]),
        ),
        np.concatenate([negative.distances, positive.distances]),
    )
    return both.taken(np.lexsort((both.pairs.same, rank)))


def diversify(mined: MinedPairs, threshold: float) -> MinedPairs:
    """Pairs of one kind, those judged wrong before those judged right, in rounds.

    Args:
        mined: Of one kind, hardest first.
        threshold: Up to which distance two images count as the same.

    Returns:
        Those that `limit_per_image` takes: each image stands in `EACH` of them at most. Among the
        wrong ones, and then among the right ones, first the pairs of images that no pair taken
        before has shown, then those of images that were shown once, and so on.
    """
    left, right = mined.pairs.left, mined.pairs.right
    seen = np.zeros(max(left.max(initial=0), right.max(initial=0)) + 1, np.intp)
    places, before = limit_per_image(left, right, len(left), seen)
    said_same = mined.distances[places].astype(np.float64) <= threshold
    judged_right = said_same == (mined.pairs.same[places] == 1)
    return mined.taken(places[np.lexsort((places, before, judged_right))])
