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
    """Reads a blank picture in advance: the first one waits for SciPy's import."""
    read(np.zeros((1, 1, 4), np.uint8))


def read(source: NDArray[np.uint8] | BinaryIO) -> PreparedDigit:
    """Brings a picture into 28×28 pixels.

    Args:
        source: Its pixels, or an uploaded file.

    Returns:
        The prepared digit, or the problem.
    """
    # Imported here because it needs SciPy: the pads do not wait for it.
    from siamese.preprocessing import BlankDrawing, DrawingError, read_picture, to_digit

    try:
        return PreparedDigit(
            to_digit(source if isinstance(source, np.ndarray) else read_picture(source))
        )
    except BlankDrawing as error:
        return PreparedDigit(problem=str(error) if isinstance(source, np.ndarray) else NO_DIGIT)
    except DrawingError as error:
        return PreparedDigit(problem=str(error))
