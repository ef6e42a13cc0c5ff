"""Pairs with what the network says of them."""

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
from siamese.pairs.hard_pairs import filter_pairs, interleave


@dataclass(frozen=True, eq=False)
class Judged:
    """Pairs of the digits shown, and the network's word on each.

    Attributes:
        digits: Those shown.
        pairs: Of them, at least one.
        distances: float32, one a pair; None while there is no network.
        threshold: Up to which distance the network says "same"; None while there is none.
    """

    digits: DigitSet
    pairs: PairIndices
    distances: NDArray[np.float32] | None = None
    threshold: float | None = None

    @property
    def images(self) -> NDArray[np.uint8]:
        """The pictures of all pairs, uint8 (n, 2, 28, 28)."""
        return self.digits.images[np.stack([self.pairs.left, self.pairs.right], axis=1)]

    @property
    def labels(self) -> NDArray[np.uint8]:
        """What they show, uint8 (n, 2)."""
        return self.digits.labels[np.stack([self.pairs.left, self.pairs.right], axis=1)]

    @property
    def right(self) -> NDArray[np.bool_] | None:
        """Whether the network is right, one a pair; None while there is no network."""
        if self.distances is None or self.threshold is None:
            return None
        return (self.distances.astype(np.float64) <= self.threshold) == (self.pairs.same == 1)

    @property
    def distances_to_read(self) -> list[str]:
        """Each distance as a tile shows it; none while there is no network."""
        if self.distances is None:
            return []
        return [formatting.distance(one, self.threshold) for one in self.distances.tolist()]

    def notes(self, place: int) -> list[str]:
        """Which digits one of the pairs is made of."""
        numbers = self.pairs.left[place], self.pairs.right[place]
        return [self.digits.note(int(number)) for number in numbers]

    def summary(self) -> str:
        """How many there are, and how many of them the network judges right."""
        count, images = len(self.pairs.same), len(self.digits.images)
        every = (
            f"all {images:,} test digits of {self.digits.name} make {math.comb(images, 2):,} pairs"
        )
        if self.right is None:
            return f"{count} pairs; {every}."
        right = int(self.right.sum())
        return f"Of these {count} pairs the network judges **{right} right**; {every}."

    def png(self, caption: str) -> bytes:
        """The montage as the content of a PNG file.

        Args:
            caption: Written under it, after the name of the digits.
        """
        from siamese.pairs.montage import montage  # its letters are wanted only now

        words = f"{self.digits.name}, {caption}"
        picture = montage(
            self.images, self.pairs.same, self.distances, self.threshold, caption=words
        )
        # Half the time of the usual level, and a file a fifth larger.
        return png(picture, compress_level=1)


def find(choices: Choices, digits: DigitSet, measured: MeasuredDigits | None) -> Judged | None:
    """The pairs asked for.

    Args:
        choices: Which; the hardest only when all are measured, and that went well.
        digits: The digits shown.
        measured: What the network makes of them; None while there is no network.

    Returns:
        Them and the network's word on each; None if these digits make no such pair.
    """
    narrow = (choices.classes, choices.kind)
    hardest = measured.hardest.result() if choices.hardest and measured is not None else None
    chance = np.random.default_rng(choices.seed)
    try:
        if hardest is None:
            pairs = choose_pairs(digits.labels, choices.count, chance, *narrow)
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
