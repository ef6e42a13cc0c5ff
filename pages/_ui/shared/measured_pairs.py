"""How far apart the digits shown lie: measured once for every visitor, behind their backs."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import background
from siamese.pairs import PairIndices
from siamese.pairs.mining import hardest_pairs

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet
    from siamese.comparator import Comparator
    from siamese.pairs.hard_pairs import MinedPairs


@dataclass(frozen=True)
class MeasuredDigits:
    """What one network makes of the digits shown.

    Attributes:
        comparator: The network.
        digits: The digits.
        embeddings: Of all of them, float32 (n, embedding_dim); on its way.
        hardest: Of all their pairs; on its way.
    """

    comparator: Comparator
    digits: DigitSet
    embeddings: Future[NDArray[np.float32]]
    hardest: Future[MinedPairs]

    @property
    def problem(self) -> BaseException | None:
        """Why the digits could not be measured; None while nothing has gone wrong."""
        for future in (self.embeddings, self.hardest):
            if future.done() and (problem := future.exception()) is not None:
                return problem
        return None

    def distances(self, pairs: PairIndices) -> NDArray[np.float32]:
        """Distances of pairs, which are not kept waiting for the other digits' embeddings.

        Args:
            pairs: Of the digits shown.

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
    """Sets the measuring going, if nobody has yet.

    Args:
        comparator: The network.
        digits: The digits to measure.

    Returns:
        The same for every visitor.
    """
    return _measure(comparator, digits)


def show_problem(problem: BaseException) -> None:
    """Says that the digits could not be measured, and offers to try again.

    Args:
        problem: Why; the whole of it is for the log.
    """
    background.show_problem("The digits could not be measured", problem, _measure.clear)


# A Measured keeps its network and its digits, so that no others can get their ids.
@st.cache_resource(
    show_spinner=False,
    max_entries=6,  # the shipped network, and some of the visitors' own
    hash_funcs={"siamese.comparator.Comparator": id, "pages._ui.shared.digits.DigitSet": id},
)
def _measure(comparator: Comparator, digits: DigitSet) -> MeasuredDigits:
    embeddings = background.begin("embeddings", comparator.embed, digits.images)
    hardest = background.begin(
        "hardest pairs",
        lambda: hardest_pairs(embeddings.result(), digits.labels, comparator.threshold),
    )
    return MeasuredDigits(comparator, digits, embeddings, hardest)
