"""Grids to look at: numbers in cells, tinted as the windows they belong to."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pages._ui import stage
from siamese.grids import written
from siamese.pooled import Pooling, rounded

Numbers = NDArray[np.float64]
LONG = 4  # characters of a number that is written small
HOTTEST = 60  # per cent of its colour: numbers stay readable on it


def given(x: Numbers, pooling: Pooling, caption: str = "") -> str:
    """HTML of numbers to pool, 1, 2 or 3 dimensions; cells of one window wear its tone and name."""
    places, members = stage.places(pooling, x.shape), stage.members(pooling, x.shape)

    def cell(at: tuple[int, ...]) -> str:
        holders = members[at]
        alone = len(holders) == 1
        tone = stage.tone(places[holders[0]]) if alone else None
        return _cell(written(x[at]), stage.name(holders[0]) if alone else "", tone)

    return _figure(x, cell, caption)


def result(y: Numbers, caption: str = "", chosen: int | None = None, plain: bool = False) -> str:
    """HTML of what came of pooling.

    Args:
        y: The results, up to 3 dimensions.
        caption: Stands under it.
        chosen: The number of the window that is looked at; None for none.
        plain: Without tones and letters, where what was pooled wears none.
    """

    def cell(at: tuple[int, ...]) -> str:
        if plain:
            return _cell(rounded(y[at]))
        number = int(np.ravel_multi_index(at, y.shape)) if at else 0
        return _cell(rounded(y[at]), stage.name(number), stage.tone(at), number == chosen)

    return _figure(y, cell, caption)


def heat(values: Numbers, caption: str = "") -> str:
    """HTML of numbers from 0 up, not all of them 0: the largest wears most colour."""
    strength = HOTTEST * values / values.max()

    def cell(at: tuple[int, ...]) -> str:
        style = f"--heat:{strength[at]:.0f}%"
        return f'<span class="heat" style="{style}">{rounded(values[at])}</span>'

    return _figure(values, cell, caption)


def _cell(text: str, name: str = "", tone: int | None = None, chosen: bool = False) -> str:
    marks = " ".join(["chosen"] * chosen + [f"tone-{tone}"] * (tone is not None))
    mark = f' class="{marks}"' if marks else ""
    letter = f"<small>{name}</small>" if name else ""
    return f"<span{mark}>{text}{letter}</span>"


def _figure(values: Numbers, cell: Callable[[tuple[int, ...]], str], caption: str) -> str:
    """A figure of a grid, or of one for each slice of the first of three dimensions."""
    shape = values.shape
    slices: list[tuple[int, ...]] = [(at,) for at in range(shape[0])] if len(shape) == 3 else [()]
    columns = shape[-1] if shape else 1
    long = any(len(rounded(value)) > LONG for value in values.ravel())
    grids = [
        f'<div class="numbers{" long" * long}" style="--columns:{columns}">'
        + "".join(cell(before + at) for at in np.ndindex(shape[len(before) :]))
        + "</div>"
        for before in slices
    ]
    words = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="small-grid"><div class="slices">{"".join(grids)}</div>{words}</figure>'
