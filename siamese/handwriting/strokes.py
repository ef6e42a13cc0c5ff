"""Turns the path of a pen, given as text, into the line that it writes.

A line's points are weighted sums of the path's points, with weights that depend on the path alone.
A thousand variations of a path therefore need only one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import interpolate, linalg, ndimage

Floats = NDArray[np.float64]

SPACING = 2.5  # between the points of a line, in hundredths of a digit
HASTE = 4.0  # standard deviation of the filter that cuts corners, in points of the line


@dataclass(frozen=True)
class PenPath:
    """A path of the pen, in one stroke or several: p points that make a line of k points."""

    points: Floats  # (p, 2), x and y; 1 is a digit's height, 0 its middle
    stroke: NDArray[np.intp]  # (p,), number of each point's stroke
    careful: Floats  # (k, p), weights: careful @ points is the line
    hasty: Floats  # (k, p), the same with the corners cut
    line_stroke: NDArray[np.intp]  # (k,), number of the stroke of each point of the line

    @classmethod
    def read(cls, text: str) -> PenPath:
        """Reads a path in the format of `siamese.handwriting.digit_strokes`.

        Args:
            text: Points "x,y", "!" after a sharp turn, "/" between strokes; 100 is a digit's
                height.

        Returns:
            The path.

        Raises:
            ValueError: If a point is not two numbers, or a stroke has fewer than two points.

        Example:
            >>> path = PenPath.read("0,0 60,0! 20,100 / 10,50 50,50")
            >>> path.stroke.tolist()
            [0, 0, 0, 1, 1]
            >>> path.points[0].tolist()
            [-0.3, -0.5]
        """
        words = [stroke.split() for stroke in text.split("/")]
        if min(map(len, words)) < 2:
            raise ValueError(f"a stroke needs at least two points. Received: {text}")
        strokes = [
            np.array([word.rstrip("!").split(",") for word in stroke], float) for stroke in words
        ]
        sharp = [[word.endswith("!") for word in stroke] for stroke in words]
        lines = [_weights(*stroke) for stroke in zip(strokes, sharp, strict=True)]
        hasty = [ndimage.gaussian_filter1d(line, HASTE, axis=0, mode="nearest") for line in lines]
        points = np.concatenate(strokes)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        return cls(
            (points - middle) / 100,
            np.repeat(np.arange(len(strokes)), [len(stroke) for stroke in strokes]),
            linalg.block_diag(*lines),
            linalg.block_diag(*hasty),
            np.repeat(np.arange(len(lines)), [len(line) for line in lines]),
        )


def _weights(points: Floats, sharp: list[bool]) -> Floats:
    """Weights (k, p) of the line through p points of a stroke: smooth between sharp turns.

    Two points 10 apart make a line of 10 / SPACING = 4 points, the ends and two between them: the
    weights are (1, 0), (2/3, 1/3), (1/3, 2/3) and (0, 1).
    """
    inner = [at for at in range(1, len(points) - 1) if sharp[at]]
    pieces = []
    for start, end in pairwise([0, *inner, len(points) - 1]):
        steps = np.linalg.norm(np.diff(points[start : end + 1], axis=0), axis=1)
        # Parametrised by roots of lengths, a spline makes no loops between uneven points.
        passed = np.concatenate([[0], np.cumsum(np.sqrt(steps))])
        unit = np.eye(len(points))[start : end + 1]
        spline = interpolate.CubicSpline(passed, unit, bc_type="natural")
        pieces.append(spline(np.linspace(0, passed[-1], max(2, round(steps.sum() / SPACING)))))
    return np.concatenate(pieces)
