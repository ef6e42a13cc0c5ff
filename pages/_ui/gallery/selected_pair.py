"""The pair chosen from a montage: larger, with the network's word, and the way to compare it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared import network, pad, verdict
from pages._ui.shared.images import crisp
from pages._ui.shared.reading import PreparedDigit

ASK = "Choose a pair to see it larger."


def show(judged: Judged, place: int | None) -> None:
    """Shows a pair, or asks for one.

    Args:
        judged: All pairs there are to choose from.
        place: Which of them; None while none is chosen.
    """
    if place is None:
        st.html(f'<p class="ask">{ASK}</p>')
        return
    pair, notes = judged.images[place], judged.notes(place)
    st.html(f'<div class="pair">{crisp(pair[0], notes[0])}{crisp(pair[1], notes[1])}</div>')
    comparator = network.ready()
    if comparator is not None:
        comparison = comparator.compare(*pair)
        verdict.show(comparison)
        st.markdown(_truth(same=bool(judged.pairs.same[place]), said_same=comparison.same))
    offer_to_compare(pair, notes)


def offer_to_compare(pair: NDArray[np.uint8], notes: Sequence[str]) -> None:
    """The way to Draw & compare, with a pair.

    Args:
        pair: uint8 (2, 28, 28).
        notes: What each of them is.
    """
    if st.button("Compare these two", icon=":material/draw:", type="primary", width="stretch"):
        for name, digit, note in zip(("left", "right"), pair, notes, strict=True):
            pad.pad(name).put(PreparedDigit(digit, note=note))
        # Parameters named, even none: else it refuses to leave those bound to widgets behind.
        st.switch_page("pages/draw.py", query_params={})


def _truth(same: bool, said_same: bool) -> str:
    """Whether that is so."""
    truth = "They are the same digit" if same else "They are different digits"
    return f"✓ {truth}." if same == said_same else f"✗ **The network is wrong:** {truth.lower()}."
