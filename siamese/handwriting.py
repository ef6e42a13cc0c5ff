"""Digits written by the program itself, for when there are no others.

A writer chooses one of the ways to write a digit (`siamese.numerals`) and writes it by hand: bent,
slanted, of its own proportions, corners cut in haste, a pen of some width pressed now more, now
less. Each digit is written by another writer. In the end it is fitted into 28x28 as any drawing is
(`siamese.drawing.frame`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import interpolate, linalg, ndimage

from siamese.drawing import BOX, LINE, frame
from siamese.numerals import NUMERALS

Points = NDArray[np.float64]  # (..., 2): x and y

SPACING = 2.5  # between the points of a written line, in hundredths of a digit
HASTE = 4.0  # how far a hasty pen cuts corners, in points of that line
SPAN = 80  # the longer side of a digit that is drawn, in pixels
PAPER = 144  # side of the square that it is drawn on
WIDEST = 14.0  # radius of the widest pen, in pixels
CHUNK = 200  # digits drawn at a time: bounds the memory


@dataclass(frozen=True)
class Style:
    """One way to write a digit.

    Attributes:
        points: (p, 2), where the pen passes, the digit being 1 high and its middle at 0.
        stroke: (p,), to which stroke each point belongs.
        careful: (k, p), weights that make the written line of the points.
        hasty: (k, p), the same with corners cut.
        line_stroke: (k,), to which stroke each point of the line belongs.
    """

    points: Points
    stroke: NDArray[np.intp]
    careful: NDArray[np.float64]
    hasty: NDArray[np.float64]
    line_stroke: NDArray[np.intp]

    @classmethod
    def of(cls, path: str) -> Style:
        """Reads a path of `siamese.numerals`."""
        strokes = [text.split() for text in path.split("/")]
        points = [
            np.array([word.rstrip("!").split(",") for word in words], float) for words in strokes
        ]
        corners = [[word.endswith("!") for word in words] for words in strokes]
        lines = [_line(*stroke) for stroke in zip(points, corners, strict=True)]
        hasty = [ndimage.gaussian_filter1d(line, HASTE, axis=0, mode="nearest") for line in lines]
        every = np.concatenate(points)
        middle = (every.min(axis=0) + every.max(axis=0)) / 2
        return cls(
            (every - middle) / 100,
            np.repeat(np.arange(len(points)), [len(stroke) for stroke in points]),
            linalg.block_diag(*lines),
            linalg.block_diag(*hasty),
            np.repeat(np.arange(len(lines)), [len(line) for line in lines]),
        )


def _line(points: Points, corner: list[bool]) -> NDArray[np.float64]:
    """Weights (k, p) that turn p points into a line of k: smooth between corners."""
    ends = [0, *(at for at, sharp in enumerate(corner[:-1]) if sharp), len(points) - 1]
    pieces = []
    for start, end in pairwise(ends):
        steps = np.linalg.norm(np.diff(points[start : end + 1], axis=0), axis=1)
        passed = np.concatenate([[0], np.cumsum(np.sqrt(steps))])
        unit = np.eye(len(points))[start : end + 1]
        spline = interpolate.CubicSpline(passed, unit, bc_type="natural")
        pieces.append(spline(np.linspace(0, passed[-1], max(2, round(steps.sum() / SPACING)))))
    return np.concatenate(pieces)


@lru_cache
def _styles(digit: int) -> tuple[list[Style], NDArray[np.float64]]:
    """A digit's styles, and how usual each is."""
    ways = NUMERALS[digit]
    weights = np.array(list(ways.values()))
    return [Style.of(path) for path in ways], weights / weights.sum()


def write(labels: ArrayLike, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Writes digits, each in another hand.

    Args:
        labels: int (n,), which digits: 0 to 9.
        rng: Where the chance comes from.

    Returns:
        uint8 (n, 28, 28), white ink on black.
    """
    label = np.asarray(labels)
    images = np.zeros((len(label), 28, 28), np.uint8)
    for digit in np.unique(label):
        styles, weights = _styles(int(digit))
        wanted = np.flatnonzero(label == digit)
        way = rng.choice(len(styles), len(wanted), p=weights)
        for number, style in enumerate(styles):
            chosen = wanted[way == number]
            for start in range(0, len(chosen), CHUNK):
                some = chosen[start : start + CHUNK]
                lines = write_lines(style, len(some), rng)
                images[some] = _drawn(lines, rng)
    return images


def write_lines(style: Style, count: int, rng: np.random.Generator) -> Points:
    """The lines of some writers: (count, k, 2), the longer side of each being 1."""
    shape = (count, len(style.points), 2)
    strokes = style.stroke.max() + 1
    points = style.points + rng.normal(0, WAVER, shape)
    points += rng.normal(0, APART, (count, strokes, 2))[:, style.stroke]
    haste = rng.uniform(0, 1, (count, 1, 1))
    lines = (1 - haste) * (style.careful @ points) + haste * (style.hasty @ points)
    lines = _stopped_short(lines, style.line_stroke, rng)
    lines = _bent(lines, rng)
    lines = lines @ _hand(count, rng)
    lines -= lines.min(axis=1, keepdims=True)
    return lines / lines.max(axis=(1, 2), keepdims=True)


WAVER = 0.025
APART = 0.03
BEND = 0.035


def _stopped_short(lines: Points, stroke: NDArray[np.intp], rng: np.random.Generator) -> Points:
    """Begins strokes a little later, and ends them a little earlier."""
    at = np.empty((len(lines), len(stroke)), np.intp)
    for number in range(stroke.max() + 1):
        (places,) = np.nonzero(stroke == number)
        short = 0.08 * len(places) * rng.uniform(0, 1, (2, len(lines), 1)) ** 2
        at[:, places] = np.clip(
            places, np.ceil(places[0] + short[0]), np.floor(places[-1] - short[1])
        ).astype(np.intp)
    return np.take_along_axis(lines, at[..., None], axis=1)


def _bent(lines: Points, rng: np.random.Generator) -> Points:
    """Moves what lies near one another alike: a larger bowl, a leaning stem."""
    count = len(lines)
    waves = np.cos(np.pi * np.arange(3) * (lines[..., None] + 0.5))  # (count, k, 2, 3)
    strength = BEND / np.array([[np.inf, 1, 1.4], [1, 1.2, 1.7], [1.4, 1.7, 2]])
    amounts = rng.standard_normal((count, 2, 3, 3)) * strength
    return lines + np.einsum(
        "nki,nkj,ncij->nkc", waves[..., 0, :], waves[..., 1, :], amounts, optimize=True
    )


def _hand(count: int, rng: np.random.Generator) -> Points:
    """Slant, proportions and rotation of a writer: (count, 2, 2), to be multiplied from the right."""
    slant = rng.normal(0.12, 0.22, count)
    width = np.exp(rng.normal(0.05, 0.2, count))
    angle = rng.normal(0, 0.08, count)
    cos, sin = np.cos(angle), np.sin(angle)
    rotation = np.stack([cos, sin, -sin, cos], axis=-1).reshape(-1, 2, 2)
    zero = np.zeros(count)
    shear = np.stack([width, zero, -slant, zero + 1], axis=-1).reshape(-1, 2, 2)
    return shear @ rotation


def _discs() -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Places of a disc's pixels on the paper, from its middle, and how far from it each is."""
    reach = int(WIDEST)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    away = np.hypot(x, y).ravel()
    order = np.argsort(away, kind="stable")
    order = order[away[order] <= WIDEST]
    return (y * PAPER + x).ravel()[order], away[order]


def _drawn(lines: Points, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draws lines with a pen of some width and pressure, and fits them into 28x28."""
    count, length = lines.shape[:2]
    pixel = np.rint((lines - lines.max(axis=1, keepdims=True) / 2) * SPAN + PAPER / 2).astype(
        np.intp
    )
    middle = pixel[..., 1] * PAPER + pixel[..., 0]  # (count, k)
    radius = _pen(count, length, rng)
    offsets, away = _discs()
    papers = np.zeros((count, PAPER * PAPER), bool)
    for paper, places, radii in zip(papers, middle, radius, strict=True):
        near = np.searchsorted(away, radii.max(), side="right")
        inked = away[:near] <= radii[:, None]
        paper[(places[:, None] + offsets[:near])[inked]] = True
    return np.stack([frame(paper) for paper in papers.reshape(count, PAPER, PAPER)])


def _pen(count: int, length: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """The pen's radius along each line, in pixels: (count, length)."""
    usual = LINE / 2 * SPAN / (BOX - LINE)
    width = usual * np.exp(rng.normal(0, 0.28, (count, 1)))
    pressure = ndimage.gaussian_filter1d(rng.standard_normal((count, length)), length / 6, axis=1)
    pressure /= pressure.std(axis=1, keepdims=True)
    return np.clip(width * np.exp(0.1 * pressure), 1.0, WIDEST)
