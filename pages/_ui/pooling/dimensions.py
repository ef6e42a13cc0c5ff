"""Pooling in one and in three dimensions, with the numbers of the grid."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages._ui.pooling import grid_html, grid_view
from siamese.pooling.keras_names import code_for
from siamese.pooling.spec import PoolingSpec
from siamese.pooling.windows import Floats

ROW = "**One dimension**: the first row of your grid. A window is a piece of the row."
SLICES = (
    "**Three dimensions**: your grid, mirrored, upside down, and both, as slices one behind the "
    "other. A window reaches through as many slices as it is wide."
)


def examples(grid: Floats) -> dict[str, Floats]:
    """A grid, a row of it, and slices made of it, by what they are called.

    Args:
        grid: (rows, columns).

    Returns:
        Arrays of 2, 1 and 3 dimensions: (rows, columns), (columns,) and (4, rows, columns).
    """
    slices = np.stack([grid, grid[:, ::-1], grid[::-1], grid[::-1, ::-1]])
    return {"the grid": grid, "its first row": grid[0], "the four slices": slices}


def show(grid: Floats, pooling: PoolingSpec, looked_at: int) -> None:
    """Shows the row and the slices, what comes of them, and the code that does it.

    Args:
        grid: (rows, columns).
        pooling: What to do with them.
        looked_at: The number of a window of the grid: those in line with it are framed.
    """
    place = grid_view.places(pooling, grid.shape)[looked_at]
    _, row, slices = examples(grid).values()
    for words, x, kind in ((ROW, row, ""), (SLICES, slices, " stacked")):
        here = (0, *place)[-x.ndim :] if place else ()
        y = pooling.of(x)
        number = grid_view.places(pooling, x.shape).index(here)
        before = grid_html.given(x, pooling, here, shape(x.shape))
        after = grid_html.result(y, shape(y.shape), number)
        st.markdown(words)
        st.html(f'<div class="small-grids{kind}">{before}<div class="arrow">→</div>{after}</div>')
        st.code(code_for(pooling.kind, x.ndim, *pooling.how), language="python", wrap_lines=True)


def shape(lengths: tuple[int, ...]) -> str:
    """A shape to read.

    >>> shape((4, 3)), shape((4,)), shape(())
    ('4 × 3', '4 numbers', 'one number')
    """
    if len(lengths) > 1:
        return " × ".join(map(str, lengths))
    return f"{lengths[0]} numbers" if lengths and lengths[0] > 1 else "one number"
