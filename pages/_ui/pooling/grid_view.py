"""The editable grid, its windows and their results."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages._ui.pooling.grid_state import KEY, GridState
from pages._ui.shared.component import component
from siamese.pooling.spec import EXACT, PoolingSpec, rounded

TONES = 9  # colours of windows, distinct for colour-blind readers, too; each with a letter
CELL, GHOST, BETWEEN = 61, 22, 100  # pixels of a cell, an empty cell, the arrow with its margins
FEW = 4  # cells: the least width, that of the buttons
MOST_NAMES = 4  # of windows in one cell


_desk = component(
    "desk",
    "pooling/grid_state.html",
    "pooling/grid_state.css",
    "pooling/grid_state.js",
)


def name(number: int) -> str:
    """The letters of a window.

    >>> name(0), name(25), name(26), name(63)
    ('A', 'Z', 'AA', 'BL')
    """
    before, letter = divmod(number, 26)
    return (name(before - 1) if before else "") + chr(ord("A") + letter)


def tone(number: int) -> int:
    """The colour of a window: up to nine windows have nine colours, and neighbours never the same.

    >>> [tone(number) for number in (0, 8, 9)]
    [0, 8, 0]
    """
    return number % TONES


def called(holders: list[int]) -> tuple[str, str]:
    """The windows that contain a cell, as a short label and in words.

    >>> called([0, 3]), called(list(range(6)))
    (('AD', 'in windows A, D'), ('×6', 'in windows A, B, C, D, E, F'))
    """
    names = [name(number) for number in holders]
    if not names:
        return "", "no window reaches this cell"
    if len(names) == 1:
        return names[0], f"in window {names[0]}"
    together = "".join(names)
    short = together if len(together) == len(names) <= MOST_NAMES else f"×{len(names)}"
    return short, f"in windows {', '.join(names)}"


def places(pooling: PoolingSpec, shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The output index of each window, in the order of the windows."""
    return list(np.ndindex(pooling.shape(shape)))


def members(pooling: PoolingSpec, shape: tuple[int, ...]) -> NDArray[np.object_]:
    """The indices of the windows that contain each cell: an array of lists of that shape."""
    cells = np.empty(shape, object)
    for cell in np.ndindex(shape):
        cells[cell] = []
    for number, window in enumerate(pooling.windows(shape)):
        for holders in cells[window].flat:
            holders.append(number)
    return cells


def width(desk: GridState, pooling: PoolingSpec) -> int:
    """The width in pixels of the grid with its results."""
    (_, columns), (_, margins) = desk.grid.shape, pooling.margins(desk.grid.shape)
    _, results = pooling.shape(desk.grid.shape) or (1, 1)
    return CELL * (columns + max(results, FEW)) + GHOST * sum(margins) + BETWEEN


def show(desk: GridState, pooling: PoolingSpec) -> None:
    """Shows the grid; each window has the colour of its result.

    Args:
        desk: The grid.
        pooling: The settings.
    """
    shape, output = desk.grid.shape, np.atleast_2d(pooling.of(desk.grid))
    margins = pooling.margins(shape)
    size = [before + length + after for (before, after), length in zip(margins, shape, strict=True)]
    data = {
        "version": desk.version,
        "texts": desk.texts,
        "window": desk.chosen,
        "margins": margins,
        "cells": _cells(desk, pooling),
        "ghosts": _ghosts(size, margins, shape),
        "spans": _spans(pooling, shape),
        "output": [
            {
                "text": rounded(value),
                "title": rounded(value, *EXACT),
                "name": name(number),
                "tone": tone(number),
            }
            for number, value in enumerate(output.ravel().tolist())
        ],
        "columns": output.shape[1],
        "captions": [f"Input, {shape[0]} × {shape[1]}", _result(pooling, shape)],
        "problem": _problem(desk),
        "address": desk.address(pooling),
    }
    _desk(key=KEY, data=data, on_sent_change=_nothing)


def _cells(desk: GridState, pooling: PoolingSpec) -> list[dict[str, Any]]:
    shape = desk.grid.shape
    all_members = members(pooling, shape)
    (top, _), (left, _) = pooling.margins(shape)
    won = pooling.gradient(desk.grid) > 0
    return [
        {
            "place": [row + top, column + left],
            "tone": tone(holders[0]) if len(holders) == 1 else None,
            **_words(row, column, holders),
            "won": bool(pooling.takes_largest and won[row, column]),
            "wrong": (row, column) in desk.typed.wrong,
        }
        for (row, column), holders in np.ndenumerate(all_members)
    ]


def _words(row: int, column: int, holders: list[int]) -> dict[str, str]:
    """The letters of a cell, and what is said of it."""
    names, words = called(holders)
    return {"names": names, "title": f"Row {row + 1}, column {column + 1}: {words}"}


def _ghosts(
    size: list[int], margins: list[tuple[int, int]], shape: tuple[int, ...]
) -> list[list[int]]:
    """The empty cells that padding adds around the grid."""
    (top, _), (left, _) = margins
    return [
        [row, column]
        for row, column in product(*map(range, size))
        if not (0 <= row - top < shape[0] and 0 <= column - left < shape[1])
    ]


def _spans(pooling: PoolingSpec, shape: tuple[int, ...]) -> list[list[int]]:
    """Top, left, bottom and right of each window, counting the empty cells."""
    if pooling.is_global:
        return [[0, 0, *shape]]
    size, step = pooling.pool_size, pooling.strides or pooling.pool_size
    return [
        [row * step, column * step, row * step + size, column * step + size]
        for row, column in places(pooling, shape)
    ]


def _result(pooling: PoolingSpec, shape: tuple[int, ...]) -> str:
    output = pooling.shape(shape)
    return f"Output, {output[0]} × {output[1]}" if output else "Output, one number"


def _problem(desk: GridState) -> str:
    problem = desk.typed.problem
    return f"{problem} The results are those of the last valid grid." if problem else ""


def _nothing() -> None:
    """A callback, without which Streamlit drops the component's value."""
