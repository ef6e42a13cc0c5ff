"""Occlusion maps: both digits, coloured by how covering a patch changes their distance."""

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
LEAST = 1e-6  # smaller changes count as none


def show(inspection: NetworkInspection, pair: InputPair, distance: float) -> None:
    """Shows both maps, their colour scale, and the patches that matter most.

    Args:
        inspection: The network.
        pair: The two digits.
        distance: The distance of the two.
    """
    from pages._ui.network import charts

    with st.spinner("Computing the occlusion maps …"):
        digits = [image.tobytes() for image in pair.images]
        changes = [inspection.covered(*digits), inspection.covered(*reversed(digits))]
    furthest = max(float(np.abs(change).max()) for change in changes)
    with st.container(horizontal=True, gap="medium", key="covered"):
        for digit, change, note in zip(pair.images, changes, pair.notes, strict=True):
            with st.container(width=WIDTH, gap="xxsmall"):
                st.markdown(f"**{note}**")
                charts.covered(digit, change, distance, max(furthest, LEAST))
    st.html(_scale(furthest))
    threshold = inspection.comparator.threshold
    for name, change in zip(("first", "second"), changes, strict=True):
        st.markdown(decisive(name, change, distance, threshold))


def _scale(furthest: float) -> str:
    """HTML of the colour scale."""
    ends = f"−{furthest:.2f}", f"+{furthest:.2f}"
    return (
        f'<div class="scale"><span>◀ closer, {ends[0]}</span><i></i>'
        f"<span>{ends[1]}, farther apart ▶</span></div>"
    )


def decisive(name: str, changes: NDArray[np.float32], distance: float, threshold: float) -> str:
    """Describes the patch that changes the distance most when covered.

    Args:
        name: "first" or "second" digit.
        changes: (14, 14), change of the distance for each patch.
        distance: The distance with nothing covered.
        threshold: Largest distance at which two digits count as the same.

    Returns:
        Markdown.
    """
    row, column = np.unravel_index(int(np.abs(changes).argmax()), changes.shape)
    change = float(changes[row, column])
    if abs(change) < LEAST:
        return f"In the {name} digit, no patch of {PATCH} × {PATCH} pixels changes the distance."
    ends = corners(28)
    (top, bottom), (left, right) = ends[row], ends[column]
    then = distance + change
    flips = (distance <= threshold) != (then <= threshold)
    verdict = "and the verdict changes" if flips else "and the verdict stays the same"
    before, after = (formatting.distance(one, threshold) for one in (distance, then))
    effect = "falls" if change < 0 else "rises"
    return (
        f"In the {name} digit, rows {top} to {bottom - 1} in columns {left} to {right - 1} matter "
        f"most: without their ink the distance {effect}, **{before} → {after}**, {verdict}."
    )
