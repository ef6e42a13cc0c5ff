"""Which of the hardest pairs to look at, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs.class_index import Indices, indices_of_classes
from siamese.pairs.sampling import KINDS, Kind, PairIndices

EACH = 3  # pairs of a kind that may contain the same image
AT_A_TIME = 256  # pairs gone through before those of images that are used up are dropped


@dataclass(frozen=True)
class MinedPairs:
    """Pairs with their distances, hardest first."""

    pairs: PairIndices  # n pairs
    distances: NDArray[np.float32]  # (n,)

    def __getitem__(self, places: slice | Indices | NDArray[np.bool_]) -> MinedPairs:
        """Some of the pairs, or all in another order, selected as from a NumPy array."""
        return MinedPairs(self.pairs[places], self.distances[places])

    def judged_right(self, threshold: float) -> NDArray[np.bool_]:
        """Whether the network judges each pair right, bool (n,).

        Args:
            threshold: The largest distance at which the network says "same".
        """
        predicted_same = self.distances.astype(np.float64) <= threshold
        return np.asarray(predicted_same == (self.pairs.same == 1))


def limit_per_image(
    left: Indices, right: Indices, most: int, seen: NDArray[np.intp]
) -> tuple[Indices, Indices]:
    """Takes pairs from the first to the last, as long as no image is in more than `EACH` of them.

    An unusual image is far from all images of its class, or close to all of another: among the
    hardest pairs it would be in one after the other.

    Args:
        left: int (n,), index of each pair's left image.
        right: int (n,), index of each pair's right image.
        most: Largest number of pairs to take.
        seen: int, for each image the number of taken pairs that contain it. Updated in place.

    Returns:
        The places of the pairs taken, rising, int (m,); and int (m,), for each of them the number
        of pairs taken before it that contain its more often used image.
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
    """The pairs of some classes and of one kind or both, with the arguments of `choose_pairs`.

    Args:
        mined: The result of `hardest_pairs`.
        labels: int (n,), of the images.
        classes: The classes of both images; None for all. If it is a single class, a negative
            pair has its left image from it, and its right image from any other class.
        kind: "positive", "negative", or "both".

    Returns:
        Those pairs, still hardest first; there may be none.

    Raises:
        ValueError: If a class has no image, or `kind` is unknown.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}. Received: {kind}")
    label, pairs = np.asarray(labels), mined.pairs
    chosen = np.zeros(len(label), bool)
    chosen[indices_of_classes(label, classes)] = True
    inside = chosen[pairs.left].astype(int) + chosen[pairs.right]
    single = not np.ptp(label[chosen])  # then a negative pair has one image outside of it
    wanted = (inside == 2) | ((inside == 1) & single)
    if kind != "both":
        wanted &= pairs.same == (kind == "positive")
    left, right = pairs.left[wanted], pairs.right[wanted]
    turned = np.where(chosen[left], left, right), np.where(chosen[left], right, left)
    return MinedPairs(PairIndices(*turned, pairs.same[wanted]), mined.distances[wanted])


def interleave(mined: MinedPairs, threshold: float) -> MinedPairs:
    """Negative and positive pairs in turn, each kind in the order of `diversify`.

    By hardness alone, hardly any positive pair would be seen: there are many more negative pairs,
    and they can be harder than any positive one.

    Args:
        mined: Hardest first, from `hardest_pairs` or `filter_pairs`.
        threshold: The largest distance at which the network says "same".

    Returns:
        A negative and a positive pair in turn until one kind is used up. The first of each kind
        is its hardest.
    """
    kinds = [np.flatnonzero(mined.pairs.same == same) for same in (0, 1)]
    orders = [places[diversify(mined[places], threshold)] for places in kinds]
    turn = np.concatenate([np.arange(len(order)) for order in orders])
    return mined[np.concatenate(orders)[np.argsort(turn, kind="stable")]]


class _Rank(NamedTuple):
    """What decides on a pair's place, the most important first; smaller comes earlier."""

    judged_right: bool  # so that pairs judged wrong come first
    shown_before: int  # taken pairs that contain its more often used image
    place: int  # among the mined pairs, hardest first


def diversify(mined: MinedPairs, threshold: float) -> Indices:
    """An order for pairs of one kind: wrong ones first, and new images before repeated ones.

    Args:
        mined: Pairs of one kind, hardest first.
        threshold: The largest distance at which the network says "same".

    Returns:
        int (m,), the places of the pairs that `limit_per_image` takes: no image is in more than
        `EACH` of them. The pairs judged wrong come before those judged right; among either, first
        those whose images no harder pair contains, then those with an image that one contains,
        and so on.
    """
    left, right = mined.pairs.left, mined.pairs.right
    seen = np.zeros(max(left.max(initial=0), right.max(initial=0)) + 1, np.intp)
    places, shown_before = limit_per_image(left, right, len(left), seen)
    judged_right = mined[places].judged_right(threshold)
    columns = (judged_right.tolist(), shown_before.tolist(), places.tolist())
    ranks = sorted(_Rank(*values) for values in zip(*columns, strict=True))
    return np.array([rank.place for rank in ranks], np.intp)
