"""Pooling in one and in three dimensions, with numbers from the grid."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages._ui.pooling import grid_html, grid_view
from pages._ui.shared import source_code
from siamese.pooling.keras_names import code_for
from siamese.pooling.spec import PoolingSpec
from siamese.pooling.windows import Floats

ROW = "**One dimension**: the first row of your grid. A window is a part of the row."
SLICES = (
    "**Three dimensions**: four slices, one behind the other. They are your grid, its mirror "
    "image, the grid upside down, and both. A window covers as many slices as columns."
)


def examples(grid: Floats) -> dict[str, Floats]:
    """A grid, its first row, and slices made of it, by name.

    Args:
        grid: (rows, columns).

    Returns:
        Arrays of 2, 1 and 3 dimensions: (rows, columns), (columns,) and (4, rows, columns).
    """
    slices = np.stack([grid, grid[:, ::-1], grid[::-1], grid[::-1, ::-1]])
    return {"the grid": grid, "its first row": grid[0], "the four slices": slices}


def show(grid: Floats, pooling: PoolingSpec, looked_at: int) -> None:
    """Shows the row and the slices, their pooled results, and the Keras code.

    Args:
        grid: (rows, columns).
        pooling: The settings.
        looked_at: The index of the selected window; the corresponding windows are framed.
    """
    place = grid_view.places(pooling, grid.shape)[looked_at]
    _, row, slices = examples(grid).values()
    for words, x, kind in ((ROW, row, ""), (SLICES, slices, "stacked")):
        here = (0, *place)[-x.ndim :] if place else ()
        y = pooling.of(x)
        number = grid_view.places(pooling, x.shape).index(here)
        before = grid_html.given(x, pooling, here, shape(x.shape))
        after = grid_html.result(y, shape(y.shape), number)
        st.markdown(words)
        grid_html.show(before, '<div class="arrow">→</div>', after, kind=kind)
        source_code.show(code_for(pooling.kind, x.ndim, *pooling.how))


def shape(lengths: tuple[int, ...]) -> str:
    """A shape as text.

    >>> shape((4, 3)), shape((4,)), shape(())
    ('4 × 3', '4 numbers', 'one number')
    """
    if len(lengths) > 1:
        return " × ".join(map(str, lengths))
    return f"{lengths[0]} numbers" if lengths and lengths[0] > 1 else "one number"
