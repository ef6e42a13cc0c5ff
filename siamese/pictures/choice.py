"""Which of a picture's candidates is the digit.

Each gets a score, a sum of what was measured of it times a weight. The weights were fitted to
pictures of `benchmarks.scenes` with training digits, so that the right candidate has the highest
score (a conditional logit; McFadden, 1974).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from siamese.pictures.candidates import Candidate
from siamese.pictures.layout import ENCLOSED, EVERY_NEIGHBOUR, Place, ends_of, is_between, is_within
from siamese.pictures.likeness import SOLID, Likeness, thickness

WEIGHTS = {
    "embedding": -6.6,  # distance to the nearest real digits', up to 1
    "pixels": -1.6,  # distance to the nearest real digits'
    "size": 0.2,  # logarithm to base 2 of its share of the picture's longer side
    "contrast": 1.9,  # of the darkest ink's
    "paper": 5.5,  # share of what lies around
    "votes": 1.75,  # logarithm to base 2 of the ways in which it was found
    "light": -1.2,  # 1 for light ink
    "filled": -3.2,  # share of its box that is ink
    "thick": -5.3,  # radius of its thickest stroke, of its size
    "underlined": -4.5,  # 1 if its lowest part is a level line
    "around": -6.0,  # 1 if it lies around a digit, as a circle or a sheet does
    "hole": -6.0,  # 1 if it is paper inside a stroke
    "piece": -6.0,  # 1 if it is cut out of a larger candidate's stroke
}
# Distances up to which a candidate looks so much like a digit that others are its pieces, and that
# what surrounds or underlines it is no part of it.
WHOLE = 0.75
WRITTEN = 0.75
FOUND = 2  # ways in which the latter was found, at least
ROOM = 0.05  # of what surrounds a digit, between both
INSIDE = 0.9  # share of what is seen through a stroke that lies in its holes
BROAD = 0.15  # radius of a sheet's widest part, of its size, at least
FINER = 0.15  # of that radius, up to which a line is ink on the sheet
ON_PAPER = 0.8  # share of what lies around ink on a sheet that is paper
BESIDE = 0.1  # of a digit's size, by which a line below it is longer at either end
BELOW = 0.6  # of its height, from where on a line is below it
CLOSE = 0.06  # of a digit's height, up to which its upper and its lower part are apart
LARGER = 1.12  # times a piece's height and width together
COVERED = 0.7  # share of a piece's strokes that are the larger one's, too
BAR = 0.35  # a level line's height, of its width, at most
WIDE = 0.5  # its width, of the digit's, at least


def scores(
    found: Sequence[Candidate], likeness: Likeness
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How probably each candidate is the digit.

    Args:
        found: At least one candidate of a picture.
        likeness: The measure of what looks like a digit.

    Returns:
        Their scores, float64 (n,), and how far they are from looking like digits, float64 (n,),
        infinitely far for a piece of one.
    """
    measured = measures(found, likeness)
    unlike = np.where(measured[:, -1] > 0, np.inf, measured[:, 0] + measured[:, 1])
    return measured @ np.array(list(WEIGHTS.values())), unlike


def measures(found: Sequence[Candidate], likeness: Likeness) -> NDArray[np.float64]:
    """What the scores are made of: float64 (n, weights), in the order of `WEIGHTS`."""
    by_network, by_pixels = likeness.distances(np.stack([one.digit for one in found]))
    unlike = by_network + by_pixels
    wholes = [
        one.place
        for one, far in zip(found, unlike, strict=True)
        if far < WHOLE and not (one.is_across() or one.is_along()) and is_one(one.place)
    ]
    written = [
        one.place
        for one, far in zip(found, unlike, strict=True)
        if far < WRITTEN and one.place.votes >= FOUND
    ]
    rows = [
        (
            min(near, 1),
            pixels,
            *_of_place(one),
            _is_underlined(one.place) or any(_underlines(one.place, inner) for inner in written),
            any(_surrounds(one.place, inner) for inner in written),
            _is_hole(one.place, found),
            any(_is_piece(one.place, whole) for whole in wholes),
        )
        for near, pixels, one in zip(by_network, by_pixels, found, strict=True)
    ]
    return np.array(rows, np.float64)


def _of_place(one: Candidate) -> tuple[float, ...]:
    place = one.place
    return (
        np.log2(place.size / max(one.shape)),
        place.contrast,
        place.paper,
        np.log2(place.votes),
        not place.dark,
        float(place.strokes.mean()),
        thickness(place.strokes),
    )


def is_one(place: Place) -> bool:
    """Whether strokes are one part, or one right above another, as the loops of an 8 may be.

    Args:
        place: With its strokes.
    """
    boxes = ndimage.find_objects(ndimage.label(place.strokes, EVERY_NEIGHBOUR)[0])
    if len(boxes) != 2 or _is_underlined(place):
        return len(boxes) == 1
    upper, lower = sorted((rows for rows, _ in boxes), key=lambda rows: rows.start)
    return bool(abs(lower.start - upper.stop) < CLOSE * len(place.strokes))


def _is_piece(place: Place, whole: Place) -> bool:
    if whole.dark != place.dark or _reach(whole) <= LARGER * _reach(place):
        return False
    overlap = [
        slice(max(a.start, b.start), min(a.stop, b.stop))
        for a, b in zip(place.box, whole.box, strict=True)
    ]
    if any(one.start >= one.stop for one in overlap):
        return False
    # Two readings of a thin line may lie a pixel apart.
    near = np.asarray(ndimage.binary_dilation(whole.strokes, EVERY_NEIGHBOUR))
    both = _part(place, overlap) & _part(replace(whole, strokes=near), overlap)
    return bool(both.sum() > COVERED * place.strokes.sum())


def _reach(place: Place) -> int:
    return sum(place.strokes.shape)


def _part(place: Place, there: list[slice]) -> NDArray[np.bool_]:
    rows, columns = (
        slice(one.start - span.start, one.stop - span.start)
        for one, span in zip(there, place.box, strict=True)
    )
    return place.strokes[rows, columns]


def _is_underlined(place: Place) -> bool:
    """Whether the lowest part is a level line; a 5's bar is the highest one."""
    parts, count = ndimage.label(place.strokes, EVERY_NEIGHBOUR)
    if count < 2:
        return False
    boxes = ndimage.find_objects(parts)
    lowest = max(boxes, key=lambda box: box[0].stop)
    rows, columns = (one.stop - one.start for one in lowest)
    below = all(box is lowest or box[0].stop <= lowest[0].start + rows for box in boxes)
    wide = columns > WIDE * place.strokes.shape[1]
    return bool(below and wide and rows < BAR * columns)


def _surrounds(place: Place, inner: Place) -> bool:
    """Whether strokes are a circle or a frame around others, or the sheet below them."""
    if inner.dark != place.dark:
        return _is_sheet(place, inner)
    return inner.size >= ENCLOSED * place.size and _is_around(place, inner)


def _is_sheet(place: Place, ink: Place) -> bool:
    """Whether a place is so broad beside another's line that a pen wrote that one on it."""
    broad, fine = (thickness(one.strokes) for one in (place, ink))
    on_it = ink.paper > ON_PAPER and is_within(ink.box, place.box)
    return on_it and broad > BROAD and fine * ink.size < FINER * broad * place.size


def _is_around(place: Place, inner: Place) -> bool:
    """Whether strokes surround others, off them on all sides."""
    free = 2 + int(ROOM * place.size)
    rows, columns = (
        slice(one.start - around.start, one.stop - around.start)
        for one, around in zip(inner.box, place.box, strict=True)
    )
    height, width = place.strokes.shape
    inside = rows.stop <= height - free and columns.stop <= width - free
    if min(rows.start, columns.start) < free or not inside:
        return False
    return is_between(ends_of(_apart_from(place.strokes, rows, columns)), rows, columns)


def _apart_from(strokes: NDArray[np.bool_], rows: slice, columns: slice) -> NDArray[np.bool_]:
    """The strokes without those parts that reach into a box."""
    parts, count = ndimage.label(strokes, EVERY_NEIGHBOUR)
    outside = np.ones(count + 1, bool)
    outside[parts[rows, columns]] = False
    return np.asarray(outside[parts])


def _is_hole(place: Place, others: Sequence[Candidate]) -> bool:
    """Whether it is light paper inside a dark stroke, as in a 0."""
    return not place.dark and any(
        one.place.dark
        and is_within(place.box, one.place.box)
        and thickness(one.place.strokes) < SOLID
        and not _is_sheet(one.place, place)
        and _fills(place, one.place)
        for one in others
    )


def _fills(place: Place, around: Place) -> bool:
    """Whether it lies in the holes of another place's strokes."""
    closed = np.asarray(ndimage.binary_fill_holes(around.strokes))
    there = _part(replace(around, strokes=closed), list(place.box))
    return bool((there & place.strokes).sum() > INSIDE * place.strokes.sum())


def _underlines(place: Place, upper: Place) -> bool:
    """Whether strokes are a digit and a level line below it, which may touch it."""
    rows, columns = upper.box
    beside = 1 + int(BESIDE * upper.size)
    if (
        upper.dark != place.dark
        or abs(place.box[0].start - rows.start) > beside
        or place.box[1].start >= columns.start - beside
        or place.box[1].stop <= columns.stop + beside
    ):
        return False
    left = place.box[1].start
    sides = (
        place.strokes[:, : columns.start - beside - left].any(axis=1),
        place.strokes[:, columns.stop + beside - left :].any(axis=1),
    )
    at = np.flatnonzero(sides[0] | sides[1])
    level = at[-1] - at[0] < BAR * place.strokes.shape[1]
    below = at[0] > BELOW * (rows.stop - rows.start)
    return bool(level and below and sides[0].any() and sides[1].any())
