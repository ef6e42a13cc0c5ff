"""Pooling in one and in three dimensions, with the numbers of the grid."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages._ui import small_grids
from siamese.grids import Grid
from siamese.pooled import Pooling

ROW = "**One dimension**: the first row of your grid. A window is a piece of the row."
SLICES = (
    "**Three dimensions**: your grid, mirrored, upside down, and both, as slices one behind the "
    "other. A window reaches through as many slices as it is wide."
)


def examples(grid: Grid) -> dict[str, Grid]:
    """A grid, a row of it, and slices made of it, by what they are called.

    Args:
        grid: (rows, columns).

    Returns:
        Arrays of 2, 1 and 3 dimensions: (rows, columns), (columns,) and (4, rows, columns).
    """
    slices = np.stack([grid, grid[:, ::-1], grid[::-1], grid[::-1, ::-1]])
    return {"the grid": grid, "its first row": grid[0], "the four slices": slices}


def show(grid: Grid, pooling: Pooling) -> None:
    """Shows the row and the slices, and what comes of them.

    Args:
        grid: (rows, columns).
        pooling: What to do with them.
    """
    _, row, slices = examples(grid).values()
    for words, x in ((ROW, row), (SLICES, slices)):
        st.markdown(words)
        before = small_grids.given(x, pooling, shape(x.shape))
        y = pooling.of(x)
        after = small_grids.result(y, shape(y.shape), plain=pooling.overlaps)
        st.html(f'<div class="small-grids">{before}<div class="arrow">→</div>{after}</div>')


def shape(lengths: tuple[int, ...]) -> str:
    """A shape to read.

    >>> shape((4, 3)), shape((4,)), shape(())
    ('4 × 3', '4 numbers', 'one number')
    """
    if len(lengths) > 1:
        return " × ".join(map(str, lengths))
    return f"{lengths[0]} numbers" if lengths and lengths[0] > 1 else "one number"
