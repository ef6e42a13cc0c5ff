"""The pair that the Network page looks at: the visitor's digits, or two test digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import digits, pad
from pages._ui.shared.images import crisp

YOURS, SAMPLES = "Yours", "Test digits"
SIDES = {"left": "First", "right": "Second"}
HIGHEST = 10_000  # test digits in MNIST; where there are fewer, it begins anew after the last


@dataclass(frozen=True, eq=False)
class InputPair:
    """A pair to look at.

    Attributes:
        images: uint8 (2, 28, 28).
        notes: What each of them is.
    """

    images: NDArray[np.uint8]
    notes: tuple[str, str]


def choose() -> InputPair:
    """The pads' digits where there are any, else test digits, whose numbers stand in the address.

    Returns:
        The pair.
    """
    drawn = {side: pad.pad(side).digit for side in SIDES}
    there = sum(digit is not None for digit in drawn.values())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="looked-at"):
        mine = there > 0 and _prefers_own()
        chosen = [
            (digit, f"{SIDES[side]}: yours") if mine and digit is not None else _sample(side, first)
            for (side, digit), first in zip(drawn.items(), (0, 1), strict=True)
        ]
        if not mine or there < len(SIDES):
            st.button("Other test digits", icon=":material/casino:", on_click=_others)
        words = "Draw two of your own" if there < len(SIDES) else "Draw others"
        st.page_link("pages/draw.py", label=words, icon=":material/draw:")
    (left, first), (right, second) = chosen
    return InputPair(np.stack([left, right]), (first, second))


def show(pair: InputPair) -> None:
    """The pair alone, while there is nothing to say of it."""
    st.html(f'<div class="pair watched">{"".join(map(crisp, pair.images, pair.notes))}</div>')


def _prefers_own() -> bool:
    choice = st.segmented_control(
        "Digits", [YOURS, SAMPLES], default=YOURS, required=True, key="whose pair"
    )
    return bool(choice == YOURS)


def _sample(side: str, first: int) -> tuple[NDArray[np.uint8], str]:
    """A test digit, and what it is."""
    in_address: Any = {"key": side, "bind": "query-params"}
    number = st.number_input(
        f"{SIDES[side]} test digit", 0, HIGHEST - 1, first, **in_address, width=150
    )
    shown = digits.shown()
    at = number % len(shown.images)
    return shown.images[at], f"{SIDES[side]}: {shown.note(at)}"


def _others() -> None:
    """Two test digits by chance."""
    for side, number in zip(SIDES, np.random.default_rng().integers(HIGHEST, size=2), strict=True):
        st.session_state[side] = int(number)
