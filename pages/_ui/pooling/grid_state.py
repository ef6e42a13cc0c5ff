"""The state of the Pooling page: the visitor's grid and the selected window.

Both are kept in the URL. The browser writes them there with ``history.replaceState``:
``st.query_params`` would add an entry to the history for each key pressed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeGuard

import numpy as np
import streamlit as st

from pages._ui.shared import browser_storage
from pages._ui.shared.query_params import address
from siamese.pooling import grid as grids
from siamese.pooling.grid import Typed, read_cells, to_address, written
from siamese.pooling.spec import PoolingSpec
from siamese.pooling.windows import Floats

KEY, DESK, KEPT_AS = "desk", "pooling desk", "pooling grid"
LONGEST = 1000  # characters of a cell
FEWER = "The link asks for window {}, but the last one is window {}: showing that one."


def texts_of(grid: Floats) -> list[list[str]]:
    """The texts of a grid's cells."""
    return [[written(value) for value in row] for row in grid]


@dataclass
class GridState:
    """Grid and window; they are kept while other pages are open."""

    grid: Floats = field(default_factory=grids.deck)  # (rows, columns), the last valid one
    texts: list[list[str]] = field(default_factory=lambda: texts_of(grids.deck()))  # as typed
    typed: Typed = field(default_factory=lambda: Typed(grids.deck()))  # the texts, read
    chosen: int = 0  # index of the selected window; beyond the last one, the last is selected
    version: int = 0  # counts the grids that were not typed: texts for an earlier one are ignored
    pooling: PoolingSpec = field(default_factory=PoolingSpec)  # the last settings that fitted
    beyond: Floats = field(  # (MOST, MOST), the cells that a smaller grid has cut off
        default_factory=lambda: np.zeros((grids.MOST, grids.MOST))
    )
    asked: int = 0  # the window in the URL, counted from 1; 0 for none
    found: object = None  # what the page showed first; None before that

    def put(self, grid: Floats) -> None:
        """Replaces the grid."""
        self._lay(grid)
        self.beyond[:] = 0

    def resize(self, side: int) -> None:
        """Removes rows and columns, or restores removed ones; new cells are 0."""
        rows, columns = self.grid.shape
        self.beyond[:rows, :columns] = self.grid
        self._lay(self.beyond[:side, :side].copy())

    def _lay(self, grid: Floats) -> None:
        self.grid, self.texts, self.typed = grid, texts_of(grid), Typed(grid)
        self.chosen, self.version = 0, self.version + 1

    def hear(self, said: Any) -> None:
        """Reads what the browser sent: the texts of the cells, and the selected window."""
        sent = said.get("sent") if isinstance(said, dict) else None
        if not isinstance(sent, dict) or sent.get("version") != self.version:
            return
        texts, window = sent.get("texts"), sent.get("window")
        if self._fits(texts) and texts != self.texts:
            self.texts, self.typed = texts, read_cells(texts)
            self.grid = self.grid if self.typed.grid is None else self.typed.grid
        if type(window) is int and 0 <= window < grids.MOST**2:
            self.chosen = window

    def looked_at(self, pooling: PoolingSpec) -> int:
        """The index of the selected window."""
        return min(self.chosen, len(pooling.windows(self.grid.shape)) - 1)

    def _fits(self, texts: Any) -> TypeGuard[list[list[str]]]:
        return (
            isinstance(texts, list)
            and len(texts) == len(self.texts)
            and all(isinstance(row, list) and len(row) == len(self.texts[0]) for row in texts)
            and all(isinstance(text, str) and len(text) <= LONGEST for row in texts for text in row)
        )

    def arrive(self) -> None:
        """Takes up the grid and the window of the address by which somebody comes."""
        said = {name: st.query_params.get(name, "") for name in ("grid", "window")}
        if any(said.values()):
            grid = grids.from_address(said["grid"])
            self.put(grids.deck() if grid is None else grid)
            self.chosen = int(said["window"] or 1) - 1
        self.asked, self.found = int(said["window"] or 0), None

    def notes(self, pooling: PoolingSpec) -> list[str]:
        """What of the address cannot be shown, in lines, until the visitor changes something."""
        here = pooling, self.address(pooling)
        self.found = self.found or here
        if self.found != here:
            self.asked = 0
        count = len(pooling.windows(self.grid.shape))
        return [FEWER.format(self.asked, count)] * (self.asked > count)

    def address(self, pooling: PoolingSpec) -> dict[str, str]:
        """Grid and window for the address: nothing where they are what everyone begins with."""
        window = self.looked_at(pooling)
        return {"grid": self.kept, "window": str(window + 1) if window else ""}

    @property
    def kept(self) -> str:
        """The grid as a text; empty if it is what everyone begins with."""
        return "" if np.array_equal(self.grid, grids.deck()) else to_address(self.grid)


def desk() -> GridState:
    """The visitor's desk."""
    there: GridState = st.session_state.setdefault(DESK, GridState())
    if KEY in st.session_state:
        there.hear(st.session_state[KEY])
    else:  # the page is just being opened
        there.arrive()
    return there


def keep(desk: GridState) -> None:
    """Lets the browser keep the grid; called after the grid is shown.

    Before it, the first grid to keep would move the grid to another place on the page, where the
    browser makes it anew and forgets what is being typed.
    """
    browser_storage.keep(KEPT_AS, desk.kept)


def restore(text: str) -> None:
    """Puts back the grid that the browser has kept, unless there is one already.

    Where the page itself is reloaded, its address says which grid it shows, or that of the slides.

    Args:
        text: What it has kept.

    Raises:
        ValueError: If it is damaged.
    """
    grid = grids.from_address(text)
    if grid is None:
        raise ValueError("This is no grid.")
    there = st.session_state.setdefault(DESK, GridState())
    if not there.kept and st.session_state.get(address.FIRST) != "pooling":
        there.put(grid)
