"""Writes again what people have drawn with a pen: along their strokes, in other hands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from siamese.handwriting.renderer import CHUNK, in_hands, on_paper

POINTS = 128  # of a line: closer than a pen is wide, however long its strokes
SHORTEST = 1e-6  # a drawing of one point has a length, too
MOST_STROKES = POINTS // 2  # each has two points at least

Lines = NDArray[np.float32]  # (n, POINTS, 2), x and y, each from 0 to 1 along its longer side


def line_of(strokes: Sequence[NDArray[np.floating]]) -> Lines:
    """Strokes as one line of `POINTS` points, evenly spaced along each stroke.

    Args:
        strokes: Each (points, 2), x and y, y down; at most `MOST_STROKES`.

    Returns:
        float32 (POINTS, 2), from 0 to 1 along its longer side.

    Raises:
        ValueError: If there are more strokes.

    Example:
        >>> line = line_of([np.array([[0, 0], [0, 40]]), np.array([[10, 10], [20, 10]])])
        >>> line.shape, line[-1].tolist()
        ((128, 2), [0.5, 0.25])
    """
    if len(strokes) > MOST_STROKES:
        raise ValueError(f"at most {MOST_STROKES} strokes. Received: {len(strokes)}")
    passed = [_passed(stroke) for stroke in strokes]
    lengths = np.array([one[-1] for one in passed]) + SHORTEST
    counts = 2 + (lengths / lengths.sum() * (POINTS - 2 * len(strokes))).astype(int)
    counts[lengths.argmax()] += POINTS - counts.sum()
    pieces = [
        np.stack([np.interp(np.linspace(0, at[-1], n), at, xy) for xy in stroke.T], axis=1)
        for stroke, at, n in zip(strokes, passed, counts, strict=True)
    ]
    line = np.concatenate(pieces)
    line -= line.min(axis=0)
    return np.asarray(line / max(float(line.max()), SHORTEST), np.float32)


def trace(lines: Lines, rng: np.random.Generator, bent: float | None) -> NDArray[np.uint8]:
    """Writes lines with a random pen each.

    Args:
        lines: (n, POINTS, 2).
        rng: Random generator.
        bent: How far they are bent, in another hand each (`siamese.handwriting.renderer.in_hands`);
            None for lines that keep their shape.

    Returns:
        uint8 (n, 28, 28), white ink on black.
    """
    images = np.empty((len(lines), 28, 28), np.uint8)
    for at in range(0, len(lines), CHUNK):
        some = lines[at : at + CHUNK].astype(np.float64)
        if bent is not None:
            some = in_hands(some - some.max(axis=1, keepdims=True) / 2, rng, bent)
        images[at : at + CHUNK] = on_paper(some, rng)
    return images


def _passed(stroke: NDArray[np.floating]) -> NDArray[np.float64]:
    """How far the pen has come at each point of a stroke."""
    steps = np.linalg.norm(np.diff(stroke, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])
