"""The pair chosen from a montage: larger, with the network's word, and the way to compare it."""

from __future__ import annotations

import streamlit as st

from pages._ui import network, pad, verdict
from pages._ui.judged import Judged
from pages._ui.pictures import crisp
from pages._ui.reading import Reading

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
    pair, numbers = judged.images[place], (judged.pairs.left[place], judged.pairs.right[place])
    notes = [judged.digits.note(int(number)) for number in numbers]
    st.html(f'<div class="pair">{crisp(pair[0], notes[0])}{crisp(pair[1], notes[1])}</div>')
    comparator = network.ready()
    if comparator is not None:
        comparison = comparator.compare(*pair)
        verdict.show(comparison)
        st.markdown(_truth(same=bool(judged.pairs.same[place]), said_same=comparison.same))
    offer_to_compare(judged, place)


def offer_to_compare(judged: Judged, place: int) -> None:
    """The way to Draw & compare, with a pair.

    Args:
        judged: All pairs there are to choose from.
        place: Which of them.
    """
    if st.button("Compare these two", icon=":material/draw:", type="primary", width="stretch"):
        numbers = judged.pairs.left[place], judged.pairs.right[place]
        notes = [judged.digits.note(int(number)) for number in numbers]
        for name, digit, note in zip(("left", "right"), judged.images[place], notes, strict=True):
            pad.pad(name).put(Reading(digit, note=note))
        # Parameters named, even none: else it refuses to leave those bound to widgets behind.
        st.switch_page("pages/draw.py", query_params={})


def _truth(same: bool, said_same: bool) -> str:
    """Whether that is so."""
    truth = "They are the same digit" if same else "They are different digits"
    return f"✓ {truth}." if same == said_same else f"✗ **The network is wrong:** {truth.lower()}."
