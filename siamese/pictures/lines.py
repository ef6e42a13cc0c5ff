"""Takes long straight lines out of a mask: rulings, the sides of boxes, a margin.

A line is as long as a third of the picture, nearly level or upright, and thin. Where a stroke
crosses it, the ink is thicker than the line, and stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]

SLOPES = np.linspace(-0.14, 0.14, 15)  # rows per column: up to 8 degrees
LENGTH = 3  # the picture's side divided by a line's
FILLED = 0.85  # share of a line that is ink
THICKER = 1.6  # times the line's own thickness, from where on ink is a stroke's


def without_lines(ink: Mask) -> Mask:
    """The mask without level and upright lines.

    Args:
        ink: bool (height, width).

    Returns:
        bool (height, width), a subset.
    """
    return ink & ~_level_lines(ink) & ~_level_lines(ink.T).T


def _level_lines(ink: Mask) -> Mask:
    rows, columns = np.nonzero(ink[::2, ::2])
    sums = [
        np.square(np.bincount(rows + _moves(ink.shape[1], slope)[columns])).sum()
        for slope in SLOPES
    ]
    slope = float(SLOPES[int(np.argmax(sums))])
    straight = _sheared(ink, slope)
    length = max(ink.shape) // LENGTH
    # A line of one pixel jumps by a row here and there.
    thick = ndimage.maximum_filter1d(straight, 3, axis=0).astype(np.float32)
    full = ndimage.uniform_filter1d(thick, length, axis=1, mode="constant") >= FILLED
    found = straight & ndimage.maximum_filter1d(full, length, axis=1)
    if not found.any():
        return np.zeros_like(ink)
    runs = _run_lengths(straight)
    found &= runs <= max(2.0, THICKER * float(np.median(runs[found])))
    return _unsheared(found, slope)


def _sheared(ink: Mask, slope: float) -> Mask:
    """Each column moved, so that a line of this slope is level; higher by how far."""
    moved, height = _moves(ink.shape[1], slope), len(ink)
    straight = np.zeros((height + moved.max(), ink.shape[1]), bool)
    for column, down in enumerate(moved):
        straight[down : down + height, column] = ink[:, column]
    return straight


def _unsheared(ink: Mask, slope: float) -> Mask:
    """Each column moved back."""
    moved = _moves(ink.shape[1], slope)
    height = len(ink) - moved.max()
    return np.stack([ink[down : down + height, at] for at, down in enumerate(moved)], axis=1)


def _moves(width: int, slope: float) -> NDArray[np.int64]:
    """How far down each column goes, so that a line of this slope becomes level."""
    moved = np.rint(-slope * np.arange(width)).astype(np.int64)
    return np.asarray(moved - moved.min())


def _run_lengths(ink: Mask) -> NDArray[np.int64]:
    """For each pixel of ink, how many are above and below it without a gap, itself included."""

    def above(mask: Mask) -> NDArray[np.int64]:
        count = np.cumsum(mask, axis=0)
        return count - np.maximum.accumulate(np.where(mask, 0, count), axis=0)

    return np.where(ink, above(ink) + above(ink[::-1])[::-1] - 1, 0)
