"""Pictures with their labels, from a folder or a ZIP, brought into the form of digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siamese.preprocessing import DrawingError, read_picture, to_digit


@dataclass(frozen=True)
class Picture:
    """A picture that is still to be read.

    Attributes:
        label: What it shows, in any words.
        name: What to call it where it cannot be read.
        content: Gives the file's bytes or its path; may raise a DrawingError.
    """

    label: str
    name: str
    content: Callable[[], bytes | Path]


@dataclass(frozen=True, eq=False)
class DrawnSet:
    """Pictures as the network sees them.

    Attributes:
        images: uint8 (n, 28, 28), white ink on black.
        labels: str (n,), what they show.
        left_out: A line for each that could not be read: its name, and why.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.str_]
    left_out: list[str]

    @property
    def classes(self) -> NDArray[np.intp]:
        """The labels as numbers, in the order of their words, int (n,)."""
        return np.asarray(np.unique(self.labels, return_inverse=True)[1])


def read_drawn(
    pictures: Sequence[Picture], on_progress: Callable[[int], None] | None = None
) -> DrawnSet:
    """Brings pictures the way that a drawing on the page goes; leaves out what shows nothing.

    Args:
        pictures: Any number.
        on_progress: Told before each picture how many are done.

    Returns:
        Those that could be read, in the same order.
    """
    images, labels, left_out = [], [], []
    for done, picture in enumerate(pictures):
        if on_progress:
            on_progress(done)
        try:
            images.append(to_digit(read_picture(picture.content())))
            labels.append(picture.label)
        except DrawingError as error:
            left_out.append(f"{picture.name}: {error}")
    stacked = np.array(images, np.uint8).reshape(-1, 28, 28)
    return DrawnSet(stacked, np.array(labels, np.str_), left_out)
