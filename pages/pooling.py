"""Pooling of a grid of numbers, window by window, in NumPy and in Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.course.prediction import heading
from pages._ui.pooling import choices, dimensions, grid_html, grid_view, keras_answer, on_digits
from pages._ui.pooling.grid_state import GridState, desk, keep
from pages._ui.shared import source_code, view
from siamese.pooling import grid
from siamese.pooling.keras_names import code_for
from siamese.pooling.spec import KINDS, PoolingSpec, arithmetic


@st.fragment
def explore() -> None:
    """The grid and everything computed from it: what runs again when something changes."""
    table, notes = desk(), st.container()
    pooling = choices.ask(table)
    for note in table.notes(pooling):
        notes.warning(note, icon=":material/link_off:")
    with st.container(horizontal=True, key="stage"):
        with st.container(width=grid_view.width(table, pooling)):
            grid_view.show(table, pooling)
        with st.container(width="stretch", key="arithmetic"):
            spell_out(table, pooling)
            beside_each_other(table, pooling)
    choices.choose_grid(table)
    looked_at = table.looked_at(pooling)
    fold(
        "slices",
        "In one and in three dimensions",
        lambda: dimensions.show(table.grid, pooling, looked_at),
    )
    fold("backward", "Where the gradient goes", lambda: backward(table, pooling))
    fold("keras", "In Keras", lambda: in_keras(table, pooling))
    keep(table)
    task_list.recognise("alike", alike(table, pooling))
    task_list.recognise("unnoticed", unnoticed(table, pooling))


def alike(table: GridState, pooling: PoolingSpec) -> bool:
    """Whether each window has equal numbers, so that maximum and average are alike, but not all."""
    largest = replace(pooling, kind="max").of
    equal = np.array_equal(largest(table.grid), -largest(-table.grid))
    return pooling.pool_size > 1 and equal and bool(np.ptp(table.grid))


def unnoticed(table: GridState, pooling: PoolingSpec) -> bool:
    """Whether several numbers of the first grid have changed, but not its max pooling."""
    first, largest = grid.deck(), replace(pooling, kind="max").of
    if table.grid.shape != first.shape or np.sum(table.grid != first) < CHANGED:
        return False
    return np.array_equal(largest(table.grid), largest(first))


def fold(name: str, label: str, show: Callable[[], None]) -> None:
    """Shows something once it is unfolded, which stands in the address under this name."""
    box = st.expander(label, key=name, bind="query-params")
    if box.open:
        with box:
            show()


def spell_out(table: GridState, pooling: PoolingSpec) -> None:
    """The formula of the selected window."""
    windows = pooling.windows(table.grid.shape)
    formula = arithmetic(pooling, table.grid[windows[table.looked_at(pooling)]])
    st.markdown(f"${formula}$")  # unlike a formula of its own, it is broken into lines
    st.caption(LARGEST if pooling.takes_largest else SHARED)
    from_slides = pooling.kind == "average" and windows == PoolingSpec("average").windows((4, 4))
    if from_slides and np.array_equal(table.grid, grid.deck()):
        view.show_slides(SLIDE_ERROR)


def beside_each_other(table: GridState, pooling: PoolingSpec) -> None:
    """All four kinds of pooling with these settings."""
    st.caption("All four kinds with these settings:")
    four = []
    for kind in KINDS:
        other = replace(pooling, kind=kind)
        chosen = table.looked_at(pooling) if other.is_global == pooling.is_global else None
        four.append(grid_html.result(other.of(table.grid), kind.capitalize(), chosen))
    grid_html.show(*four)


def backward(table: GridState, pooling: PoolingSpec) -> None:
    """The gradient."""
    grid_html.show(grid_html.heat(pooling.gradient(table.grid)))
    st.caption(WINNERS if pooling.takes_largest else EVERYONE)


def in_keras(table: GridState, pooling: PoolingSpec) -> None:
    """Keras's result, with the code for it."""
    source_code.show(code_for(pooling.kind, 2, *pooling.how))
    before, after = table.grid.shape, pooling.shape(table.grid.shape)
    st.caption(SHAPES.format((1, *before, 1), (1, *after, 1)))
    keras_answer.show(dimensions.examples(table.grid), pooling)


CHANGED = 4  # numbers, at least
SHAPES = "Input shape `{}`, output shape `{}`: a batch of one, with one channel."
LARGEST = "Only the largest number of the window is kept. Its position in the window is lost."
SHARED = "All numbers of the window have the same weight. Cells added by padding do not count."
SLIDE_ERROR = (
    "The slide gives 5.3 for the window 4 5 / 6 5. Its average is 5.0: (4 + 5 + 6 + 5) / 4."
)
WINNERS = (
    "The gradient of each output is 1 here. It goes to the largest number of the window; among "
    "equal ones, to the first. Keras does the same, with two exceptions: in three dimensions each "
    "of the equal numbers gets all of it, and in global max pooling they share it equally."
)
EVERYONE = (
    "The gradient of each output is 1 here. All numbers of the window get an equal share of it."
)

heading("Pooling", "pooling")
st.markdown("Type numbers, and step through the windows. Each window has the colour of its result.")
explore()
fold("pooled", "Pooling a digit", on_digits.show)
source_code.show_code(
    "One window for each output: its maximum, or its average.",
    ("siamese/pooling/windows.py", "axis_windows"),
    ("siamese/pooling/windows.py", "axis_margins"),
    ("siamese/pooling/ops.py", "max_pool"),
    ("siamese/pooling/ops.py", "average_pool"),
)
