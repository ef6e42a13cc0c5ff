"""The pair of digits on the Network page: the visitor's own, or two test images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import digits, pad
from pages._ui.shared.images import crisp

YOURS, SAMPLES = "Your digits", "Test images"
SIDES = {"left": "First", "right": "Second"}
HIGHEST = 10_000  # test images in MNIST; in a smaller set, indices wrap around


@dataclass(frozen=True, eq=False)
class InputPair:
    """The pair that goes through the network."""

    images: NDArray[np.uint8]  # (2, 28, 28)
    notes: tuple[str, str]  # the caption of each


def choose() -> InputPair:
    """Lets the visitor choose a pair: the pads' digits, or test images by their index.

    Returns:
        The pair; a test image takes the place of a digit that is missing on a pad.
    """
    drawn = {side: pad.pad(side).digit for side in SIDES}
    there = sum(digit is not None for digit in drawn.values())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="looked-at"):
        mine = there > 0 and _prefers_own()
        chosen = [
            (digit, f"{SIDES[side]}: your digit")
            if mine and digit is not None
            else _sample(side, first)
            for (side, digit), first in zip(drawn.items(), (0, 1), strict=True)
        ]
        if not mine or there < len(SIDES):
            st.button("Other test images", icon=":material/casino:", on_click=_others)
        words = "Draw your own digits" if there < len(SIDES) else "Draw other digits"
        st.page_link("draw.py", label=words, icon=":material/draw:")
    (left, first), (right, second) = chosen
    return InputPair(np.stack([left, right]), (first, second))


def show(pair: InputPair) -> None:
    """Shows the pair alone, while the network is loading."""
    st.html(f'<div class="pair tracked">{"".join(map(crisp, pair.images, pair.notes))}</div>')


def _prefers_own() -> bool:
    choice = st.segmented_control(
        "Digits", [YOURS, SAMPLES], default=YOURS, required=True, key="whose pair"
    )
    return bool(choice == YOURS)


def _sample(side: str, first: int) -> tuple[NDArray[np.uint8], str]:
    """A test image and its caption."""
    in_address: Any = {"key": side, "bind": "query-params"}
    number = st.number_input(
        f"{SIDES[side]} test image", 0, HIGHEST - 1, first, **in_address, width=150
    )
    shown = digits.shown()
    at = number % len(shown.images)
    return shown.images[at], f"{SIDES[side]}: {shown.note(at)}"


def _others() -> None:
    """Sets two random test images."""
    for side, number in zip(SIDES, np.random.default_rng().integers(HIGHEST, size=2), strict=True):
        st.session_state[side] = int(number)
