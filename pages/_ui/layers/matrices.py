"""Matrices to look at: signed numbers in cells, the stronger the colour the larger the number."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import formatting

Floats = NDArray[np.floating]
Words = Callable[[int, int], str]

STRONGEST = 60  # per cent of its colour: numbers stay readable on it


def matrix(values: Floats, caption: str, decimals: int = 1, title: Words | None = None) -> str:
    """HTML of a matrix: green above 0, pink below, and every number with its sign.

    Args:
        values: (rows, columns).
        caption: Stands under it.
        decimals: How many of each number are shown.
        title: What a pointer reads on the cell in a row and a column.
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
    wide = len(text) - 0.4 * sum(map(text.count, "−."))  # in digits: signs and points are narrow
    tone = "positive" if value > 0 else "negative"
    style = f"--digits:{wide:.1f};--strength:{STRONGEST * share:.0f}%"
    return (
        f'<span class="signed {tone}" style="{style}" title="{html.escape(title)}">'
        f"<b>{text}</b></span>"
    )
