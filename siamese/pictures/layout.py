"""Where on a picture something may have been written.

Of the parts that stand out from the picture, those that reach its edge and those that enclose
others are surroundings.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from siamese.pictures.hat import FAINTEST, SQUARES, Hat, hat
from siamese.pictures.lines import without_lines

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Box = tuple[slice, slice]  # rows and columns
Ends = list[NDArray[np.intp]]  # of rows: first and last column; of columns: first and last row

LEVELS = (0.25, 0.45, 0.7)  # of the darkest ink, from where on a pixel is ink
SMALLEST = 8  # longer side of a part, in pixels
ENCLOSED = 0.25  # of a frame's longer side, from where on what it encloses may be a digit
LEAST_PAPER = 0.4  # share of what lies around a place
MOST_PARTS = 5  # of a mask that are looked at
NEIGHBOUR = 0.12, 0.25  # least size of a digit's second part, and most gap, of the first one's size
THIN = (3, 5, 9)  # pixels up to which printed lines are wide
ON_A_SIDE = 0.6  # of a box's side, from where on strokes lie along it
EVERY_NEIGHBOUR = np.ones((3, 3), dtype=bool)


@dataclass(eq=False)
class Place:
    """Where a digit may be."""

    strokes: Mask  # in its box
    box: Box  # the smallest around them
    dark: bool  # whether the ink is darker than the paper
    contrast: float = 0.0  # of the ink, of the darkest one's
    paper: float = 0.0  # share of what lies around that is paper
    votes: int = 1  # in how many ways it was found
    on_sheet: bool = False  # whether it was found on the sheet

    @cached_property
    def size(self) -> int:
        """The longer side, in pixels."""
        return int(max(one.stop - one.start for one in self.box))

    @cached_property
    def thickness(self) -> float:
        """The radius of the thickest stroke, as a share of the longer side."""
        return thickness(self.strokes)

    def resembles(self, other: Place) -> bool:
        """Whether two places hold nearly the same strokes."""
        if self.dark != other.dark:
            return False
        near = 2 + self.size // 40
        for one, another in zip(self.box, other.box, strict=True):
            if abs(one.start - another.start) > near or abs(one.stop - another.stop) > near:
                return False
        areas = sorted((int(self.strokes.sum()), int(other.strokes.sum())))
        return areas[0] > 0.75 * areas[1]


def places(grey: Floats, known: list[Place], corner: tuple[int, int] | None = None) -> None:
    """Finds where a digit may be on a picture.

    Args:
        grey: float32 (height, width), of `siamese.pictures.tones.tone`.
        known: The places that are known; new ones are added, and those found again counted.
        corner: Top and left of the sheet, if this is its part of the picture.
    """
    for dark, part in product((True, False), SQUARES):
        found = hat(grey, dark, part)
        if found.peak < FAINTEST:
            continue
        for level in LEVELS:
            inked = found.ink > np.maximum(level * found.peak, 2 * found.noise)
            for place in _places_in(inked, dark):
                measure(place, found)
                if place.paper >= LEAST_PAPER:
                    _add(place if corner is None else _on_sheet(place, corner), known)


def _on_sheet(place: Place, corner: tuple[int, int]) -> Place:
    rows, columns = (
        slice(one.start + by, one.stop + by) for one, by in zip(place.box, corner, strict=True)
    )
    return replace(place, box=(rows, columns), on_sheet=True)


def _add(place: Place, known: list[Place]) -> None:
    same = next((one for one in known if place.resembles(one)), None)
    if same is None:
        known.append(place)
    else:
        same.votes += 1
        same.contrast = max(same.contrast, place.contrast)
        same.on_sheet |= place.on_sheet


def measure(place: Place, found: Hat) -> None:
    """Measures contrast and paper of a place: unlike the ink, and not just along its border."""
    y, x = place.box
    contrast = float(found.ink[place.box][place.strokes].mean())
    inner = max(3, place.size // 12)
    outer = inner + max(4, int(0.3 * place.size))
    top, left = max(0, y.start - outer), max(0, x.start - outer)
    around = found.smooth[top : y.stop + outer, left : x.stop + outer]
    ring = np.ones(around.shape, bool)
    ring[
        max(0, y.start - inner - top) : y.stop + inner - top,
        max(0, x.start - inner - left) : x.stop + inner - left,
    ] = False
    level = float(np.median(found.grey[place.box][place.strokes]))
    apart = (around[ring] - level) * (1 if place.dark else -1)
    place.contrast = min(1.0, contrast / found.peak)
    place.paper = float((apart > 0.5 * contrast).mean()) if ring.any() else 1.0


def _places_in(ink: Mask, dark: bool) -> Iterator[Place]:
    crowded = yield from _written(ink, dark)
    if not crowded:
        return
    yield from _written(without_lines(ink), dark)
    for width in THIN:
        core = ndimage.minimum_filter(ink, width)
        if not core.any():
            return
        yield from _written(ink & ndimage.maximum_filter(core, width + 2), dark)


def _written(ink: Mask, dark: bool) -> Generator[Place, None, bool]:
    """The parts of a mask, alone and with their neighbours; whether there are surroundings."""
    parts, _ = ndimage.label(ink, EVERY_NEIGHBOUR)
    boxes: list[Any] = ndimage.find_objects(parts)
    sides = np.array([max(y.stop - y.start, x.stop - x.start) for y, x in boxes] or [0])
    large = [at for at in np.argsort(-sides)[:200].tolist() if sides[at] >= SMALLEST]
    inner = [at for at in large if not _at_edge(boxes[at], ink.shape)]
    edges = np.array(
        [[end for span in boxes[one] for end in (span.start, span.stop)] for one in inner]
    )
    frames = {at for at in inner[:30] if _encloses(parts, boxes[at], at, edges)}
    free = [at for at in inner if at not in frames]
    for at in free[:MOST_PARTS]:
        yield _place(parts, [at], boxes, dark)
        near = [
            one
            for one in free
            if one != at
            and sides[one] > NEIGHBOUR[0] * sides[at]
            and _gap(boxes[at], boxes[one]) < NEIGHBOUR[1] * sides[at]
        ]
        if near:
            yield _place(parts, [at, *near], boxes, dark)
    return len(free) < len(large) and sides[large[0]] > max(ink.shape) / 4


def _place(
    parts: NDArray[np.signedinteger], chosen: list[int], boxes: list[Box], dark: bool
) -> Place:
    rows, columns = (
        slice(
            min(boxes[at][axis].start for at in chosen), max(boxes[at][axis].stop for at in chosen)
        )
        for axis in (0, 1)
    )
    of_place = np.zeros(len(boxes) + 1, bool)
    of_place[np.array(chosen) + 1] = True
    return Place(of_place[parts[rows, columns]], (rows, columns), dark)


def _at_edge(box: Box, shape: tuple[int, ...]) -> bool:
    return any(one.start <= 1 or one.stop >= side - 1 for one, side in zip(box, shape, strict=True))


def _gap(one: Box, other: Box) -> int:
    """How far two boxes are apart, in pixels."""
    gaps = [max(a.start - b.stop, b.start - a.stop) for a, b in zip(one, other, strict=True)]
    return int(max(gaps))


def _encloses(parts: NDArray[np.signedinteger], box: Box, at: int, edges: NDArray[np.intp]) -> bool:
    """Whether a part has another one inside; `edges` (n, 4) are those of all boxes."""
    (top, bottom), (left, right) = ((one.start, one.stop) for one in box)
    starts, stops = edges[:, ::2], edges[:, 1::2]  # of rows and columns
    within = ((starts >= (top, left)) & (stops <= (bottom, right))).all(axis=1)
    large = (stops - starts).max(axis=1) >= ENCLOSED * max(bottom - top, right - left)
    inner = edges[within & large] - (top, top, left, left)
    if len(inner) == 1:  # only the part itself
        return False
    ends = ends_of(parts[box] == at + 1)
    return any(is_between(ends, slice(*one[:2]), slice(*one[2:])) for one in inner)


def ends_of(strokes: Mask) -> Ends:
    """For each row the first and last column with ink, for each column the first and last row.

    Where there is none, the first lies behind the last.
    """
    ends = []
    for lines in (strokes, strokes.T):
        width, empty = lines.shape[1], ~lines.any(axis=1)
        ends.append(np.where(empty, width, lines.argmax(axis=1)))
        ends.append(np.where(empty, -1, width - 1 - lines[:, ::-1].argmax(axis=1)))
    return ends


def is_between(ends: Ends, rows: slice, columns: slice) -> bool:
    """Whether strokes lie on at least three sides of a box inside theirs; a circle may be open."""
    left, right, top, bottom = ends
    sides = (
        left[rows] < columns.start,
        right[rows] >= columns.stop,
        top[columns] < rows.start,
        bottom[columns] >= rows.stop,
    )
    return bool(sum(np.count_nonzero(one) > ON_A_SIDE * len(one) for one in sides) >= 3)


def is_within(one: Box, other: Box) -> bool:
    """Whether a box lies in another one."""
    return all(a.start >= b.start and a.stop <= b.stop for a, b in zip(one, other, strict=True))


def thickness(strokes: NDArray[np.bool_]) -> float:
    """The radius of the thickest stroke, as a share of the longer side.

    Args:
        strokes: bool (height, width), cropped.
    """
    inside = np.asarray(ndimage.distance_transform_edt(np.pad(strokes, 1)))
    return float(inside.max() / max(strokes.shape))
