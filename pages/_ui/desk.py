"""The desk of the Pooling page: the visitor's grid and the window that is looked at.

Both stand in the address. The browser writes them there, in place of what stood there before:
``st.query_params`` would make a new address each time, and Back would go through every key pressed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from siamese import grids
from siamese.grids import Grid, Typed, read_cells, to_address, written
from siamese.pooled import Pooling

KEY = "desk"


def texts_of(grid: Grid) -> list[list[str]]:
    """A grid as it would be typed."""
    return [[written(value) for value in row] for row in grid]


@dataclass
class Desk:
    """What lies on it; it outlives the page's widgets.

    Attributes:
        grid: The last good one.
        texts: The cells as they were typed.
        typed: What came of them.
        chosen: The number of a window; where there are fewer, the last one is looked at.
        version: Counts the grids that were not typed: what was typed into another is old.
        pooling: The last one that fitted.
    """

    grid: Grid = field(default_factory=grids.deck)
    texts: list[list[str]] = field(default_factory=lambda: texts_of(grids.deck()))
    typed: Typed = field(default_factory=lambda: Typed(grids.deck()))
    chosen: int = 0
    version: int = 0
    pooling: Pooling = field(default_factory=Pooling)

    def put(self, grid: Grid) -> None:
        """Lays another grid there."""
        self.grid, self.texts, self.typed = grid, texts_of(grid), Typed(grid)
        self.chosen, self.version = 0, self.version + 1

    def hear(self, said: Any) -> None:
        """Takes in what the browser sent: cells as they were typed, and the window chosen."""
        sent = said.get("sent") if isinstance(said, dict) else None
        if not isinstance(sent, dict) or sent.get("version") != self.version:
            return
        texts, window = sent.get("texts"), sent.get("window")
        if self._fits(texts) and texts != self.texts:
            self.texts, self.typed = texts, read_cells(texts)
            self.grid = self.grid if self.typed.grid is None else self.typed.grid
        if type(window) is int and 0 <= window < grids.MOST**2:
            self.chosen = window

    def looked_at(self, pooling: Pooling) -> int:
        """The number of the window that is looked at."""
        return min(self.chosen, len(pooling.windows(self.grid.shape)) - 1)

    def _fits(self, texts: Any) -> bool:
        return (
            isinstance(texts, list)
            and all(isinstance(row, list) for row in texts)
            and all(isinstance(text, str) for row in texts for text in row)
            and [len(row) for row in texts] == [len(row) for row in self.texts]
        )

    def arrive(self) -> list[str]:
        """Takes up the grid and the window of the address by which somebody comes.

        Returns:
            The names of what cannot be read.
        """
        found = {name: st.query_params.get(name, "") for name in ("grid", "window")}
        if not any(found.values()):
            return []
        grid, window = grids.from_address(found["grid"]), _number(found["window"])
        self.put(grids.deck() if grid is None else grid)
        self.chosen = (window or 1) - 1
        there = {"grid": grid, "window": window}
        return [name for name, text in found.items() if text and there[name] is None]

    def address(self) -> dict[str, str]:
        """Grid and window for the address: nothing where they are what everyone begins with."""
        usual = np.array_equal(self.grid, grids.deck())
        return {
            "grid": "" if usual else to_address(self.grid),
            "window": str(self.chosen + 1) if self.chosen else "",
        }


def _number(text: str) -> int | None:
    """The number of a window, counted from 1."""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= grids.MOST**2:
        return None
    return int(text)


def desk() -> tuple[Desk, list[str]]:
    """The visitor's desk, and the names of what in the address cannot be read."""
    there: Desk = st.session_state.setdefault("pooling desk", Desk())
    if KEY not in st.session_state:  # the page is just being opened
        return there, there.arrive()
    there.hear(st.session_state[KEY])
    return there, []
