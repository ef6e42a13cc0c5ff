"""The pair that a run watches: the visitor's two drawings, or two sample digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import digits, pad
from pages._ui.shared.images import crisp

KEY = "watched sample"


@dataclass(frozen=True, eq=False)
class WatchedPair:
    """A pair, and what to say of it.

    Attributes:
        images: uint8 (2, 28, 28).
        notes: What each of them is.
        expected: What should become of their distance.
    """

    images: NDArray[np.uint8]
    notes: tuple[str, str]
    expected: str


def choose() -> WatchedPair:
    """Shows the pair, and lets the visitor take another where it is a sample."""
    left, right = (pad.pad(side).digit for side in ("left", "right"))
    st.markdown("**A pair to watch**")
    if left is not None and right is not None:
        expected = "These are the two of Draw & compare: their distance is measured epoch by epoch."
        pair = WatchedPair(np.stack([left, right]), ("First", "Second"), expected)
    else:
        pair = _sample()
    first, second = (
        crisp(image, note) for image, note in zip(pair.images, pair.notes, strict=True)
    )
    st.html(f'<div class="pair watched">{first}{second}</div>')
    st.caption(pair.expected)
    if left is None or right is None:
        st.button("Another pair", icon=":material/casino:", on_click=_another)
    return pair


def _sample() -> WatchedPair:
    """Two test digits, alike or not by chance."""
    there = digits.shown()
    if KEY not in st.session_state:
        _another()
    rng = np.random.default_rng(st.session_state[KEY])
    first = int(rng.integers(len(there.images)))
    alike = bool(rng.integers(2))
    partners = np.flatnonzero((there.labels == there.labels[first]) == alike)
    second = int(rng.choice(partners[partners != first]))
    kind = "the same digit: they should draw together" if alike else "different: they should part"
    return WatchedPair(
        there.images[[first, second]],
        (there.note(first), there.note(second)),
        f"Two samples, {kind}. Draw two digits on Draw & compare to watch those instead.",
    )


def _another() -> None:
    st.session_state[KEY] = int(np.random.default_rng().integers(2**32))
