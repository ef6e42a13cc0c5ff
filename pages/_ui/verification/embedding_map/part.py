"""The map of embeddings, with the visitor's drawings on it."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import wait as wait_until
from typing import Any

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.shared import digits, formatting, network, own_network, pad, source_code
from pages._ui.shared.query_params.widgets import choose
from pages._ui.verification.embedding_map import canvas, checkpoints, sprite_sheet
from pages._ui.verification.embedding_map import drawings as map_drawings
from pages._ui.verification.embedding_map import layout as mapped
from pages._ui.verification.embedding_map.checkpoints import TrainingCheckpoint, TrainingCheckpoints
from pages._ui.verification.embedding_map.drawings import Drawings
from pages._ui.verification.embedding_map.layout import Layout, MapData
from siamese.comparator import for_symbols
from siamese.inspection.neighbors import NEAREST
from siamese.manifest import NetworkError

COUNTS = (1000, 2000, 3000)
USUAL = 2000
NEIGHBOURS = "Neighbours (t-SNE)"
FOR_SYMBOLS = "Network for symbols"
AT_ONCE = 2.0  # seconds to wait before the page shows a message
IN_ADDRESS: Any = {"bind": "query-params"}


def show() -> None:
    """Shows the part."""
    st.markdown(INTRODUCTION)
    explore()
    digits.show_source()
    source_code.show_code(
        "Embeddings are projected to a plane; neighbours are found in all dimensions.",
        ("siamese/inspection/projection.py", "principal_plane"),
        ("siamese/inspection/projection.py", "neighbour_plane"),
        ("siamese/inspection/neighbors.py", "nearest"),
        ("siamese/inspection/neighbors.py", "Neighbours.interpolate"),
        ("siamese/training/checkpoints.py", "export"),
    )


@st.fragment
def explore() -> None:
    """The controls, the map and the pad: what runs again after a stroke."""
    with st.container(horizontal=True, gap="medium", key="map-and-pad"):
        beside = st.container(key="map-side", width="stretch")
        with st.container(key="map-pad", width=pad.SIDE):
            settings = st.popover("Settings", icon=":material/tune:", width="stretch")
            below = st.container()
    with settings:
        by = choose("verification", "map-network", "Network")
    with beside:
        stages = _stages(by)
    if stages is None:
        return
    with settings:
        stage, count, layout = _choices(stages)
    with below:
        if stages.problem:
            st.warning(ONLY_TRAINED.format(why=stages.problem), icon=":material/error:")
        pad.show(pad.pad(map_drawings.HERE), "Draw a digit")
    with beside:
        there = _soon(mapped.of(stage, digits.shown(), count), "the map")
        if there is None:
            return
        drawings = map_drawings.locate(there)
        laid = _map(there, layout, drawings)
    if drawings is not None:
        map_drawings.show(drawings, there)
    st.markdown(_takeaway(there, laid))
    if by == FOR_SYMBOLS:
        st.caption(BY_SYMBOLS)
    if drawings is not None and laid is not there.principal:
        st.caption(INTERPOLATED)
    task_list.recognise("between", map_drawings.is_between(drawings, there))
    task_list.recognise("untrained", stage.name == checkpoints.UNTRAINED)


def _stages(by: str) -> TrainingCheckpoints | None:
    """The checkpoints of the network that was chosen; None, and a message, without them."""
    if by == FOR_SYMBOLS:
        try:
            return checkpoints.trained_only(for_symbols())
        except NetworkError:
            network.show_problem(for_symbols)
            return None
    comparator = network.ready()
    if comparator is None:
        network.show_problem()
        return None
    own = own_network.own()
    found: TrainingCheckpoints | None = _soon(
        checkpoints.of(comparator, own.run.result() if own else None),
        "the checkpoints of the network",
    )
    return found


def _soon(coming: Future[Any], what: str) -> Any:
    """The result if it is ready or comes soon; else None, and the page shows a message."""
    wait_until([coming], AT_ONCE)
    if not coming.done():
        network.wait_for(coming, f"Preparing {what}: this takes a few seconds.")
        return None
    if (problem := coming.exception()) is not None:
        mapped.show_problem(problem)
        return None
    return coming.result()


def _choices(stages: TrainingCheckpoints) -> tuple[TrainingCheckpoint, int, str]:
    """Shows the controls: the checkpoint, the projection and the number of digits."""
    names = list(stages.moments)
    if st.session_state.get("learned") not in names:
        st.session_state.pop("learned", None)
    learned = names[-1]
    if len(names) > 1:
        learned = st.select_slider("Checkpoint", names, names[-1], key="learned", **IN_ADDRESS)
    layout = choose("verification", "layout", "Projection")
    most = len(digits.shown().images)
    counts, usual = sorted({min(count, most) for count in COUNTS}), min(USUAL, most)
    count = st.segmented_control(
        "Digits", counts, default=usual, required=True, key="count", **IN_ADDRESS
    )
    # None if the URL has an empty value.
    return stages.moments[learned], count or usual, layout


def _map(there: MapData, layout: str, drawings: Drawings | None) -> Layout:
    """Shows the map with the visitor's drawings, and returns where everything lies."""
    coming = mapped.neighbours_of(there)
    laid = there.principal
    if layout == NEIGHBOURS and coming.done():
        if (problem := coming.exception()) is not None:
            mapped.show_problem(problem)
        else:
            laid = coming.result()
    waits = layout == NEIGHBOURS and not coming.done()
    words = {"axes": _axes(there, laid), "waiting": WAITING if waits else ""}
    canvas.show(there, laid.places, drawings, _spots(there, laid, drawings), words)
    if waits:
        network.wait_for(coming)
    sprite_sheet.show(there.digits, there.count)
    return laid


def _spots(there: MapData, laid: Layout, drawings: Drawings | None) -> np.ndarray:
    """The positions of the drawings: exact on principal axes, interpolated for t-SNE."""
    if drawings is None:
        return np.zeros((0, 2))
    if laid is there.principal:
        return there.plane.place(drawings.embeddings)
    return drawings.neighbours.interpolate(laid.places)


def _axes(there: MapData, laid: Layout) -> str:
    if laid is there.principal:
        kept = formatting.percent(there.plane.share)
        return (
            "Horizontal: the first principal axis. Vertical: the second. Together they explain "
            f"{kept} of the variance of the embeddings."
        )
    return "Near digits are similar. The axes and the distances between groups have no meaning."


def _takeaway(there: MapData, laid: Layout) -> str:
    """How many neighbours show the same digit, in all dimensions and on the plane."""
    plane = "the principal plane" if laid is there.principal else "the plane of t-SNE"
    return (
        f"Of a digit’s {NEAREST} nearest neighbours, **{formatting.percent(there.purity, 1)}** "
        f"show the same digit when distances are measured in all {there.embeddings.shape[1]} "
        f"dimensions, and **{formatting.percent(laid.purity, 1)}** when measured on {plane}."
    )


INTRODUCTION = "Every mark is a test digit. Digits with similar embeddings are close together."
ONLY_TRAINED = "Only the trained network can be shown. {why}"
BY_SYMBOLS = (
    "The network for symbols has learned which drawings show the same letter, in many alphabets. "
    "Two ways to write a digit, such as a 7 with a bar and one without, can be far apart for it."
)
WAITING = "Computing t-SNE: this takes a few seconds. Until then, the map shows the principal axes."
INTERPOLATED = (
    "t-SNE gives no position for a new digit. Your drawing is placed between its nearest "
    "neighbours, closer to the nearer ones. The distances are those of the embeddings."
)
