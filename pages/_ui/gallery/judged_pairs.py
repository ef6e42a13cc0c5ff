"""Pairs with the network's distances and predictions."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pages._ui.pairs.choices import Choices
from pages._ui.shared import formatting
from pages._ui.shared.digits import DigitSet
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.files import png
from siamese.pairs import PairIndices, choose_pairs
from siamese.pairs.hard_pairs import MinedPairs, filter_pairs, interleave


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs of digits, with the distance that the network computes for each."""

    digits: DigitSet
    pairs: PairIndices  # n pairs of these digits, n ≥ 1
    distances: NDArray[np.float32] | None = None  # (n,); None while there is no network
    threshold: float | None = None  # largest distance of a predicted same digit; None as above

    @property
    def images(self) -> NDArray[np.uint8]:
        """The images of all pairs, uint8 (n, 2, 28, 28)."""
        return self.digits.images[np.stack([self.pairs.left, self.pairs.right], axis=1)]

    @property
    def labels(self) -> NDArray[np.uint8]:
        """The digits they show, uint8 (n, 2)."""
        return self.digits.labels[np.stack([self.pairs.left, self.pairs.right], axis=1)]

    @property
    def right(self) -> NDArray[np.bool_] | None:
        """Whether each prediction is correct, (n,); None while there is no network."""
        if self.distances is None or self.threshold is None:
            return None
        return MinedPairs(self.pairs, self.distances).judged_right(self.threshold)

    def wrong(self, place: int | None) -> bool:
        """Whether the prediction for a pair is wrong; no pair is selected if it is None."""
        return place is not None and self.right is not None and not self.right[place]

    @property
    def distances_to_read(self) -> list[str]:
        """Each distance as a tile shows it; empty while there is no network."""
        if self.distances is None:
            return []
        return [formatting.distance(one, self.threshold) for one in self.distances.tolist()]

    def notes(self, place: int) -> list[str]:
        """Names the two images of a pair."""
        numbers = self.pairs.left[place], self.pairs.right[place]
        return [self.digits.note(int(number)) for number in numbers]

    def summary(self) -> str:
        """The number of pairs, and how many of them the network gets right, in Markdown."""
        images = len(self.digits.images)
        every = (
            f"All {images:,} test images of {self.digits.name} form {math.comb(images, 2):,} pairs."
        )
        return f"{self.score()} {every}"

    def score(self) -> str:
        """How many of these pairs the network gets right; without a network, only how many."""
        count = len(self.pairs.same)
        if self.right is None:
            return f"{count} pairs."
        return f"The network gets **{int(self.right.sum())} of these {count} pairs** right."

    def png(self, caption: str) -> bytes:
        """The montage as the content of a PNG file.

        Args:
            caption: Written below it, after the name of the digits.
        """
        from siamese.pairs.montage import montage  # loads its letters: only when needed

        words = f"{self.digits.name}, {caption}"
        picture = montage(
            self.images, self.pairs.same, self.distances, self.threshold, caption=words
        )
        # Half the time of the usual level, and a file a fifth larger.
        return png(picture, compress_level=1)


def find(choices: Choices, digits: DigitSet, measured: MeasuredDigits | None) -> Judged | None:
    """Finds the pairs that the visitor has chosen.

    Args:
        choices: The visitor's choices; the hardest pairs only after all were measured.
        digits: The digits shown.
        measured: The digits measured by the network; None while there is no network.

    Returns:
        The pairs with their distances; None if no pair matches.
    """
    narrow = (choices.classes, choices.kind)
    hardest = measured.hardest.result() if choices.hardest and measured is not None else None
    rng = np.random.default_rng(choices.seed)
    try:
        if hardest is None:
            pairs = choose_pairs(digits.labels, choices.count, rng, *narrow)
        else:
            hardest = filter_pairs(hardest, digits.labels, *narrow)
    except ValueError:
        return None
    if hardest is not None and measured is not None:
        pairs = interleave(hardest, measured.comparator.threshold).pairs
    if not len(pairs.same):
        return None
    pairs = pairs[: choices.count]
    if measured is None:
        return Judged(digits, pairs)
    return Judged(digits, pairs, measured.distances(pairs), measured.comparator.threshold)
