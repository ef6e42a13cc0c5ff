"""Embeddings on a plane: where the network puts each digit, and your drawings among them."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import wait as wait_until
from typing import Any

import numpy as np
import streamlit as st

from pages._ui.shared import digits, formatting, network, own_network, pad, source_code
from pages._ui.verification.embedding_map import canvas, checkpoints, sprite_sheet
from pages._ui.verification.embedding_map import drawings as map_drawings
from pages._ui.verification.embedding_map import layout as mapped
from pages._ui.verification.embedding_map.checkpoints import TrainingCheckpoint, TrainingCheckpoints
from pages._ui.verification.embedding_map.drawings import Drawings
from pages._ui.verification.embedding_map.layout import Layout, MapData
from siamese.inspection.neighbors import NEAREST

COUNTS = (1000, 2000, 3000)
USUAL = 2000
NEIGHBOURS, PRINCIPAL = "Neighbours (t-SNE)", "Principal axes (PCA)"
AT_ONCE = 2.0  # seconds that a map may take before the page says that it is coming
IN_ADDRESS: Any = {"bind": "query-params"}


def show() -> None:
    """Shows the part."""
    st.markdown(INTRODUCTION)
    explore()
    digits.show_source()
    source_code.show_code(
        "Embeddings are laid out on a plane; neighbours are found before, in all dimensions.",
        ("siamese/inspection/projection.py", "principal_plane"),
        ("siamese/inspection/projection.py", "neighbour_plane"),
        ("siamese/inspection/neighbors.py", "nearest"),
        ("siamese/inspection/neighbors.py", "Neighbours.interpolate"),
        ("siamese/training/checkpoints.py", "Checkpoint.restore"),
    )


@st.fragment
def explore() -> None:
    """The choices, the map and the pad: all that a stroke runs again."""
    comparator = network.ready()
    if comparator is None:
        network.show_state("The map is drawn as soon as it is there.")
        return
    own = own_network.own()
    stages = _soon(checkpoints.of(comparator, own.run.result() if own else None), "The network")
    if stages is None:
        return
    stage, count, layout = _choices(stages)
    there = _soon(mapped.of(stage, digits.shown(), count), "The map")
    if there is not None:
        _map(there, layout)


def _soon(coming: Future[Any], what: str) -> Any:
    """What has come or comes at once; else None, and the page says so."""
    wait_until([coming], AT_ONCE)
    if not coming.done():
        network.wait_for(coming, f"{what} is being prepared: a few seconds.")
        return None
    if (problem := coming.exception()) is not None:
        mapped.show_problem(problem)
        return None
    return coming.result()


def _choices(stages: TrainingCheckpoints) -> tuple[TrainingCheckpoint, int, str]:
    """How much the network has learned, how many digits, and how they are laid out."""
    names = list(stages.moments)
    if st.session_state.get("learned") not in names:
        st.session_state.pop("learned", None)
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="map-choices"
    ):
        learned = names[-1]
        if len(names) > 1:
            learned = st.select_slider(
                "How much it has learned", names, names[-1], key="learned", width=330, **IN_ADDRESS
            )
        layout = st.segmented_control(
            "Laid out by", [NEIGHBOURS, PRINCIPAL], default=NEIGHBOURS, required=True, key="layout",
            **IN_ADDRESS,
        )  # fmt: skip
        most = len(digits.shown().images)
        counts, usual = sorted({min(count, most) for count in COUNTS}), min(USUAL, most)
        count = st.segmented_control(
            "Digits", counts, default=usual, required=True, key="count", **IN_ADDRESS
        )
    if stages.problem:
        st.warning(f"Only the trained network is shown. {stages.problem}", icon=":material/error:")
    # An empty word in the address chooses nothing.
    return stages.moments[learned], count or usual, layout or NEIGHBOURS


def _map(there: MapData, layout: str) -> None:
    """The map beside the pad, and what both say."""
    coming = mapped.neighbours_of(there)
    laid = there.principal
    if layout == NEIGHBOURS and coming.done():
        if (problem := coming.exception()) is not None:
            mapped.show_problem(problem)
        else:
            laid = coming.result()
    with st.container(horizontal=True, gap="medium", key="map-and-pad"):
        with st.container(key="map-side", width="stretch"):
            beside = st.container()
        with st.container(key="map-pad", width=pad.SIDE):
            pad.show(pad.pad(map_drawings.HERE), "Draw one into it")
    drawings = map_drawings.locate(there)
    with beside:
        canvas.show(there, laid.places, drawings, _spots(there, laid, drawings), _axes(there, laid))
        if layout == NEIGHBOURS and not coming.done():
            network.wait_for(coming, WAITING)
        st.markdown(_takeaway(there, laid))
        sprite_sheet.show(there.digits, there.count)
    if drawings is not None:
        map_drawings.show(drawings, there)
        if laid is not there.principal:
            st.caption(AMID)


def _spots(there: MapData, laid: Layout, drawings: Drawings | None) -> np.ndarray:
    """Where the drawings lie: on principal axes exactly, by t-SNE amid their neighbours."""
    if drawings is None:
        return np.zeros((0, 2))
    if laid is there.principal:
        return there.plane.place(drawings.embeddings)
    return drawings.neighbours.interpolate(laid.places)


def _axes(there: MapData, laid: Layout) -> str:
    if laid is there.principal:
        kept = formatting.percent(there.plane.share)
        return (
            "Across the first principal axis, up the second: of all the embeddings’ spread these "
            f"two keep {kept}."
        )
    return "Near means alike; the axes, and how far apart groups lie, mean nothing."


def _takeaway(there: MapData, laid: Layout) -> str:
    """How much of who lies near whom the plane keeps."""
    return (
        f"Of a digit’s {NEAREST} nearest neighbours **{formatting.percent(there.purity, 1)}** show "
        f"the same digit, in all {there.embeddings.shape[1]} dimensions; on this plane, "
        f"**{formatting.percent(laid.purity, 1)}**."
    )


INTRODUCTION = (
    "Where does the network put each digit? Every mark is a test digit: those it takes for alike "
    "lie near each other. Roam it, look closer, take the training back to its beginning, and draw "
    "a digit of your own into it."
)
WAITING = (
    "Neighbours are being brought together: a few seconds. Meanwhile this is the plane of the "
    "principal axes."
)
AMID = (
    "The plane has no place for a digit that was not there when it was laid out: yours stand amid "
    "their nearest neighbours, the nearer the closer. Distances are those of the embeddings."
)
