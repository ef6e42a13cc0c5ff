"""What may be the digit on a picture: each place where ink was found, and the whole picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from siamese.pictures.hat import hat, top_hat
from siamese.pictures.layout import EVERY_NEIGHBOUR, Place, measure, places
from siamese.pictures.sheets import sheet
from siamese.pictures.tones import axes, reduced, tone
from siamese.preprocessing.digit_image import (
    bounds,
    crop_strokes,
    find_strokes,
    main_parts,
    strokes_to_digit,
)
from siamese.preprocessing.foreground import LUMINANCE, BlankDrawing, find_ink

Colors = NDArray[np.uint8]  # (height, width, 3)
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SEARCHED = 512  # longest side of the copy on which places are looked for, in pixels
READ = 400  # longest side of the part of the picture from which a place is read, in pixels
MARGIN = 0.25  # around a place, of its size
WIDEST = 0.6  # of a place's size: a stroke is narrower
MOST = 14  # places that are read
FULL = 60  # percentile of the ink's darkness that counts as full ink
INKED = 0.2  # share of a pixel of the reduced copy, which a line of one pixel covers across corners
AT_EDGE = 0.3  # of its size, from where on its ink lies along the edge and may be a desk


@dataclass(frozen=True, eq=False)
class Candidate:
    """What may be the digit."""

    digit: NDArray[np.uint8]  # (28, 28)
    place: Place  # on the searched copy
    shape: tuple[int, int]  # of that copy
    factor: int  # by which the picture is larger

    def at_edges(self) -> tuple[int, int, int, int]:
        """How much of the upper, lower, left and right edge its ink touches, in pixels."""
        (rows, columns), (height, width) = self.place.box, self.shape
        strokes = self.place.strokes
        return (
            int(strokes[:2].any(axis=0).sum()) if rows.start <= 1 else 0,
            int(strokes[-2:].any(axis=0).sum()) if rows.stop >= height - 1 else 0,
            int(strokes[:, :2].any(axis=1).sum()) if columns.start <= 1 else 0,
            int(strokes[:, -2:].any(axis=1).sum()) if columns.stop >= width - 1 else 0,
        )

    def is_across(self) -> bool:
        """Whether its ink reaches opposite edges, as a ruling does."""
        top, bottom, left, right = self.at_edges()
        return bool((top and bottom) or (left and right))

    def is_along(self) -> bool:
        """Whether its ink lies along the edge, as a desk does."""
        return sum(self.at_edges()) > AT_EDGE * self.place.size


def whole_picture(colors: Colors) -> Candidate | None:
    """The picture's ink as of a drawing with nothing around; None if there is none."""
    try:
        ink = find_ink(colors)
        kept = main_parts(ink)
        strokes = crop_strokes(ink, kept)
    except BlankDrawing:
        return None
    small, factor = reduced(colors, SEARCHED)
    size = (small.shape[1], small.shape[0])
    smaller = Image.fromarray(kept.astype(np.float32)).resize(size, Image.Resampling.BOX)
    mask = np.asarray(smaller) > min(INKED, 0.9 * float(np.asarray(smaller).max()))
    box = bounds(mask)
    grey = tone(small, LUMINANCE)
    dark = mask.all() or float(np.median(grey[mask])) < float(np.median(grey[~mask]))
    place = Place(mask[box], box, bool(dark))
    measure(place, hat(grey, place.dark))
    return Candidate(strokes_to_digit(strokes), place, small.shape[:2], factor)


def candidates(colors: Colors) -> list[Candidate]:
    """Each place where ink was found."""
    small, factor = reduced(colors, SEARCHED)
    read = []
    for axis in axes(small):
        known: list[Place] = []
        grey = tone(small, axis)
        places(grey, known)
        if found := sheet(grey):
            on_sheet, (rows, columns) = found
            places(on_sheet, known, (rows.start, columns.start))
        known.sort(key=lambda place: place.votes * place.contrast * place.size**0.5, reverse=True)
        for place in known[:MOST]:
            try:
                digit = strokes_to_digit(_strokes(colors, axis, place, factor))
            except BlankDrawing:
                continue
            read.append(Candidate(digit, place, small.shape[:2], factor))
    return read


def _strokes(colors: Colors, axis: Floats, place: Place, factor: int) -> Mask:
    """The strokes of a place, read from the picture itself."""
    margin = int(MARGIN * place.size) + 4
    top, left = (max(0, one.start - margin) for one in place.box)
    bottom, right = (one.stop + margin for one in place.box)
    part = colors[top * factor : bottom * factor, left * factor : right * factor]
    part, shrunk = reduced(part, READ)
    mask = np.zeros((bottom - top, right - left), dtype=bool)
    rows, columns = place.box
    mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = (
        place.strokes
    )
    mask = ndimage.binary_dilation(mask, EVERY_NEIGHBOUR)
    height, width = (-(-side * shrunk // factor) for side in part.shape[:2])
    fitted = Image.fromarray(mask[:height, :width]).resize((part.shape[1], part.shape[0]))
    keep = np.asarray(fitted)
    side = int(WIDEST * place.size * factor / shrunk) | 1
    ink = top_hat(tone(part, axis), side, place.dark) * keep
    darkest = float(ink.max())
    if darkest <= 0:
        raise BlankDrawing("Nothing is drawn yet: draw a digit.")
    full = np.float32(np.percentile(ink[ink > 0.3 * darkest], FULL))
    return find_strokes(np.clip(ink / full, 0, 1))
