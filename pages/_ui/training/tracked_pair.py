"""The pair whose distance a run tracks: the visitor's two digits, or two test images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import digits, pad
from pages._ui.shared.images import crisp

KEY = "tracked sample"


@dataclass(frozen=True, eq=False)
class TrackedPair:
    """A pair whose distance is measured after each epoch."""

    images: NDArray[np.uint8]  # (2, 28, 28)
    notes: tuple[str, str]  # the caption of each
    expected: str  # how their distance should change


def choose() -> TrackedPair:
    """Shows the pair, and lets the visitor take another one if it is a sample."""
    left, right = (pad.pad(side).digit for side in ("left", "right"))
    if left is not None and right is not None:
        expected = "Your digits from Draw & compare: their distance is measured after each epoch."
        pair = TrackedPair(np.stack([left, right]), ("First", "Second"), expected)
    else:
        pair = _sample()
    first, second = (
        crisp(image, note) for image, note in zip(pair.images, pair.notes, strict=True)
    )
    st.html(f'<div class="pair tracked">{first}{second}</div>')
    st.caption(pair.expected)
    if left is None or right is None:
        st.button("Another pair", icon=":material/casino:", on_click=_another)
    return pair


def _sample() -> TrackedPair:
    """Two random test images, of the same digit or of different digits."""
    shown = digits.shown()
    if KEY not in st.session_state:
        _another()
    rng = np.random.default_rng(st.session_state[KEY])
    first = int(rng.integers(len(shown.images)))
    alike = bool(rng.integers(2))
    partners = np.flatnonzero((shown.labels == shown.labels[first]) == alike)
    second = int(rng.choice(partners[partners != first]))
    change = ("the same digit: their distance should fall" if alike
              else "different digits: their distance should rise")  # fmt: skip
    return TrackedPair(
        shown.images[[first, second]],
        (shown.note(first), shown.note(second)),
        f"Two samples of {change}. To track your own digits, draw two on Draw & compare.",
    )


def _another() -> None:
    st.session_state[KEY] = int(np.random.default_rng().integers(2**32))
