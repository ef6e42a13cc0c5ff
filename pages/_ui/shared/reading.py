"""Prepares a picture for the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.pictures.finder import Box

SEEN = "As the network sees it"
LARGEST_KEPT = 1000  # longest side of a photo that is kept, in pixels


@dataclass(frozen=True, eq=False)
class Photo:
    """A file's picture, and where digits were found on it."""

    picture: NDArray[np.uint8]  # (height, width, 4)
    boxes: tuple[Box, ...]  # of the digits that were found, from left to right
    box: Box  # that is read now
    name: str  # of its widgets


@dataclass(frozen=True, eq=False)
class PreparedDigit:
    """A picture as 28×28 pixels, or one line that says why it could not be read."""

    digit: NDArray[np.uint8] | None = None
    problem: str = ""
    note: str = SEEN
    doubtful: bool = False  # whether it looks like no digit
    photo: Photo | None = None  # of a file


NOTHING_YET = PreparedDigit()
NO_DIGIT = "No digit was found in this picture: choose another one, or draw with a darker line."


def prepare() -> None:
    """Reads a blank drawing in advance, and loads what tells digits from other things."""
    read_ink(np.zeros((1, 1), np.float32))
    prepared(np.zeros((28, 28), np.uint8))


def read_ink(ink: NDArray[np.float32]) -> PreparedDigit:
    """Brings a drawing into 28×28 pixels. It has nothing around the digit to be left out.

    Args:
        ink: float32 (height, width), 0 paper, 1 ink.

    Returns:
        The prepared digit, or the problem.
    """
    # Imported here because it needs SciPy: the pads do not wait for it.
    from siamese.preprocessing import BlankDrawing, digit_image

    try:
        strokes = digit_image.find_strokes(ink)
    except BlankDrawing as error:
        return PreparedDigit(problem=str(error))
    return prepared(digit_image.strokes_to_digit(strokes), strokes)


def prepared(
    digit: NDArray[np.uint8],
    strokes: NDArray[np.bool_] | None = None,
    note: str = SEEN,
) -> PreparedDigit:
    """Asks of a picture whether it looks like a digit.

    Args:
        digit: uint8 (28, 28).
        strokes: bool (height, width), what was drawn, cropped; None if only the digit is left.
        note: What is said of it.

    Returns:
        The prepared digit, or the problem.
    """
    from siamese.pictures import is_doubtful

    try:
        return PreparedDigit(digit, note=note, doubtful=is_doubtful(digit, strokes))
    except NetworkError as error:
        return PreparedDigit(problem=str(error))


def read(file: BinaryIO) -> PreparedDigit:
    """Finds the digit in a picture.

    Args:
        file: An uploaded file.

    Returns:
        The prepared digit, or the problem.
    """
    from siamese.preprocessing import BlankDrawing, DrawingError

    try:
        return _file(file)
    except BlankDrawing:
        return PreparedDigit(problem=NO_DIGIT)
    except (DrawingError, NetworkError) as error:
        return PreparedDigit(problem=str(error))


def read_part(photo: Photo, box: Box) -> PreparedDigit:
    """Reads another part of a photo.

    Args:
        photo: The photo.
        box: The part, within its picture.

    Returns:
        The prepared digit or the problem, with the photo.
    """
    from siamese.pictures import find_digit
    from siamese.preprocessing import BlankDrawing

    there = replace(photo, box=box)
    try:
        found = find_digit(photo.picture, box)
    except BlankDrawing:
        return PreparedDigit(problem=NO_DIGIT, photo=there)
    except NetworkError as error:
        return PreparedDigit(problem=str(error), photo=there)
    return PreparedDigit(found.digit, doubtful=found.doubtful, photo=there)


def _file(file: BinaryIO) -> PreparedDigit:
    from siamese.pictures import find_digit
    from siamese.preprocessing import read_picture

    picture = read_picture(file)
    found = find_digit(picture)
    factor = -(-max(picture.shape[:2]) // LARGEST_KEPT)
    smaller = Image.fromarray(picture).convert("RGBa").reduce(factor).convert("RGBA")
    scaled = [
        (left // factor, top // factor, width // factor, height // factor)
        for left, top, width, height in (found.box, *found.others)
    ]
    photo = Photo(np.asarray(smaller), tuple(sorted(scaled)), scaled[0], uuid4().hex[:8])
    return PreparedDigit(found.digit, doubtful=found.doubtful, photo=photo)
