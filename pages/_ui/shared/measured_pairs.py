"""Distances between the digits shown: measured in the background, once for all visitors."""

from __future__ import annotations

import math
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import background, network
from siamese.pairs import PairIndices
from siamese.pairs.mining import hardest_pairs
from siamese.shared_results import shared

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet
    from siamese.comparator import Comparator
    from siamese.pairs.hard_pairs import MinedPairs


@dataclass(frozen=True, eq=False)
class MeasuredDigits:
    """The embeddings of the digits shown, and their hardest pairs, by one network."""

    comparator: Comparator
    digits: DigitSet  # n digits
    embeddings: Future[NDArray[np.float32]]  # (n, embedding_dim)
    hardest: Future[MinedPairs]  # of all pairs of the n digits

    @property
    def problem(self) -> BaseException | None:
        """Why the digits could not be measured; None while there is no error."""
        for future in (self.embeddings, self.hardest):
            if future.done() and (problem := future.exception()) is not None:
                return problem
        return None

    def distances(self, pairs: PairIndices) -> NDArray[np.float32]:
        """Distances of pairs, without waiting for the embeddings of all digits.

        Args:
            pairs: Indices into the digits shown.

        Returns:
            float32 (n,).
        """
        if self.embeddings.done() and self.embeddings.exception() is None:
            left, right = (self.embeddings.result()[side] for side in (pairs.left, pairs.right))
        else:
            both = np.concatenate([pairs.left, pairs.right])
            left, right = np.split(self.comparator.embed(self.digits.images[both]), 2)
        return np.asarray(np.linalg.norm(left - right, axis=1), np.float32)


def measure(comparator: Comparator, digits: DigitSet) -> MeasuredDigits:
    """Measures the digits in the background; the first call starts it.

    Args:
        comparator: The network.
        digits: The digits to measure.

    Returns:
        The results, the same for all visitors.
    """
    return _measure(comparator, digits)


def wait_for_hardest(measured: MeasuredDigits) -> None:
    """Shows a message until the hardest pairs are known, then reruns the page.

    Args:
        measured: The digits that are being measured.
    """
    pairs = f"{math.comb(len(measured.digits.images), 2):,}"
    network.wait_for(measured.hardest, f"Measuring all {pairs} pairs, once for all visitors.")


def show_problem(problem: BaseException) -> None:
    """Says that the digits could not be measured, and offers to try again.

    Args:
        problem: The exception; its traceback is written to the log.
    """
    background.show_problem("The digits could not be measured", problem, _measure.clear)


# The result holds the network and the digits, so that their ids stay unique.
@shared(6)  # the shipped network, and some of the visitors' own
def _measure(comparator: Comparator, digits: DigitSet) -> MeasuredDigits:
    embeddings = background.begin("embeddings", comparator.embed, digits.images)
    hardest = background.begin(
        "hardest pairs",
        lambda: hardest_pairs(embeddings.result(), digits.labels, comparator.threshold),
    )
    return MeasuredDigits(comparator, digits, embeddings, hardest)
