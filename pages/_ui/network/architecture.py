"""The part Architecture: the twin network as a diagram, and a table of its layers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.course import task_list
from pages._ui.network import inspection
from pages._ui.shared import network, source_code
from pages._ui.shared.query_params.widgets import choose

if TYPE_CHECKING:
    from pages._ui.network.input_pair import InputPair
    from pages._ui.network.inspection import Anatomy, NetworkInspection
    from siamese.comparator import Comparison

SLIDES = "Slides’ network"
CHOICE = "network"


def show(seen: NetworkInspection, pair: InputPair) -> None:
    """Shows this network or the slides'.

    Args:
        seen: The network in use.
        pair: The two digits.
    """
    slides = choose("network", CHOICE, "Network to show") == SLIDES
    if not slides:
        _show(seen.anatomy, pair, seen.comparator.compare(*pair.images))
    elif not _show_slides(pair):
        return
    task_list.recognise("slides-network", slides)


def _show_slides(pair: InputPair) -> bool:
    """Shows the slides' network; returns whether it is there."""
    coming = inspection.slides()
    if not coming.done():
        network.wait_for(coming, "Building the slides' network.")
    elif (problem := coming.exception()) is not None:
        inspection.show_problem(problem)
    else:
        st.markdown(UNTRAINED)
        _show(coming.result(), pair, None)
        return True
    return False


def _show(anatomy: Anatomy, pair: InputPair, answer: Comparison | None) -> None:
    from pages._ui.network import diagram, layer_table

    with st.container(horizontal=True, gap="large"):
        picture, figures = st.container(key="diagram"), st.container(key="layer-table")
    with picture:
        st.html(diagram.diagram(anatomy, pair, answer))
        st.caption(SHARED)
    with figures:
        st.html(layer_table.table(anatomy))
        st.markdown(layer_table.takeaway(anatomy))
        st.caption(layer_table.HOW_COUNTED)


def show_code() -> None:
    """Shows the code of the network shown."""
    source_code.show_code(
        "The encoder is built once and applied to both images.",
        ("siamese/network.py", _builder()),
        ("siamese/network.py", "build_twin_network"),
        ("siamese/inspection/architecture.py", "receptive_field"),
    )


def _builder() -> str:
    """The function in ``siamese/network.py`` that builds the network shown."""
    if st.session_state.get(CHOICE) == SLIDES:
        return "build_siamese_model"
    comparator = network.ready()
    if comparator is None or "keras" not in sys.modules:  # whose import would take seconds
        return "build_shipped_encoder"
    from siamese.network import ENCODERS

    return ENCODERS[comparator.manifest.recipe].__name__


UNTRAINED = (
    "The slides’ network before training. To see the outputs of its layers, train it on the "
    "Training page with the recipe “Slides”, then use it."
)
SHARED = (
    "The solid line is the first image, the dashed line the second: both pass through every layer. "
    "Filled boxes are layers with weights. There is only one set of weights."
)
