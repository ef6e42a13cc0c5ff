"""Persian digits: symbols that no network here was trained on, written by the program itself.

Some are the set of examples that the One-shot part begins with; others measure how well a network
tells such newcomers apart. Not all of it is news to a network that learned 0 to 9: ۱ is written
much as a 1, ۹ as a 9, and ۰, brought to the size of the others, as a 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from siamese.evaluation.episodes import n_way_episodes, none_threshold
from siamese.evaluation.results import OneShot
from siamese.evaluation.support_set import SupportSet
from siamese.handwriting.persian_strokes import NAMES, NUMERALS
from siamese.handwriting.renderer import write
from siamese.preprocessing import to_digit

SYMBOLS = "Persian digits"
EXAMPLES = 1  # of each digit in the set that comes with the app
PICTURES = 20  # of each digit, to measure on
WAYS, SHOTS, EPISODES = 5, 1, 1000
SET_SEED = 33  # of forty, the one whose digits look most like a schoolbook's
MEASURE_SEED = 1

Images = NDArray[np.uint8]


@cache
def persian_digits(each: int, seed: int) -> tuple[Images, NDArray[np.intp]]:
    """Writes Persian digits.

    Args:
        each: How many of each digit.
        seed: Of all chance.

    Returns:
        uint8 (10 * each, 28, 28), white ink on black, and which digits they are, int (10 * each,):
        ۰, ۱, … in turn.

    Example:
        >>> images, labels = persian_digits(2, seed=1)
        >>> images.shape, labels[:3].tolist()
        ((20, 28, 28), [0, 1, 2])
    """
    labels = np.tile(np.arange(len(NAMES)), each)
    images = write(labels, np.random.default_rng(seed), NUMERALS)
    for array in (images, labels):
        array.setflags(write=False)  # each caller gets the same ones
    return images, labels


def persian_set() -> SupportSet:
    """The set that comes with the app, as if drawn on the page: the same each time."""
    images, labels = persian_digits(EXAMPLES, SET_SEED)
    drawn = np.stack([to_digit(255 - image) for image in images])
    return SupportSet(tuple(NAMES), drawn, labels)


def measure_one_shot(embed: Callable[[Images], NDArray[np.float32]]) -> OneShot:
    """How well a network tells Persian digits apart, from one example of each of five.

    Args:
        embed: The network: uint8 (n, 28, 28) → float32 (n, embedding_dim).

    Returns:
        Its figures for the manifest: the same each time.
    """
    images, labels = persian_digits(PICTURES, MEASURE_SEED)
    embeddings = embed(images)
    chance = np.random.default_rng(MEASURE_SEED).spawn(2)
    found = n_way_episodes(embeddings, labels, WAYS, SHOTS, EPISODES, chance[0])
    threshold = none_threshold(embeddings, labels, WAYS, SHOTS, EPISODES, chance[1])
    return OneShot(
        symbols=SYMBOLS,
        pictures=len(labels),
        ways=WAYS,
        shots=SHOTS,
        episodes=EPISODES,
        accuracy=found.accuracy,
        low=found.low,
        high=found.high,
        threshold=threshold,
    )
