"""The controls of the Pooling page: how to pool, and which grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from pages._ui.pooling.grid_state import GridState
from pages._ui.shared import digits, view
from pages._ui.shared.query_params.widgets import choose
from siamese.pooling import grid
from siamese.pooling.spec import KINDS, PoolingSpec
from siamese.pooling.windows import Floats

NAMES = {kind.capitalize(): kind for kind in KINDS}
AS_POOL = "pool_size"
SIDES = range(3, grid.MOST + 1)
SEED_DIGITS = 6
NO_SEED = "The seed must be a whole number from 0 to 999999. Correct it to make a random grid."
PADS = {"Your first digit": "left", "Your second digit": "right"}
DIGITS = 10_000  # to choose from; with fewer digits, the number wraps around
USUAL = PoolingSpec()


def ask(desk: GridState) -> PoolingSpec:
    """Shows the controls of the pooling.

    Args:
        desk: The grid, and the last settings that fitted.

    Returns:
        The chosen settings; if the pool does not fit the grid, with the last size that did.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="how"):
        kind = NAMES[choose("pooling", "pooling", "Kind", wrap=True)]
        fixed = kind.startswith("global")
        size, padding, strides = (  # in this order two of them fit into one row of a phone
            choose("pooling", name, name, disabled=fixed)
            for name in ("pool_size", "padding", "strides")
        )
    asked = PoolingSpec(kind, int(size), None if strides == AS_POOL else int(strides), padding)
    desk.pooling = fitting(asked, desk.pooling, desk.grid.shape)
    if desk.pooling != asked:
        st.warning(_refusal(asked, desk), icon=":material/error:")
    elif fixed:
        st.caption("Global pooling has a single window, the whole grid. It has no other settings.")
    return desk.pooling


def fitting(asked: PoolingSpec, before: PoolingSpec, shape: tuple[int, ...]) -> PoolingSpec:
    """The chosen settings; if the pool does not fit, with the previous size, or else 2.

    Args:
        asked: The chosen settings.
        before: The last settings that fitted.
        shape: Of the grid.
    """
    for size in (asked.pool_size, before.pool_size):
        pooling = replace(asked, pool_size=size)
        try:
            replace(pooling, kind=USUAL.kind).shape(shape)  # all kinds are shown with this size
        except ValueError:
            continue
        return pooling
    return replace(asked, pool_size=USUAL.pool_size)


def _refusal(asked: PoolingSpec, desk: GridState) -> str:
    rows, columns = desk.grid.shape
    return (
        f"A pool of {asked.pool_size} does not fit into {rows} × {columns} numbers: choose a "
        f"smaller pool_size, or padding “same”. The results below use pool_size "
        f"{desk.pooling.pool_size}."
    )


def choose_grid(desk: GridState) -> None:
    """Shows the ways to another grid: its size, the presets and the seed.

    Args:
        desk: The current grid.
    """
    rows, columns = shape = desk.grid.shape
    st.session_state["grid_side"] = str(rows) if rows == columns and rows in SIDES else None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="presets"):
        st.segmented_control(
            "Rows and columns",
            [str(side) for side in SIDES],
            key="grid_side",
            on_change=lambda: _resize(desk),
        )
        first = "Grid of the slides" if view.has_deck() else "First grid"
        _preset(first, ":material/slideshow:", desk, grid.deck)
        _preset("Corner of a digit", ":material/draw:", desk, lambda: _corner(shape))
        _preset("Edge", ":material/contrast:", desk, lambda: grid.edge(shape))
        _preset("Random", ":material/casino:", desk, lambda: _random(shape))
    with st.expander("Seed of the random grid"):
        _ask_seed(desk)


def _ask_seed(desk: GridState) -> None:
    """Shows the seed, and the button that uses it once more."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        seed = st.text_input(
            "Seed",
            "1",
            SEED_DIGITS,
            key="grid_seed",
            bind="query-params",
            width=90,
            on_change=lambda: _sow(desk),
        )
        seeded = seed.isdecimal()
        _preset("Use seed", None, desk, lambda: _seeded(desk.grid.shape), not seeded)
    if not seeded:
        st.warning(NO_SEED, icon=":material/error:")


def _preset(
    label: str,
    icon: str | None,
    desk: GridState,
    make: Callable[[], Floats],
    disabled: bool = False,
) -> None:
    st.button(label, icon=icon, on_click=lambda: desk.put(make()), disabled=disabled)


def _corner(shape: tuple[int, int]) -> Floats:
    images = digits.shown().images
    return grid.corner(images[np.random.default_rng().integers(len(images))], shape)


def _random(shape: tuple[int, int]) -> Floats:
    st.session_state["grid_seed"] = str(np.random.default_rng().integers(10**SEED_DIGITS))
    return _seeded(shape)


def _seeded(shape: tuple[int, int]) -> Floats:
    return grid.random(shape, np.random.default_rng(int(st.session_state["grid_seed"])))


def _sow(desk: GridState) -> None:
    if st.session_state["grid_seed"].isdecimal():
        desk.put(_seeded(desk.grid.shape))


def _resize(desk: GridState) -> None:
    side = st.session_state["grid_side"]
    if side is not None:
        desk.resize(int(side))
