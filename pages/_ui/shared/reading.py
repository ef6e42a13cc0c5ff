"""Prepares a picture for the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PreparedDigit:
    """A picture as 28×28 pixels, or one line that says why it could not be read."""

    digit: NDArray[np.uint8] | None = None
    problem: str = ""
    note: str = "As the network sees it"


NOTHING_YET = PreparedDigit()
NO_DIGIT = "No digit was found in this picture: choose another one, or draw with a darker line."


def prepare() -> None:
    """Reads a blank drawing in advance: the first one waits for SciPy's import."""
    read_ink(np.zeros((1, 1), np.float32))


def read_ink(ink: NDArray[np.float32]) -> PreparedDigit:
    """Brings a drawing into 28×28 pixels.

    Args:
        ink: float32 (height, width), 0 paper, 1 ink.

    Returns:
        The prepared digit, or the problem.
    """
    # Imported here because it needs SciPy: the pads do not wait for it.
    from siamese.preprocessing import BlankDrawing, ink_to_digit

    try:
        return PreparedDigit(ink_to_digit(ink))
    except BlankDrawing as error:
        return PreparedDigit(problem=str(error))


def read(file: BinaryIO) -> PreparedDigit:
    """Brings a picture into 28×28 pixels.

    Args:
        file: An uploaded file.

    Returns:
        The prepared digit, or the problem.
    """
    from siamese.preprocessing import BlankDrawing, DrawingError, read_picture, to_digit

    try:
        return PreparedDigit(to_digit(read_picture(file)))
    except BlankDrawing:
        return PreparedDigit(problem=NO_DIGIT)
    except DrawingError as error:
        return PreparedDigit(problem=str(error))
