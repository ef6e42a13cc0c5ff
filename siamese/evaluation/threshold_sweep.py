"""What each threshold makes of many pairs, computed once, so that a move is only looked up.

Every figure counts pairs on one side of the threshold: in a sorted list of distances, that is a
place. NumPy only. Labels are 1 for a positive pair (the same class) and 0 for a negative one, and
a pair is accepted as "same" when its distance is at most the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.pairs import PairIndices
from siamese.pairs.class_index import Indices, checked_labels

Counts = NDArray[np.intp]


@dataclass(frozen=True)
class Outcome:
    """What a threshold makes of pairs."""

    true_accepts: int  # positive pairs accepted as the same
    false_rejects: int  # positive pairs rejected as different
    false_accepts: int  # negative pairs accepted as the same
    true_rejects: int  # negative pairs rejected as different

    @property
    def false_accept_rate(self) -> float:
        """The share of negative pairs accepted as the same."""
        return self.false_accepts / (self.false_accepts + self.true_rejects)

    @property
    def false_reject_rate(self) -> float:
        """The share of positive pairs rejected as different."""
        return self.false_rejects / (self.true_accepts + self.false_rejects)

    @property
    def accuracy(self) -> float:
        """Balanced: the mean of the shares of both kinds that are judged right."""
        return 1 - (self.false_accept_rate + self.false_reject_rate) / 2

    @property
    def recall(self) -> float:
        """The share of positive pairs accepted as the same."""
        return 1 - self.false_reject_rate

    @property
    def precision(self) -> float | None:
        """Of the accepted pairs, the share that is positive; None where none is accepted."""
        accepted = self.true_accepts + self.false_accepts
        return self.true_accepts / accepted if accepted else None


@dataclass(frozen=True, eq=False)
class SortedPairs:
    """Pairs by the two classes they are of, each such cell sorted by distance."""

    classes: NDArray[np.integer]  # (k,), rising: what the images show
    pairs: PairIndices  # n of them
    distances: NDArray[np.float64]  # (n,), of `pairs`
    # (a, b) with a ≤ b, numbers of two classes: indices into `pairs`, nearest first
    places: dict[tuple[int, int], Indices]
    positive: NDArray[np.float64]  # of all positive pairs, rising
    negative: NDArray[np.float64]  # of all negative pairs, rising

    @classmethod
    def of(cls, pairs: PairIndices, distances: ArrayLike, labels: ArrayLike) -> SortedPairs:
        """Sorts pairs.

        Args:
            pairs: n of them, of both kinds.
            distances: (n,), finite.
            labels: int (images,), what the images show.

        Returns:
            Them, sorted.

        Raises:
            ValueError: If lengths differ, a kind of pair is missing, or a distance is not finite.

        Example:
            >>> pairs = PairIndices(np.array([0, 0]), np.array([1, 2]), np.array([1, 0], np.uint8))
            >>> SortedPairs.of(pairs, [0.2, 0.9], [4, 4, 9]).outcome(threshold=0.5)
            Outcome(true_accepts=1, false_rejects=0, false_accepts=0, true_rejects=1)
        """
        distance = np.asarray(distances, np.float64)
        if distance.shape != pairs.same.shape or not np.isfinite(distance).all():
            raise ValueError(
                "every pair needs its distance, a finite number. "
                f"Received: {len(pairs.same)} pairs, {distance.size} distances"
            )
        if not 0 < pairs.same.sum() < len(pairs.same):
            raise ValueError(
                "both kinds of pairs are needed. "
                f"Received: {pairs.same.sum()} positive, {(pairs.same == 0).sum()} negative"
            )
        classes, number = np.unique(checked_labels(labels), return_inverse=True)
        two = np.sort(np.stack([number[pairs.left], number[pairs.right]]), axis=0)
        cell = two[0] * len(classes) + two[1]
        order = np.lexsort((distance, cell))
        found, starts = np.unique(cell[order], return_index=True)
        places = {
            (int(one) // len(classes), int(one) % len(classes)): some
            for one, some in zip(found, np.split(order, starts[1:]), strict=True)
        }
        kinds = [np.sort(distance[pairs.same == kind]) for kind in (1, 0)]
        return cls(classes, pairs, distance, places, *kinds)

    def accepted(self, thresholds: ArrayLike) -> tuple[Counts, Counts]:
        """How many pairs each threshold accepts.

        Args:
            thresholds: (m,).

        Returns:
            Of the positive pairs, and of the negative ones, int (m,) each.
        """
        positive, negative = (
            np.searchsorted(kind, np.asarray(thresholds, np.float64), side="right")
            for kind in (self.positive, self.negative)
        )
        return positive, negative

    def outcome(self, threshold: float) -> Outcome:
        """What a threshold makes of all pairs."""
        positive, negative = (int(count[0]) for count in self.accepted([threshold]))
        return Outcome(
            true_accepts=positive,
            false_rejects=len(self.positive) - positive,
            false_accepts=negative,
            true_rejects=len(self.negative) - negative,
        )

    def confusion(self, threshold: float) -> tuple[Counts, Counts]:
        """Which class is confused with which.

        Args:
            threshold: Up to which distance a pair counts as the same.

        Returns:
            Errors and pairs, int (k, k) each, symmetric. On the diagonal stand the positive pairs
            of a class and their false rejects, elsewhere the negative pairs of two classes and
            their false accepts: both halves count the same pairs.
        """
        errors, pairs = np.zeros((2, len(self.classes), len(self.classes)), np.intp)
        for (a, b), places in self.places.items():
            near = int(np.searchsorted(self.distances[places], threshold, side="right"))
            errors[[a, b], [b, a]] = len(places) - near if a == b else near
            pairs[[a, b], [b, a]] = len(places)
        return errors, pairs

    def hardest(self, a: int, b: int, most: int) -> Indices:
        """The pairs of two classes that lie farthest on the wrong side, or closest to it.

        A pair of images that was drawn more than once comes once.

        Args:
            a: Number of a class.
            b: Of the other; `a` again for pairs of one class.
            most: How many at most.

        Returns:
            Where they stand in `pairs`, hardest first.
        """
        places = self.places.get((min(a, b), max(a, b)), np.empty(0, np.intp))
        places = places[::-1] if a == b else places
        low, high = np.sort(np.stack([self.pairs.left[places], self.pairs.right[places]]), axis=0)
        _, first = np.unique(low * (high.max(initial=0) + 1) + high, return_index=True)
        return places[np.sort(first)[:most]]
