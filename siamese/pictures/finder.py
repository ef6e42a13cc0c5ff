"""Finds the digit on a picture, whatever lies around it.

picture → the whole ink, if that is one digit and nothing else
        → else places where ink was found → candidates → the best of them
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siamese.pictures.candidates import Candidate, candidates, whole_picture
from siamese.pictures.choice import is_one, scores
from siamese.pictures.doubt import is_doubtful
from siamese.pictures.layout import Place
from siamese.pictures.likeness import is_solid, likeness, thickness
from siamese.pictures.tones import on_paper
from siamese.preprocessing.foreground import BlankDrawing

WHITE, BLACK = 255, 0
TINY = 64  # longest side of a picture that shows a digit and nothing else, in pixels
OPEN = 0.6  # share of its box that is ink, below which even a very thick line is one
SURE = 0.55  # likeness up to which one clean part is taken for the digit at once
SURE_ALONG = 0.45  # up to which it is if it lies along the edge
CLEAR = 0.5  # contrast and share of paper, from which on it is
GOOD = 0.75  # up to which what was found on white paper is not sought on black
SECOND = 0.75  # up to which another place is a second digit
AS_LARGE = 0.6, 1.5  # a second digit's size, of the first one's
AS_THICK = 0.5, 2.0  # its line's thickness, of the first one's: a field's sides are thinner
NARROW = 0.1  # of its size, what the side of a field measures; a 1 is broader
AS_SURE = 0.5  # its votes, of the first one's: a piece of a circle has fewer
BELOW = 0.25  # of its size, how far a second digit lies above or below the first
SECOND_CONTRAST = 0.4  # least, of the darkest ink's
SECOND_PAPER = 0.6  # least share of what lies around it

Box = tuple[int, int, int, int]  # left, top, width, height, in pixels of the picture


@dataclass(frozen=True, eq=False)
class Finding:
    """The digit of a picture."""

    digit: NDArray[np.uint8]  # (28, 28), white ink on black
    box: Box  # where it is
    doubtful: bool  # whether it looks like no digit
    others: tuple[Box, ...] = ()  # where there seem to be more digits


def find_digit(picture: NDArray[np.uint8], box: Box | None = None) -> Finding:
    """Finds the digit on a picture: a photo, a scan, a form, or just a drawing.

    Args:
        picture: uint8 (height, width) grey, (height, width, 3) RGB or (height, width, 4) RGBA.
        box: Where to look, in pixels of the picture; everywhere without it.

    Returns:
        The digit, its place, and the places of others.

    Raises:
        BlankDrawing: If there is no ink, or only a dot.
        DrawingError: If dtype or shape are others.
        ValueError: If the box lies outside the picture.
    """
    left, top = (0, 0) if box is None else box[:2]
    if box is not None:
        picture = _part(picture, box)
    found = _candidates(picture)
    if not found:
        raise BlankDrawing("No digit was found in this picture: draw with a darker line.")
    best, others = (found[0], []) if len(found) == 1 else _chosen(found)
    x, y, width, height = _box(best)
    return Finding(
        best.digit,
        (x + left, y + top, width, height),
        is_doubtful(best.digit, best.place.strokes),
        () if box else tuple(_box(one) for one in others),
    )


def _chosen(found: list[Candidate]) -> tuple[Candidate, list[Candidate]]:
    """The best candidate, and others that are digits too."""
    score, unlike = scores(found, likeness())
    best = found[int(np.argmax(score))]
    return best, _others(
        best, [one for one, far in zip(found, unlike, strict=True) if far < SECOND]
    )


def several_digits(found: Finding) -> str:
    """The sentence on a picture with several digits, with their boxes."""
    boxes = " and ".join(",".join(map(str, box)) for box in sorted((found.box, *found.others)))
    return f"There seem to be {1 + len(found.others)} digits in it, at {boxes}."


def _part(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    left, top, width, height = box
    inside = left >= 0 and top >= 0 and left + width <= picture.shape[1]
    if not inside or top + height > picture.shape[0] or width < 1 or height < 1:
        size = f"{picture.shape[1]}×{picture.shape[0]}"
        raise ValueError(f"the box lies within the picture of {size} pixels. Received: {box}")
    return picture[top : top + height, left : left + width]


def _candidates(picture: NDArray[np.uint8]) -> list[Candidate]:
    """Of a picture with transparent parts, first on white paper, then on black."""
    found: list[Candidate] = []
    clear = picture.ndim == 3 and picture.shape[2] == 4 and bool((picture[..., 3] < 255).any())
    for paper in (WHITE, BLACK) if clear else (WHITE,):
        colors = on_paper(picture, paper)
        whole = whole_picture(colors)
        if whole and (max(picture.shape[:2]) <= TINY or _is_alone(whole)):
            return [whole]
        found += candidates(colors) + ([whole] if whole else [])
        if found and min(_unlike(found)) < GOOD:
            break
    return found


def _unlike(found: list[Candidate]) -> NDArray[np.float32]:
    by_network, by_pixels = likeness().distances(np.stack([one.digit for one in found]))
    return by_network + by_pixels


def _is_alone(whole: Candidate) -> bool:
    """Whether a picture's ink is one thin line that looks like a digit."""
    place = whole.place
    if not is_one(place) or whole.is_across() or is_solid(place.strokes):
        return False
    enough = SURE_ALONG if whole.is_along() else SURE
    thin = place.contrast > CLEAR or float(place.strokes.mean()) < OPEN
    return thin and place.paper > CLEAR and float(_unlike([whole])[0]) < enough


def _others(best: Candidate, digit_like: list[Candidate]) -> list[Candidate]:
    """Candidates that look like a second digit, beside the best one and one another."""
    kept = [best]
    for one in sorted(digit_like, key=lambda other: -other.place.size):
        place = one.place
        if (
            _is_between(place.size / best.place.size, AS_LARGE)
            and _is_between(_line(place) / _line(best.place), AS_THICK)
            and min(place.strokes.shape) > NARROW * place.size
            and place.votes >= max(3, AS_SURE * best.place.votes)
            and place.dark == best.place.dark
            and place.on_sheet >= best.place.on_sheet
            and place.contrast > SECOND_CONTRAST
            and place.paper > SECOND_PAPER
            and all(_apart(one, other) for other in kept)
        ):
            kept.append(one)
    return kept[1:]


def _is_between(ratio: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] < ratio < bounds[1]


def _line(place: Place) -> float:
    """Half the thickness of a place's widest line, in pixels."""
    return thickness(place.strokes) * place.size


def _apart(one: Candidate, other: Candidate) -> bool:
    """Whether one is beside another, or clearly below or above it."""
    (rows, columns), (other_rows, other_columns) = one.place.box, other.place.box
    beside = max(columns.start - other_columns.stop, other_columns.start - columns.stop)
    below = max(rows.start - other_rows.stop, other_rows.start - rows.stop)
    return bool(beside > 0 or below > BELOW * min(one.place.size, other.place.size))


def _box(one: Candidate) -> Box:
    rows, columns = one.place.box
    left, top, right, bottom = (
        int(edge) * one.factor for edge in (columns.start, rows.start, columns.stop, rows.stop)
    )
    return left, top, right - left, bottom - top
