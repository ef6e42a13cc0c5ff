"""Synthetic handwriting, for when no data set is available.

Each digit is one of several ways to write it (`siamese.handwriting.digit_strokes`), varied at
random: bent, slanted, narrower or wider, with corners cut, strokes begun late or ended early, and
a pen of random width and varying pressure. It is centred in 28x28 as any drawing is
(`siamese.preprocessing.digit_image.center_in_28x28`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from siamese.handwriting.digit_strokes import NUMERALS
from siamese.handwriting.strokes import PenPath
from siamese.preprocessing.digit_image import BOX, LINE, SIDE, center_in_28x28

Numerals = Sequence[
    Mapping[str, float]
]  # for each digit, its paths with their relative frequencies
Floats = NDArray[np.float64]
Lines = NDArray[np.float64]  # (n, k, 2): n lines of k points, x and y

# Standard deviations of what differs from writer to writer
WAVER = 0.015  # a point's position, in heights of a digit
APART = 0.03  # a stroke's position, in heights of a digit
BEND = 0.06 / np.array([[np.inf, 1, 3], [1, 1.4, 4], [3, 4, 6]])  # waves across and down
SLANT = 0.25  # tangent of the angle, around USUAL_SLANT
WIDTH = 0.25  # logarithm of the width
TURN = 0.1  # rotation, in radians
PEN = 0.32  # logarithm of the pen's width
PRESSURE = 0.1  # logarithm of the width along a line

USUAL_SLANT = 0.14  # tangent of the angle
LATE = 0.08  # largest share of a stroke left out at either end
SPAN = 80  # longer side of a digit as drawn, in pixels
PAPER = 144  # side of the picture that it is drawn on, in pixels
WIDEST = 14.0  # radius of the widest pen, in pixels
CHUNK = 200  # digits drawn at a time, to limit the memory


def write(
    labels: ArrayLike, rng: np.random.Generator, numerals: Numerals = NUMERALS
) -> NDArray[np.uint8]:
    """Writes digits, each in a different handwriting.

    Args:
        labels: int (n,), the digits to write, 0 to 9.
        rng: Random generator.
        numerals: The paths of each digit; `siamese.handwriting.persian_strokes.NUMERALS` for
            Persian digits.

    Returns:
        uint8 (n, 28, 28), white ink on black.

    Raises:
        ValueError: If a label is not a digit.

    Example:
        >>> images = write([3, 1, 4], np.random.default_rng(1))
        >>> images.shape, images.dtype
        ((3, 28, 28), dtype('uint8'))
    """
    label = _digits(labels)
    images = np.zeros((len(label), SIDE, SIDE), np.uint8)
    for path, writers in _chosen_paths(label, rng, numerals):
        for start in range(0, len(writers), CHUNK):
            some = writers[start : start + CHUNK]
            images[some] = on_paper(_write(path, len(some), rng), rng)
    return images


def write_segments(labels: ArrayLike, rng: np.random.Generator) -> list[Floats]:
    """Writes digits as lines, to be drawn with a tool of `siamese.handwriting.drawing_tools`.

    Args:
        labels: int (n,), the digits to write, 0 to 9.
        rng: Random generator.

    Returns:
        For each digit its short straight pieces, (m, 2 ends, 2): x and y, the digit's longer side
        being 1.

    Raises:
        ValueError: If a label is not a digit.
    """
    label = _digits(labels)
    segments: list[Floats] = [np.empty((0, 2, 2))] * len(label)
    for path, writers in _chosen_paths(label, rng, NUMERALS):
        drawn = np.flatnonzero(np.diff(path.line_stroke) == 0)
        lines = _write(path, len(writers), rng)
        pieces = np.stack([lines[:, drawn], lines[:, drawn + 1]], axis=2)
        for writer, piece in zip(writers, pieces, strict=True):
            segments[writer] = piece
    return segments


def _digits(labels: ArrayLike) -> NDArray[np.intp]:
    label = np.asarray(labels)
    if label.ndim != 1 or not np.isin(label, np.arange(len(NUMERALS))).all():
        raise ValueError(f"labels must be digits from 0 to 9, (n,). Received: {labels!r}")
    return label.astype(np.intp)


_path = lru_cache(maxsize=None)(PenPath.read)


def _chosen_paths(
    labels: NDArray[np.intp], rng: np.random.Generator, numerals: Numerals
) -> list[tuple[PenPath, NDArray[np.intp]]]:
    """Each path with the places of the labels that are written along it."""
    chosen = []
    for digit in np.unique(labels):
        ways = numerals[digit]
        usual = np.array(list(ways.values()))
        writers = np.flatnonzero(labels == digit)
        choice = rng.choice(len(ways), len(writers), p=usual / usual.sum())
        chosen += [(_path(text), writers[choice == number]) for number, text in enumerate(ways)]
    return chosen


def _write(path: PenPath, count: int, rng: np.random.Generator) -> Lines:
    """Lines along a path, (count, k, 2), each from 0 to 1 along its longer side."""
    points = path.points + rng.normal(0, WAVER, (count, len(path.points), 2))
    points += rng.normal(0, APART, (count, path.stroke.max() + 1, 2))[:, path.stroke]
    haste = rng.uniform(0, 1, (count, 1, 1))
    lines = (1 - haste) * (path.careful @ points) + haste * (path.hasty @ points)
    lines = _late(lines, path.line_stroke, rng)
    return in_hands(lines, rng)


def in_hands(lines: Lines, rng: np.random.Generator, bent: float = 1.0) -> Lines:
    """Lines as different people would write them, each from 0 to 1 along its longer side.

    Args:
        lines: (n, k, 2), each within −0.5 to 0.5.
        rng: Random generator.
        bent: How far they are bent: 1 as our own handwriting is, 0 not at all.
    """
    lines = (lines + bent * (_bent(lines, rng) - lines)) @ _hands(len(lines), rng)
    lines -= lines.min(axis=1, keepdims=True)
    return np.asarray(lines / lines.max(axis=(1, 2), keepdims=True))


def _late(lines: Lines, stroke: NDArray[np.intp], rng: np.random.Generator) -> Lines:
    """Begins strokes a little later and ends them a little earlier."""
    at = np.empty(lines.shape[:2], np.intp)
    for number in range(stroke.max() + 1):
        places = np.flatnonzero(stroke == number)
        left_out = LATE * len(places) * rng.uniform(0, 1, (2, len(lines), 1)) ** 2
        first, last = places[0] + left_out[0].round(), places[-1] - left_out[1].round()
        at[:, places] = np.clip(places, first, last).astype(np.intp)
    return np.take_along_axis(lines, at[..., None], axis=1)


def _bent(lines: Lines, rng: np.random.Generator) -> Lines:
    """Bends lines smoothly: a larger bowl, a leaning stem."""
    waves = np.cos(np.pi * np.arange(3) * (lines[..., None] + 0.5))  # (n, k, 2, 3)
    amounts = rng.standard_normal((len(lines), 2, 3, 3)) * BEND
    across, down = waves[..., 0, :], waves[..., 1, :]
    return np.asarray(lines + np.einsum("nki,nkj,ncij->nkc", across, down, amounts, optimize=True))


def _hands(count: int, rng: np.random.Generator) -> Floats:
    """Width, slant and rotation as matrices (count, 2, 2), to be multiplied from the right."""
    slant = rng.normal(USUAL_SLANT, SLANT, count)
    width = np.exp(rng.normal(0, WIDTH, count))
    angle = rng.normal(0, TURN, count)
    cos, sin = np.cos(angle), np.sin(angle)
    zero, one = np.zeros(count), np.ones(count)
    slanted = np.stack([width, zero, -slant, one], axis=-1).reshape(-1, 2, 2)
    turned = np.stack([cos, sin, -sin, cos], axis=-1).reshape(-1, 2, 2)
    return np.asarray(slanted @ turned)


def on_paper(lines: Lines, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draws each line with a random pen, and fits it into 28x28.

    Args:
        lines: (n, k, 2), each from 0 to 1 along its longer side.
        rng: Random generator.

    Returns:
        uint8 (n, 28, 28), white ink on black.
    """
    sides = lines.max(axis=1, keepdims=True)
    pixels = np.rint((lines - sides / 2) * SPAN + PAPER / 2).astype(np.intp)
    middles = pixels[..., 1] * PAPER + pixels[..., 0]  # (n, k)
    radii = _pens(len(lines), lines.shape[1], rng)
    offsets, away = _disc()
    digits = []
    for middle, radius in zip(middles, radii, strict=True):
        near = np.searchsorted(away, radius.max(), side="right")
        paper = np.zeros(PAPER * PAPER, bool)
        paper[(middle[:, None] + offsets[:near])[away[:near] <= radius[:, None]]] = True
        digits.append(center_in_28x28(paper.reshape(PAPER, PAPER)))
    return np.array(digits, np.uint8).reshape(-1, SIDE, SIDE)


def _pens(count: int, length: int, rng: np.random.Generator) -> Floats:
    """Radius of the pen at each point of each line, in pixels: (count, length)."""
    usual = LINE / 2 * SPAN / (BOX - LINE)
    width = usual * np.exp(rng.normal(PEN / 4, PEN, (count, 1)))
    pressure = ndimage.gaussian_filter1d(rng.standard_normal((count, length)), length / 6, axis=1)
    pressure /= pressure.std(axis=1, keepdims=True)
    return np.clip(width * np.exp(PRESSURE * pressure), 1, WIDEST)


@lru_cache
def _disc() -> tuple[NDArray[np.intp], Floats]:
    """The pixels of the widest pen, nearest first: offset from its middle, and distance."""
    reach = int(WIDEST)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    away = np.hypot(x, y).ravel()
    order = np.argsort(away, kind="stable")
    return (y * PAPER + x).ravel()[order], away[order]
