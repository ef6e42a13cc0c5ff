"""Read-only grids as HTML: numbers in cells, coloured by window."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
import streamlit as st

from pages._ui.pooling import grid_view
from siamese.pooling.spec import EXACT, PoolingSpec, rounded
from siamese.pooling.windows import Floats

DIGITS = 5  # of a number in a small cell; the bubble has all of them
HOTTEST = 60  # per cent of full colour, so that numbers stay readable
MORE = "Point at or tap an underlined number to see more."


def show(*figures: str, kind: str = "") -> None:
    """Shows grids beside each other.

    Args:
        figures: HTML of each.
        kind: A further class of the box around them.
    """
    inside = "".join(figures)
    st.html(f'<div class="small-grids {kind}">{inside}</div>')
    if "data-words" in inside:
        st.caption(MORE)


def given(x: Floats, pooling: PoolingSpec, place: tuple[int, ...], caption: str = "") -> str:
    """HTML of an input; each cell shows the letters of its windows, and the colour of one.

    Args:
        x: 1, 2 or 3 dimensions.
        pooling: The settings.
        place: Index of the selected window's result; this window has a frame.
        caption: Text below the grid.
    """
    places, members = grid_view.places(pooling, x.shape), grid_view.members(pooling, x.shape)
    looked_at = places.index(place)
    window = pooling.windows(x.shape)[looked_at]

    def cell(at: tuple[int, ...]) -> str:
        holders = members[at]
        shown = [looked_at] if looked_at in holders else holders
        tone = grid_view.tone(shown[0]) if len(shown) == 1 else None
        names, words = grid_view.called(holders)
        return _cell(x[at], names, "" if names.isalpha() else words, tone)

    return _figure(x, cell, caption, window)


def result(y: Floats, caption: str = "", chosen: int | None = None) -> str:
    """HTML of an output.

    Args:
        y: The results, up to 3 dimensions.
        caption: Text below the grid.
        chosen: The index of the selected window; None for none.
    """

    def cell(at: tuple[int, ...]) -> str:
        number = int(np.ravel_multi_index(at, y.shape)) if at else 0
        return _cell(
            y[at], grid_view.name(number), "", grid_view.tone(number), "chosen" * (number == chosen)
        )

    return _figure(y, cell, caption)


def heat(values: Floats, caption: str = "") -> str:
    """HTML of a gradient, from 0 up and not 0 everywhere: the larger, the more colour."""
    strength = HOTTEST * values / values.max()

    def cell(at: tuple[int, ...]) -> str:
        return _cell(values[at], mark="heat", style=f";--heat:{strength[at]:.0f}%")

    return _figure(values, cell, caption)


def _cell(
    value: float,
    name: str = "",
    words: str = "",
    tone: int | None = None,
    mark: str = "",
    style: str = "",
) -> str:
    """One number; its bubble holds what the cell has no room for."""
    text, whole = rounded(value, DIGITS), rounded(value, *EXACT)
    more = ", ".join([whole] * (text != whole) + [words] * bool(words))
    told = f' data-words="{more}"' if more else ""
    kind = " ".join([mark] * bool(mark) + [f"tone-{tone}"] * (tone is not None))
    letters = f"<small>{name}</small>" if name else ""
    narrow = sum(map(text.count, "-."))
    wide = len(text) - 0.4 * narrow  # in widths of a digit
    return (
        f'<span class="{kind}" style="--digits:{wide:.1f}{style}"{told}>'
        f"<b>{text}</b>{letters}</span>"
    )


def _figure(
    values: Floats,
    cell: Callable[[tuple[int, ...]], str],
    caption: str,
    window: tuple[slice, ...] | None = None,
) -> str:
    """A figure of one grid, or of one grid for each slice of three dimensions."""
    shape = values.shape
    slices: list[tuple[int, ...]] = [(at,) for at in range(shape[0])] if len(shape) == 3 else [()]
    grids = [
        '<div class="numbers">'
        + "".join(cell(before + at) for at in np.ndindex(shape[len(before) :]))
        + (_frame(window, before) if window else "")
        + "</div>"
        for before in slices
    ]
    columns = shape[-1] if shape else 1
    inside = f'<div class="slices">{"".join(grids)}</div>' if len(slices) > 1 else grids[0]
    words = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="small-grid" style="--columns:{columns}">{inside}{words}</figure>'


def _frame(window: tuple[slice, ...], before: tuple[int, ...]) -> str:
    """A frame around the cells of a window, if the window covers this slice."""
    if any(not part.start <= at < part.stop for part, at in zip(window, before, strict=False)):
        return ""
    rows, columns = [slice(0, 1), *window][-2:]
    lines = rows.start, columns.start, rows.stop, columns.stop
    area = " / ".join(str(line + 1) for line in lines)
    return f'<div class="frame" style="grid-area:{area}"></div>'
