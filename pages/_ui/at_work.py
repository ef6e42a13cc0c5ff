"""Pooling at work: a digit pooled from 28×28 to 7×7, once with each kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui import digits, pad
from pages._ui.pictures import crisp
from pages._ui.pooling_choices import DIGITS
from siamese.pooled import Pooling

Digit = NDArray[np.uint8]

SAMPLE = "A test digit"
PADS = {"Your first": "left", "Your second": "right"}
IN_ADDRESS: Any = {"key": "digit", "bind": "query-params"}


@st.fragment
def show() -> None:
    """The choice of a digit, and what pooling leaves of it."""
    digit, words = _digit()
    rows = [
        _row("Max", Pooling("max"), digit, words),
        _row("Average", Pooling("average"), digit, words),
    ]
    st.html(f'<div class="at-work">{"".join(rows)}</div>')
    st.caption(
        "Max keeps the brightest pixel of each window, so lines grow thicker; average spreads them "
        "into grey. The shape survives in a sixteenth of the pixels. The global kinds leave one "
        f"number of it: {digit.max()} the largest, {digit.mean():.1f} the average."
    )


def _digit() -> tuple[Digit, str]:
    """The digit chosen, and what it is."""
    drawn = {label: pad.pad(name).digit for label, name in PADS.items()}
    mine = {label: digit for label, digit in drawn.items() if digit is not None}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="whose"):
        choice = SAMPLE
        if mine:
            choice = st.segmented_control(
                "Digit", [*mine, SAMPLE], default=next(iter(mine)), required=True, key="whose digit"
            )
        else:
            st.page_link("pages/draw.py", label="Draw one of your own", icon=":material/draw:")
        if choice in mine:
            return mine[choice], choice.lower()
        number = st.number_input(
            "Test digit", 0.0, DIGITS - 1.0, 0.0, 1.0, "%.0f", **IN_ADDRESS, width=150
        )
    shown = digits.shown()
    at = round(number) % len(shown.images)
    return shown.images[at], f"{shown.name}, test image {at}"


def _row(name: str, pooling: Pooling, digit: Digit, words: str) -> str:
    """HTML of a digit and what two poolings make of it."""
    half = pooling.of(digit.astype(np.float64))
    quarter = pooling.of(half)
    pictures = [
        crisp(digit, f"28 × 28: {words}"),
        crisp(_as_picture(half), f"14 × 14, {name.lower()}"),
        crisp(_as_picture(quarter), f"7 × 7, {name.lower()}"),
    ]
    return f'<section><h4>{name}</h4><div class="steps">{"".join(pictures)}</div></section>'


def _as_picture(values: NDArray[np.float64]) -> Digit:
    return np.round(values).astype(np.uint8)
