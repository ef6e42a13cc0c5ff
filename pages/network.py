"""Look inside the twin network: its layers, their outputs for two digits, and an occlusion map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.network import input_pair, inspection
from pages._ui.network.input_pair import InputPair
from pages._ui.shared import digits, frame, network, own_network, source_code
from pages._ui.shared.query_params import choose

if TYPE_CHECKING:
    from pages._ui.network.inspection import NetworkInspection
    from siamese.comparator import Comparison

frame.enter()

SLIDES = "Slides’ network"
CHOICE = "network"
LISTED = "network of the code"


@st.fragment
def explore() -> None:
    """The pair of digits, and everything that the network computes from it."""
    pair = input_pair.choose()
    comparator = network.ready()
    if comparator is None:
        input_pair.show(pair)
        network.show_state("Its outputs for these two digits appear when it is loaded.")
        return
    coming = inspection.of(comparator, digits.shown())
    if not coming.done():
        input_pair.show(pair)
        network.wait_for(coming, "Inspecting the network: a few seconds.")
    elif (problem := coming.exception()) is not None:
        inspection.show_problem(problem)
    else:
        comparison = comparator.compare(*pair.images)
        anatomy(coming.result(), pair, comparison)
        layer_by_layer(coming.result(), pair)
        st.subheader("Occlusion map", divider="gray")
        occlusion_maps(coming.result(), pair, comparison)


@st.fragment
def anatomy(seen: NetworkInspection, pair: InputPair, comparison: Comparison) -> None:
    """The diagram and the table, of this network or of the slides'."""
    from pages._ui.network import diagram, layer_table

    st.subheader("One encoder, two pictures", divider="gray")
    which = choose("network", CHOICE, "Network to show")
    list_code_of(which)
    shown = seen.anatomy
    answer: Comparison | None = comparison
    if which == SLIDES:
        coming = inspection.slides()
        if not coming.done():
            network.wait_for(coming, "Building the slides' network.")
            return
        if (problem := coming.exception()) is not None:
            inspection.show_problem(problem)
            return
        shown, answer = coming.result(), None
        st.markdown(UNTRAINED)
    picture, figures = st.columns([2, 3], gap="large")
    with picture:
        st.html(diagram.diagram(shown, pair, answer))
        st.caption(SHARED)
    with figures:
        st.html(layer_table.table(shown))
        st.markdown(layer_table.takeaway(shown))
        st.caption(layer_table.HOW_COUNTED)


def list_code_of(which: str) -> None:
    """Reruns the page if its code section lists the code of another network."""
    if st.session_state.setdefault(LISTED, which) != which:
        st.session_state[LISTED] = which
        st.rerun()


def builder() -> str:
    """The function in ``siamese/network.py`` that builds the network shown."""
    if st.session_state.get(CHOICE) == SLIDES:
        return "build_siamese_model"
    comparator = network.ready()
    if comparator is None:
        return "build_shipped_encoder"
    from siamese.network import ENCODERS

    return ENCODERS[comparator.manifest.recipe].__name__


@st.fragment
def layer_by_layer(seen: NetworkInspection, pair: InputPair) -> None:
    """The output of each layer for the pair, and the difference between the two."""
    from pages._ui.network import divergence, feature_maps

    st.subheader("Output of each layer", divider="gray")
    feature_maps.show(seen, seen.maps.of(pair.images))
    st.subheader("Difference by layer", divider="gray")
    divergence.show(seen, pair)


def occlusion_maps(seen: NetworkInspection, pair: InputPair, comparison: Comparison) -> None:
    """How the distance changes when a patch of either digit is covered."""
    from pages._ui.network import occlusion

    st.markdown(COVER)
    occlusion.show(seen, pair, comparison.distance)


UNTRAINED = (
    "The slides’ network before training. To see the outputs of its layers here, train it on the "
    "Training page with the recipe “Slides”, then use it."
)
SHARED = (
    "The solid line is the first image, the dashed line the second: both pass through every layer. "
    "Filled boxes are layers with weights. There is only one set of weights."
)
COVER = (
    "Which strokes matter for the distance? The ink in one patch at a time is removed, and the "
    "distance is computed again. **Blue**: the distance falls, so this ink makes the two digits "
    "different. **Orange**: it rises, so this ink makes them similar. Point at a patch, or tap it, "
    "to see the distance without it."
)

st.title("Network")
st.markdown(
    "How does the twin network compute one distance from two images? Look at its layers, at the "
    "output of each layer, and at the strokes that matter most."
)
own_network.show_choice()
explore()
digits.show_source()
source_code.show_code(
    "The encoder is built once and applied to both images; its layers' outputs can be read.",
    ("siamese/network.py", builder()),
    ("siamese/network.py", "build_twin_network"),
    ("siamese/inspection/architecture.py", "receptive_field"),
    ("siamese/inspection/feature_maps.py", "FeatureMaps"),
    ("siamese/inspection/occlusion.py", "occlusion_map"),
)
