"""What becomes of a picture on its way to the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PreparedDigit:
    """A picture brought into 28x28, or in one line why it could not be."""

    digit: NDArray[np.uint8] | None = None
    problem: str = ""
    note: str = "As the network sees it"


NOTHING_YET = PreparedDigit()
NO_DIGIT = "No digit stands out in this picture: choose another, or one with a darker line."


def read(source: NDArray[np.uint8] | BinaryIO) -> PreparedDigit:
    """Brings a picture into 28x28.

    Args:
        source: Its pixels, or the file that somebody gave.

    Returns:
        What came of it.
    """
    # SciPy comes with it, which the pads need not wait for.
    from siamese.preprocessing import BlankDrawing, DrawingError, read_picture, to_digit

    try:
        return PreparedDigit(
            to_digit(source if isinstance(source, np.ndarray) else read_picture(source))
        )
    except BlankDrawing as error:
        return PreparedDigit(problem=str(error) if isinstance(source, np.ndarray) else NO_DIGIT)
    except DrawingError as error:
        return PreparedDigit(problem=str(error))
