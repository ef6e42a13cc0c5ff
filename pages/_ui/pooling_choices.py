"""How to pool, and which grid: the choices of the Pooling page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st

from pages._ui import digits
from pages._ui.desk import Desk
from siamese import grids
from siamese.grids import Grid
from siamese.pooled import KINDS, Pooling

NAMES = {kind.capitalize(): kind for kind in KINDS}
SIZES = range(1, 5)
AS_POOL = "as the pool"
STRIDES: dict[str, int | None] = {AS_POOL: None, **{str(step): step for step in SIZES}}
PADDINGS = ("valid", "same")
SIDES = range(3, grids.MOST + 1)
SEEDS = 1_000_000
DIGITS = 10_000  # to choose from; where there are fewer, counted round again
USUAL = Pooling()
ALLOWED = {
    "pooling": set(NAMES),
    "pool_size": {str(size) for size in SIZES},
    "strides": set(STRIDES),
    "padding": set(PADDINGS),
    "digit": {str(number) for number in range(DIGITS)},
}


def unreadable() -> list[str]:
    """The names of the choices in the address that there are not."""
    return [
        name
        for name, allowed in ALLOWED.items()
        if (found := st.query_params.get_all(name))
        and not (len(found) == 1 and found[0] in allowed)
    ]


def ask(desk: Desk) -> Pooling:
    """Shows the choices of how to pool.

    Args:
        desk: With the grid, and the last settings that fitted.

    Returns:
        What was chosen; where the pool does not fit the grid, with the last size that did.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="how"):
        kind = NAMES[_choose("Kind", list(NAMES), "pooling") or "Max"]
        fixed = kind.startswith("global")
        size = _choose("pool_size", [str(size) for size in SIZES], "pool_size", "2", fixed)
        strides = _choose("strides", list(STRIDES), "strides", AS_POOL, fixed)
        padding = _choose("padding", list(PADDINGS), "padding", "valid", fixed)
    asked = Pooling(kind, int(size), STRIDES[strides], padding)
    desk.pooling = fitting(asked, desk.pooling, desk.grid.shape)
    if desk.pooling != asked:
        st.warning(_refusal(asked, desk), icon=":material/error:")
    elif fixed:
        st.caption("A global pooling has one window, the whole grid: nothing else to choose.")
    return desk.pooling


def _choose(
    label: str, options: list[str], key: str, default: str | None = None, disabled: bool = False
) -> str:
    return st.segmented_control(
        label,
        options,
        default=default or options[0],
        required=True,
        key=key,
        bind="query-params",
        disabled=disabled,
    )


def fitting(asked: Pooling, before: Pooling, shape: tuple[int, ...]) -> Pooling:
    """What was asked for; where its pool does not fit, with the size from before, or else 2.

    Args:
        asked: The choice.
        before: The last one that fitted.
        shape: Of the grid.
    """
    for size in (asked.pool_size, before.pool_size):
        pooling = replace(asked, pool_size=size)
        try:
            pooling.shape(shape)
        except ValueError:
            continue
        return pooling
    return replace(asked, pool_size=USUAL.pool_size)


def _refusal(asked: Pooling, desk: Desk) -> str:
    rows, columns = desk.grid.shape
    return (
        f"A pool of {asked.pool_size} does not fit into {rows} × {columns} numbers: take a smaller "
        f"one, or “same” padding. The results are those of a pool of {desk.pooling.pool_size}."
    )


def choose_grid(desk: Desk) -> None:
    """Shows what else can be laid on the desk.

    Args:
        desk: It.
    """
    rows, columns = desk.grid.shape
    st.session_state["grid_side"] = str(rows) if rows == columns and rows in SIDES else None
    side = min(max(rows, SIDES.start), grids.MOST)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="presets"):
        st.segmented_control(
            "Rows and columns",
            [str(side) for side in SIDES],
            key="grid_side",
            on_change=lambda: _resize(desk),
        )
        _preset("Slides' grid", ":material/slideshow:", desk, grids.deck)
        _preset("Digit's corner", ":material/draw:", desk, lambda: _corner(side))
        _preset("Edge", ":material/contrast:", desk, lambda: grids.edge(side))
        _preset("Random", ":material/casino:", desk, lambda: _random(side))
        seeded = {"key": "grid_seed", "on_change": lambda: desk.put(_seeded(side))}
        st.number_input("Seed", 0.0, SEEDS - 1.0, 1.0, 1.0, "%.0f", width=130, **seeded)


def _preset(label: str, icon: str, desk: Desk, make: Callable[[], Grid]) -> None:
    st.button(label, icon=icon, on_click=lambda: desk.put(make()))


def _corner(side: int) -> Grid:
    images = digits.shown().images
    return grids.corner(images[np.random.default_rng().integers(len(images))], side)


def _random(side: int) -> Grid:
    st.session_state["grid_seed"] = float(np.random.default_rng().integers(SEEDS))
    return _seeded(side)


def _seeded(side: int) -> Grid:
    return grids.by_chance(side, np.random.default_rng(round(st.session_state["grid_seed"])))


def _resize(desk: Desk) -> None:
    side = st.session_state["grid_side"]
    if side is not None:
        desk.put(grids.resized(desk.grid, int(side)))
