"""The symbols of a training run: drawn in several hands, and put into batches.

A character in another of four rotations counts as another class: so the same drawings make four
times as many classes, and the more classes a network has learned to tell apart, the better it does
with new ones.
"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.config import TrainingConfig
from siamese.data.symbols import UNIPEN, Symbols
from siamese.evaluation.persian import SHOTS, WAYS
from siamese.handwriting.renderer import write
from siamese.handwriting.tracing import trace
from siamese.preprocessing.augmentation import Distortion, distort
from siamese.training.batches import Floats, as_input
from siamese.training.data import Labels, TrainingData, check_classes

HELD_OUT = 7  # every seventh of Omniglot's alphabets is not learned from
HANDS = (0.5, 1.0)  # how far strokes are bent when they are written again, besides as drawn
DIGITS_EACH = 60  # of our own handwriting, of each digit
OWN = "handwriting"  # its alphabet
EACH = 4  # images of a class in a batch
ROTATIONS = 4

Bytes = NDArray[np.uint8]
Indices = NDArray[np.intp]


def prepare_symbols(config: TrainingConfig, symbols: Symbols) -> TrainingData:
    """Draws what there is to learn from, and what is for validation and for the test.

    Of the alphabets that are held out, every other symbol is for validation, the others are for
    the test.

    Args:
        config: Its seed is used.
        symbols: What people drew.

    Returns:
        The images of the run; their labels are classes.

    Raises:
        ValueError: If there are too few alphabets or symbols for pairs of both kinds.
    """
    rng = np.random.default_rng(config.seed)
    kept_aside = held_out(symbols.alphabets)
    turn = np.cumsum(kept_aside) % 2 == 0
    validation, test = (_drawn(symbols, kept_aside & part, rng) for part in (turn, ~turn))
    images, labels = _drawn(symbols, ~kept_aside, rng)
    hands = [_written_again(symbols, ~kept_aside, rng, bent) for bent in HANDS]
    digits = np.repeat(np.arange(10), DIGITS_EACH)
    written = write(digits, rng)
    _check(labels, validation[1], test[1])
    return TrainingData(
        np.concatenate([images, *(drawn for drawn, _ in hands), written]),
        np.concatenate([labels, *(of for _, of in hands), len(symbols.alphabets) + digits]),
        *validation,
        *test,
        drawings=sum(len(of) for _, of in hands),
        written=len(written),
        alphabets=np.append(symbols.alphabets, [OWN] * 10),
    )


def _check(learned: Indices, validation: Indices, test: Indices) -> None:
    """Refuses symbols that are too few, before anything is learned."""
    check_classes(learned, "The symbols to learn from")
    check_classes(test, "The symbols for the test")
    counts = np.unique(validation, return_counts=True)[1]
    if len(counts) <= WAYS or counts.min() <= SHOTS:
        raise ValueError(
            f"Of each seventh alphabet, {2 * WAYS + 2} symbols are needed for validation and test, "
            f"each drawn twice. Received for validation: {len(counts)}"
        )


def held_out(alphabets: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Which classes are of an alphabet that is held out: every seventh of Omniglot's, by name.

    UNIPEN's letters are not: a small one may look as its capital, which says nothing of a network.

    Args:
        alphabets: (classes,), the alphabet of each class.
    """
    names = np.unique(alphabets[alphabets != UNIPEN[0]])
    return np.isin(alphabets, names[1::HELD_OUT])


def _drawn(
    symbols: Symbols, chosen: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Bytes, Indices]:
    """Images of some classes as they were drawn, and their labels."""
    lines, pictures = chosen[symbols.line_classes], chosen[symbols.picture_classes]
    return (
        np.concatenate([trace(symbols.lines[lines], rng, None), symbols.pictures[pictures]]),
        np.concatenate([symbols.line_classes[lines], symbols.picture_classes[pictures]]),
    )


def _written_again(
    symbols: Symbols, chosen: NDArray[np.bool_], rng: np.random.Generator, bent: float
) -> tuple[Bytes, Indices]:
    """Strokes of some classes, each in another hand, and their labels."""
    lines = chosen[symbols.line_classes]
    return trace(symbols.lines[lines], rng, bent), symbols.line_classes[lines]


class SymbolBatches(keras.utils.PyDataset):
    """Batches of a few images each of many classes, chosen anew each epoch.

    Half of the classes are of one alphabet in one rotation: these are the hard ones to tell apart.

    Args:
        images: uint8 (n, 28, 28).
        labels: int (n,), their classes before any rotation.
        alphabets: (classes,), the alphabet of each class.
        batch_size: Images a batch: `EACH` of each class.
        seed: Of all randomness.
        distortion: How far each image is bent; None to leave it.
    """

    def __init__(
        self,
        images: Bytes,
        labels: Labels,
        alphabets: NDArray[np.str_],
        batch_size: int,
        seed: int,
        distortion: Distortion | None = None,
    ) -> None:
        super().__init__(workers=1, max_queue_size=4)
        self.images, self.seed, self.distortion = images, seed, distortion
        self.members = {one: np.flatnonzero(labels == one) for one in np.unique(labels).tolist()}
        self.classes = np.array([*self.members])
        self.alphabets = alphabets[self.classes]
        self.batch_size, self.epoch = batch_size, 0

    def __len__(self) -> int:
        """Batches an epoch: so many that each image might be seen once."""
        return max(len(self.images) // self.batch_size, 1)

    def __getitem__(self, index: int) -> tuple[Floats, Floats]:
        """Images float32 (batch, 28, 28, 1) and labels float32 (batch,)."""
        rng = np.random.default_rng([self.seed, self.epoch, index])
        chosen = self.choose(rng)
        images = np.concatenate(
            [
                turned(self.images[rng.choice(members, EACH, len(members) < EACH)], code)
                for code in chosen
                for members in [self.members[int(self.classes[code // ROTATIONS])]]
            ]
        )
        if self.distortion:
            images = distort(images, rng, self.distortion)
        return as_input(images), np.repeat(chosen, EACH).astype(np.float32)

    def choose(self, rng: np.random.Generator) -> Indices:
        """Which classes a batch shows: int (batch_size / EACH,), 4 · place of the class + turns."""
        count = self.batch_size // EACH
        codes = rng.permutation(len(self.classes) * ROTATIONS)
        alphabet, turns = self.alphabets[codes[0] // ROTATIONS], codes[0] % ROTATIONS
        alike = (self.alphabets[codes // ROTATIONS] == alphabet) & (codes % ROTATIONS == turns)
        near = codes[alike][: count // 2]
        return np.concatenate([near, codes[~np.isin(codes, near)]])[:count]

    def on_epoch_end(self) -> None:
        """Moves on to the next epoch's choices."""
        self.epoch += 1


def turned(images: Bytes, quarters: int) -> Bytes:
    """Turns images by quarters around the middle of pixel 14, where their centre of mass is.

    Args:
        images: uint8 (n, 28, 28).
        quarters: How many; whole turns do not count.

    Returns:
        uint8 (n, 28, 28).
    """
    padded = np.pad(images, ((0, 0), (0, 1), (0, 1)))
    return np.rot90(padded, quarters, axes=(1, 2))[:, :-1, :-1]
