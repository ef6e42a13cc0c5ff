"""Which strokes decide: both digits, coloured by what covering a patch does to their distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.network.inspection import NetworkInspection
from pages._ui.shared import formatting
from siamese.inspection.occlusion import PATCH, corners

if TYPE_CHECKING:
    from pages._ui.network.input_pair import InputPair

WIDTH = 372  # pixels: a square and its axes
LEAST = 1e-6  # a change smaller than this is none


def show(insight: NetworkInspection, pair: InputPair, distance: float) -> None:
    """Both maps, the scale of their colours, and which patch decides most.

    Args:
        insight: The network.
        pair: The two digits.
        distance: Of the two.
    """
    from pages._ui.network import charts

    with st.spinner("Covering patch by patch …"):
        digits = [image.tobytes() for image in pair.images]
        changes = [insight.covered(*digits), insight.covered(*reversed(digits))]
    furthest = max(float(np.abs(change).max()) for change in changes)
    with st.container(horizontal=True, gap="medium", key="covered"):
        for digit, change, note in zip(pair.images, changes, pair.notes, strict=True):
            with st.container(width=WIDTH, gap="xxsmall"):
                st.markdown(f"**{note}**")
                charts.covered(digit, change, distance, max(furthest, LEAST))
    st.html(_scale(furthest))
    threshold = insight.comparator.threshold
    for name, change in zip(("first", "second"), changes, strict=True):
        st.markdown(decisive(name, change, distance, threshold))


def _scale(furthest: float) -> str:
    """HTML of the colours and their meaning."""
    ends = f"−{furthest:.2f}", f"+{furthest:.2f}"
    return (
        f'<div class="scale"><span>◀ closer, {ends[0]}</span><i></i>'
        f"<span>{ends[1]}, farther apart ▶</span></div>"
    )


def decisive(name: str, changes: NDArray[np.float32], distance: float, threshold: float) -> str:
    """The patch whose covering changes most, in a sentence.

    Args:
        name: Which digit.
        changes: (14, 14), of the distance.
        distance: Nothing being covered.
        threshold: Up to which distance two digits count as the same.

    Returns:
        It, in Markdown.
    """
    row, column = np.unravel_index(int(np.abs(changes).argmax()), changes.shape)
    change = float(changes[row, column])
    if abs(change) < LEAST:
        return f"Of the {name} digit no patch of {PATCH} × {PATCH} pixels matters."
    ends = corners(28)
    (top, bottom), (left, right) = ends[row], ends[column]
    then = distance + change
    flips = (distance <= threshold) != (then <= threshold)
    verdict = "which turns the verdict round" if flips else "and the verdict stays"
    before, after = (formatting.distance(one, threshold) for one in (distance, then))
    effect = "closer" if change < 0 else "farther apart"
    return (
        f"Of the {name} digit, rows {top} to {bottom - 1} in columns {left} to {right - 1} matter "
        f"most: without their ink the two are {effect}, **{before} → {after}**, {verdict}."
    )
