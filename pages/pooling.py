"""Pool a grid of numbers by hand: what is kept, and what is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from pages._ui.pooling import choices, dimensions, grid_html, grid_view, keras_answer, on_digits
from pages._ui.pooling.grid_state import GridState, desk
from pages._ui.shared import digits, frame, source_code
from siamese.pooling import grid
from siamese.pooling.keras_names import code_for
from siamese.pooling.spec import KINDS, PoolingSpec, arithmetic

frame.enter()


@st.fragment
def explore() -> None:
    """The grid and all that is told of it: all that a choice or a key runs again."""
    table, notes = desk(choices.unreadable()), st.container()
    pooling = choices.ask(table)
    for note in table.notes(pooling):
        notes.warning(note, icon=":material/link_off:")
    with st.container(horizontal=True, vertical_alignment="center", key="stage"):
        with st.container(width=grid_view.width(table, pooling)):
            grid_view.show(table, pooling)
        with st.container(width="stretch", key="arithmetic"):
            spell_out(table, pooling)
    choices.choose_grid(table)
    beside_each_other(table, pooling)
    st.subheader("In one and in three dimensions", divider="gray")
    dimensions.show(table.grid, pooling, table.looked_at(pooling))
    back_and_in_keras(table, pooling)


def spell_out(table: GridState, pooling: PoolingSpec) -> None:
    """The arithmetic of the window that is looked at."""
    windows = pooling.windows(table.grid.shape)
    st.latex(arithmetic(pooling, table.grid[windows[table.looked_at(pooling)]]))
    st.caption(LARGEST if pooling.takes_largest else SHARED)
    slides = pooling.kind == "average" and windows == PoolingSpec("average").windows((4, 4))
    if slides and np.array_equal(table.grid, grid.deck()):
        st.info(SLIP, icon=":material/edit_note:")


def beside_each_other(table: GridState, pooling: PoolingSpec) -> None:
    """The four kinds with these settings."""
    st.subheader("All four kinds", divider="gray")
    four = []
    for kind in KINDS:
        other = replace(pooling, kind=kind)
        chosen = table.looked_at(pooling) if other.is_global == pooling.is_global else None
        four.append(grid_html.result(other.of(table.grid), kind.capitalize(), chosen))
    st.html(f'<div class="small-grids">{"".join(four)}</div>')


def back_and_in_keras(table: GridState, pooling: PoolingSpec) -> None:
    """Where the gradient goes; Keras's answer and the code for it."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Where the gradient goes", divider="gray")
        st.html(grid_html.heat(pooling.gradient(table.grid)))
        st.caption(WINNERS if pooling.takes_largest else EVERYONE)
    with right:
        st.subheader("In Keras", divider="gray")
        st.code(code_for(pooling.kind, 2, *pooling.how), language="python", wrap_lines=True)
        before, after = table.grid.shape, pooling.shape(table.grid.shape)
        st.caption(SHAPES.format((1, *before, 1), (1, *after, 1)))
        keras_answer.show(dimensions.examples(table.grid), pooling)


SHAPES = "From `{}` to `{}`: a batch of one, with one channel."
LARGEST = "The largest number of the window stands for all of it; where it stood is forgotten."
SHARED = "Every number of the window has an equal say; cells added by padding have none."
SLIP = (
    "On the slide, 5.3 stands where the window 4 5 / 6 5 gives 5.0: (4 + 5 + 6 + 5) / 4 = 20 / 4."
)
WINNERS = (
    "Each result sends a gradient of 1 back. Of its window only the winner gets it; of several "
    "that are equal the first. Keras does so too, but in three dimensions gives each of them all "
    "of it, and in global max pooling shares it among them."
)
EVERYONE = "Each result sends a gradient of 1 back, and all numbers of its window share it alike."

st.title("PoolingSpec")
st.markdown(
    "When a network looks at less, what does it keep? Type numbers into the grid and step through "
    "its windows: each wears the colour and the letter of its result."
)
explore()
st.subheader("Pooling at work", divider="gray")
on_digits.show()
digits.show_source()
source_code.show_code(
    "A window for each number that comes out; of each window its largest, or its average.",
    ("siamese/pooling/windows.py", "axis_windows"),
    ("siamese/pooling/windows.py", "axis_margins"),
    ("siamese/pooling/ops.py", "max_pool"),
    ("siamese/pooling/ops.py", "average_pool"),
)
