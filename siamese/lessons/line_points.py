"""Points that a line is fitted to, and the largest learning rate for them. NumPy only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DECK_XS = "-1, 0, 1, 2, 3, 4"
DECK_YS = "-3, -1, 1, 3, 5, 7"
MOST = 20  # points
FARTHEST = 1000.0

Floats = NDArray[np.float64]


class PointsError(ValueError):
    """The text is no list of points; the message says why and what to do."""


@dataclass(frozen=True, eq=False)
class Points:
    """Points on a plane."""

    xs: Floats  # (count,)
    ys: Floats  # (count,)

    def largest_rate(self) -> float:
        """The learning rate up to which gradient descent on the mean squared error converges.

        It is 2 / λ, where λ is the largest eigenvalue of the matrix of second derivatives of the
        loss, 2 · mean of (x, 1)ᵀ(x, 1).

        Example:
            >>> round(read_points(DECK_XS, DECK_YS).largest_rate(), 4)
            0.177
        """
        rows = self._rows()
        second_derivatives = 2 * rows.T @ rows / len(rows)
        return float(2 / np.linalg.eigvalsh(second_derivatives)[-1])

    @property
    def upright(self) -> bool:
        """Whether all have the same x: then several lines fit them equally well."""
        return float(np.ptp(self.xs)) == 0

    def best_answer(self, x: float) -> float:
        """The value at x of the line of least squares; for upright points, of one such line.

        Example:
            >>> round(read_points(DECK_XS, DECK_YS).best_answer(10.0), 6)
            19.0
        """
        slope, intercept = np.linalg.lstsq(self._rows(), self.ys)[0]
        return float(slope * x + intercept)

    def _rows(self) -> Floats:
        """(x, 1) of each point: (count, 2)."""
        return np.stack([self.xs, np.ones_like(self.xs)], axis=1)


def read_points(xs: str, ys: str) -> Points:
    """Reads points as they were typed.

    Args:
        xs: Numbers with commas between them.
        ys: As many.

    Returns:
        The points.

    Raises:
        PointsError: If one is no number or too large, or the counts differ or are out of range.
            The message ends in "Received: …".

    Example:
        >>> read_points("-1, 0", "-3, -1").ys.tolist()
        [-3.0, -1.0]
    """
    read = {"xs": _numbers("xs", xs), "ys": _numbers("ys", ys)}
    counts = [len(values) for values in read.values()]
    if counts[0] != counts[1]:
        raise PointsError(
            "Each x needs a y: type the same number of values in both lines. "
            f"Received: {counts[0]} and {counts[1]}"
        )
    if not 2 <= counts[0] <= MOST:
        raise PointsError(f"A line is learned from 2 to {MOST} points. Received: {counts[0]}")
    return Points(np.array(read["xs"]), np.array(read["ys"]))


def _numbers(name: str, text: str) -> list[float]:
    return [_number(name, part.strip()) for part in text.split(",")]


def _number(name: str, text: str) -> float:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not abs(value) <= FARTHEST:
        raise PointsError(
            f"{name} are numbers from −{FARTHEST:g} to {FARTHEST:g} with commas between them. "
            f"Received: {text[:20] or 'nothing'}"
        )
    return value
