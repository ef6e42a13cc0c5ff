"""The part Occlusion map: both digits, coloured by how covering a patch changes the distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.course import task_list
from pages._ui.shared import formatting, source_code
from siamese.inspection.occlusion import PATCH, corners

if TYPE_CHECKING:
    from pages._ui.network.input_pair import InputPair
    from pages._ui.network.inspection import NetworkInspection

LEAST = 1e-6  # smaller changes count as none


def show(seen: NetworkInspection, pair: InputPair) -> None:
    """Shows both maps, their colour scale, and the patches that matter most.

    Args:
        seen: The network.
        pair: The two digits.
    """
    from pages._ui.network import occlusion_chart

    st.markdown(COVER)
    distance = seen.comparator.compare(*pair.images).distance
    with st.spinner("Computing the occlusion maps …"):
        digits = [image.tobytes() for image in pair.images]
        changes = [seen.covered(*digits), seen.covered(*reversed(digits))]
    furthest = max(float(np.abs(change).max()) for change in changes)
    st.html(scale(furthest))
    with st.container(horizontal=True, gap="medium", key="covered"):
        for digit, change, note in zip(pair.images, changes, pair.notes, strict=True):
            with st.container(width="content", gap="xxsmall"):
                st.markdown(f"**{note}**")
                occlusion_chart.show(digit, change, distance, max(furthest, LEAST))
    for name, change in zip(("first", "second"), changes, strict=True):
        st.markdown(decisive(name, change, distance, seen.comparator.threshold))
    turned = turns(np.stack(changes), distance, seen.comparator.threshold)
    task_list.recognise("patch", bool(turned.any()))


def show_code() -> None:
    """Shows the code that covers the patches."""
    source_code.show_code(
        "Each patch of ink is removed in turn, and the distance is computed again.",
        ("siamese/inspection/occlusion.py", "covered"),
        ("siamese/inspection/occlusion.py", "occlusion_map"),
    )


def scale(furthest: float) -> str:
    """HTML of the colour scale, from the largest fall of the distance to the largest rise."""
    return (
        '<div class="scale"><i></i>'
        f"<span>◀ different (−{furthest:.2f})</span>"
        f"<span>alike (+{furthest:.2f}) ▶</span></div>"
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
    turned = turns(changes[row, column], distance, threshold)
    verdict = "and the verdict changes" if turned else "and the verdict stays the same"
    before, after = (formatting.distance(one, threshold) for one in (distance, then))
    effect = "falls" if change < 0 else "rises"
    return (
        f"In the {name} digit, rows {top} to {bottom - 1} in columns {left} to {right - 1} matter "
        f"most: without their ink the distance {effect}, **{before} → {after}**, {verdict}."
    )


def turns(changes: NDArray[np.float32], distance: float, threshold: float) -> NDArray[np.bool_]:
    """Whether the verdict changes with each change of the distance, shaped as the changes."""
    return np.not_equal(distance + changes <= threshold, distance <= threshold)


COVER = (
    "Which strokes matter? One patch of ink at a time is removed, and the distance is computed "
    "again. **Blue** ink makes the two digits alike: without it the distance rises. **Orange** ink "
    "makes them different: without it the distance falls. Point at a patch, or tap it, to see that "
    "distance."
)
