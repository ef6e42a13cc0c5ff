"""Each kind of pooling on a digit, down to 7×7 pixels or to a single one."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.pooling.choices import DIGITS, PADS
from pages._ui.shared import digits, pad
from pages._ui.shared.images import crisp
from pages._ui.shared.query_params.widgets import choose
from siamese.pooling.spec import KINDS, PoolingSpec, rounded
from siamese.pooling.windows import Floats

Digit = NDArray[np.uint8]

NOT_DRAWN = (
    "This pad is empty. Draw a digit to see it pooled here. A link to this page does not contain "
    "your drawing."
)


@st.fragment
def show() -> None:
    """The choice of a digit, and its pooled pictures."""
    digit, words = _digit()
    if digit is None:
        st.info(NOT_DRAWN, icon=":material/draw:")
        st.page_link("draw.py", label="Draw a digit", icon=":material/draw:")
        return
    rows = [_row(PoolingSpec(kind), digit, words) for kind in KINDS]
    st.html(f'<div class="at-work">{"".join(rows)}</div>')
    st.caption(
        "Max pooling keeps the brightest pixel of each window, so lines become thicker. Average "
        "pooling blurs them. The shape is still visible with a sixteenth of the pixels. Global "
        f"pooling leaves one number: the maximum {digit.max()} or the average {digit.mean():.1f}."
    )
    digits.show_source()


def _digit() -> tuple[Digit | None, str]:
    """The chosen digit, None if its pad is empty, and its description."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="whose-digit"):
        whose = choose("pooling", "whose", "Digit", wrap=True)
        if whose in PADS:
            return pad.pad(PADS[whose]).digit, whose.lower()
        number = st.number_input(
            "Test digit", 0, DIGITS - 1, key="digit", bind="query-params", width=150
        )
    shown = digits.shown()
    at = number % len(shown.images)
    return shown.images[at], f"{shown.name}, test image {at}"


def _row(pooling: PoolingSpec, digit: Digit, words: str) -> str:
    """HTML of a digit, pooled twice, or once globally."""
    name, values = pooling.kind, digit.astype(np.float64)
    pictures = [crisp(digit, f"28 × 28: {words}")]
    for _ in range(1 if pooling.is_global else 2):
        values = np.atleast_2d(pooling.of(values))
        size = " × ".join(map(str, values.shape))
        left = f": {rounded(values.item())}" if pooling.is_global else ""
        pictures.append(crisp(_as_picture(values), f"{size}, {name}{left}"))
    inside = f'<div class="steps">{"".join(pictures)}</div>'
    return f"<section><h4>{name.capitalize()}</h4>{inside}</section>"


def _as_picture(values: Floats) -> Digit:
    return np.round(values).astype(np.uint8)
