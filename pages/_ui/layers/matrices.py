"""Matrices as HTML: signed numbers in cells, coloured by size."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import formatting

Floats = NDArray[np.floating]
Words = Callable[[int, int], str]

STRONGEST = 60  # per cent of full colour, so that numbers stay readable


def matrix(values: Floats, caption: str, decimals: int = 1, title: Words | None = None) -> str:
    """HTML of a matrix: green above 0, pink below, and every number with its sign.

    Args:
        values: (rows, columns).
        caption: Text below the matrix.
        decimals: Shown of each number.
        title: The tooltip of the cell in a row and a column.
    """
    largest = max(float(np.abs(values).max()), 10.0**-decimals)
    cells = "".join(
        _cell(float(value), decimals, float(abs(value)) / largest, title(*at) if title else "")
        for at, value in np.ndenumerate(values)
    )
    return (
        f'<figure class="small-grid" style="--columns:{values.shape[1]}">'
        f'<div class="numbers">{cells}</div>'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )


def _cell(value: float, decimals: int, share: float, title: str) -> str:
    text = formatting.signed(value, decimals)
    wide = len(text) - 0.4 * sum(
        map(text.count, "−.")
    )  # in widths of a digit: signs and points are narrow
    tone = "positive" if value > 0 else "negative"
    style = f"--digits:{wide:.1f};--strength:{STRONGEST * share:.0f}%"
    return (
        f'<span class="signed {tone}" style="{style}" title="{html.escape(title)}">'
        f"<b>{text}</b></span>"
    )
