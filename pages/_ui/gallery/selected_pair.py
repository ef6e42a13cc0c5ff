"""The pair selected in a montage: enlarged, with its verdict and a button to compare it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared import network, pad, verdict
from pages._ui.shared.images import crisp
from pages._ui.shared.reading import PreparedDigit

ASK = "Select a pair to enlarge it."


def show(judged: Judged, place: int | None, notes: Sequence[str] = (), what: str = "digit") -> None:
    """Shows the selected pair, or asks to select one.

    Args:
        judged: All pairs of the montage.
        place: The index of the selected pair; None if none is selected.
        notes: The captions of its two images, if they are not those of the digits.
        what: What the images show.
    """
    if place is None:
        st.html(f'<p class="ask">{ASK}</p>')
        return
    pair, notes = judged.images[place], notes or judged.notes(place)
    st.html(f'<div class="pair">{crisp(pair[0], notes[0])}{crisp(pair[1], notes[1])}</div>')
    comparator = network.ready()
    if comparator is not None:
        comparison = comparator.compare(*pair)
        if judged.threshold in (None, comparison.threshold):
            verdict.show(comparison, what=what)
        else:  # the visitor's own
            same = comparison.distance <= judged.threshold
            comparison = replace(comparison, threshold=judged.threshold, same=same)
            verdict.show(comparison, calibrated=False, what=what)
        st.markdown(_truth(bool(judged.pairs.same[place]), comparison.same, what))
    with st.container(horizontal=True, gap="small"):
        offer_to_compare(pair, notes)
        verdict.link_to_limits()


def offer_to_compare(pair: NDArray[np.uint8], notes: Sequence[str]) -> None:
    """A button that opens a pair on Draw & compare.

    Args:
        pair: uint8 (2, 28, 28).
        notes: The caption of each.
    """
    if st.button("Compare these two", icon=":material/draw:", type="primary", width="stretch"):
        for name, digit, note in zip(("left", "right"), pair, notes, strict=True):
            pad.pad(name).put(PreparedDigit(digit, note=note))
        # Empty parameters are given; otherwise Streamlit keeps those bound to widgets.
        st.switch_page("draw.py", query_params={})


def _truth(same: bool, predicted_same: bool, what: str) -> str:
    """The true label, and whether the prediction is correct."""
    truth = f"They are the same {what}" if same else f"They are different {what}s"
    return (
        f"✓ {truth}." if same == predicted_same else f"✗ **The network is wrong:** {truth.lower()}."
    )
