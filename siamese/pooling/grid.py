"""Small grids of numbers to pool: examples, grids that are typed, grids in an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siamese.pooling.windows import Floats

DECK = ((4, 3, 1, 5), (1, 3, 4, 8), (4, 5, 4, 3), (6, 5, 9, 4))  # the slides'
LEAST, MOST = 2, 8  # rows, and columns
LARGEST = 1_000_000
# With so few digits, two different numbers also differ in Keras's float32, and by more than the
# 1e-5 within which MaxPooling3D takes two numbers for equal.
DIGITS, DECIMALS = 7, 4
BETWEEN_ROWS = "_"
BRIGHT = 9  # the light side of an edge, and the largest number of a random grid

THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")  # the comma may also be a decimal comma
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
AS_TYPED = str.maketrans({",": ".", "٫": ".", "−": "-"})  # decimal comma, Persian's, a true minus


def deck() -> Floats:
    """The slides' grid, float64 (4, 4)."""
    return np.array(DECK, np.float64)


def edge(shape: tuple[int, int]) -> Floats:
    """A slanting edge between dark and bright.

    >>> edge((3, 3))
    array([[0., 0., 9.],
           [0., 0., 9.],
           [0., 9., 9.]])

    Args:
        shape: Rows and columns.

    Returns:
        float64 (rows, columns).
    """
    (rows, columns), (height, width) = np.indices(shape), shape
    return np.where(2 * columns * height + rows * width > height * width, float(BRIGHT), 0.0)


def random(shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Random whole numbers from 0 to 9.

    Args:
        shape: Rows and columns.
        rng: The random number generator.

    Returns:
        float64 (rows, columns).
    """
    return rng.integers(BRIGHT + 1, size=shape).astype(np.float64)


def corner(digit: NDArray[np.uint8], shape: tuple[int, int]) -> Floats:
    """The part of a picture that varies most.

    Args:
        digit: uint8 (28, 28).
        shape: Rows and columns, at most those of the picture.

    Returns:
        float64 (rows, columns), from 0 to 255.
    """
    parts = np.lib.stride_tricks.sliding_window_view(digit.astype(np.float64), shape)
    row, column = np.unravel_index(parts.std(axis=(2, 3)).argmax(), parts.shape[:2])
    return parts[row, column].copy()


def written(value: float) -> str:
    """A number as it would be typed.

    >>> written(4.0), written(-2.5), written(0.000001)
    ('4', '-2.5', '0.000001')
    """
    return np.format_float_positional(value + 0.0, trim="-")  # + 0.0: no minus before a zero


@dataclass(frozen=True, eq=False)
class Typed:
    """A grid as it was typed, or what is wrong with it."""

    grid: Floats | None  # (rows, columns); None if a cell holds no number
    wrong: tuple[tuple[int, int], ...] = ()  # row and column of each such cell, from 0
    problem: str = ""  # in one line, which cell is wrong and what to do; "" if none is


def read_cells(texts: Sequence[Sequence[str]]) -> Typed:
    """Reads a grid as it was typed.

    Args:
        texts: The rows, each with the same number of cells.

    Returns:
        The grid, or what is wrong with it.
    """
    read = [[_read(text) for text in cells] for cells in texts]
    problems = {
        (row, column): cell
        for row, cells in enumerate(read)
        for column, cell in enumerate(cells)
        if isinstance(cell, str)
    }
    if not problems:
        return Typed(np.array(read))
    (row, column), problem = next(iter(problems.items()))
    others = len(problems) - 1
    more = f" {others} more cells are invalid." if others > 1 else " One more cell is invalid."
    line = f"Row {row + 1}, column {column + 1} {problem}.{more if others else ''}"
    return Typed(None, tuple(problems), line)


def _read(text: str) -> float | str:
    """The number that was typed, or what the cell needs instead."""
    plain = text.strip().translate(AS_TYPED)
    if not plain:
        return "needs a number: it is empty"
    if THOUSANDS.fullmatch(text.strip()):
        return "needs a number without thousands: write 1000, or 1.5 for one and a half"
    if not NUMBER.fullmatch(plain):
        typed = text.strip()
        shown = typed if len(typed) <= 12 else f"{typed[:12]}…"
        return f"needs a number such as 3 or -2.5, but contains “{shown}”"
    if abs(float(plain)) > LARGEST:
        return f"needs a smaller number: from -{LARGEST} to {LARGEST}"
    whole, _, decimals = plain.lstrip("+-").lstrip("0").partition(".")
    if len(decimals) > DECIMALS or len(whole + decimals) > DIGITS:
        return f"needs a shorter number: {DECIMALS} decimals and {DIGITS} digits at most"
    return float(plain)


def to_address(grid: Floats) -> str:
    """A grid as the value of a parameter in an address.

    >>> to_address(np.array([[4, 3], [-1, 2.5]]))
    '4 3_-1 2.5'
    """
    return BETWEEN_ROWS.join(" ".join(map(written, row)) for row in grid)


def from_address(text: str) -> Floats | None:
    """A grid from an address.

    Args:
        text: As `to_address` writes it.

    Returns:
        float64, 2 to 8 rows and columns; None if the text is no such grid.
    """
    rows = [row.split() for row in text.split(BETWEEN_ROWS, MOST)]
    widths = {len(row) for row in rows}
    if not (LEAST <= len(rows) <= MOST and len(widths) == 1 and LEAST <= widths.pop() <= MOST):
        return None
    return read_cells(rows).grid
