"""The twin network taken apart: its layers, what they make of two digits, and what decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.network import input_pair, inspection
from pages._ui.network.input_pair import InputPair
from pages._ui.shared import digits, frame, network, own_network, source_code

if TYPE_CHECKING:
    from pages._ui.network.inspection import NetworkInspection
    from siamese.comparator import Comparison

frame.enter()

IN_USE, SLIDES = "The one in use", "The slides’"


@st.fragment
def explore() -> None:
    """The pair, and all that the network makes of it."""
    pair = input_pair.choose()
    comparator = network.ready()
    if comparator is None:
        input_pair.show(pair)
        network.show_state("What it makes of these two comes as soon as it is there.")
        return
    coming = inspection.of(comparator, digits.shown())
    if not coming.done():
        input_pair.show(pair)
        network.wait_for(coming, "The network is being taken apart: a few seconds.")
    elif (problem := coming.exception()) is not None:
        inspection.show_problem(problem)
    else:
        comparison = comparator.compare(*pair.images)
        anatomy(coming.result(), pair, comparison)
        layer_by_layer(coming.result(), pair)
        st.subheader("Which strokes decide", divider="gray")
        strokes(coming.result(), pair, comparison)


@st.fragment
def anatomy(seen: NetworkInspection, pair: InputPair, comparison: Comparison) -> None:
    """The diagram and the table, of this network or of the slides'."""
    from pages._ui.network import diagram, layer_table

    st.subheader("One encoder, two pictures", divider="gray")
    which = st.segmented_control(
        "Network to take apart",
        [IN_USE, SLIDES],
        default=IN_USE,
        required=True,
        key="network",
        bind="query-params",
    )
    shown = seen.anatomy
    answer: Comparison | None = comparison
    if which == SLIDES:
        coming = inspection.slides()
        if not coming.done():
            network.wait_for(coming, "The slides' network is being built: a moment.")
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


@st.fragment
def layer_by_layer(seen: NetworkInspection, pair: InputPair) -> None:
    """What each layer makes of the pair, and where the two part."""
    from pages._ui.network import divergence, feature_maps

    st.subheader("What each layer makes of them", divider="gray")
    feature_maps.show(seen, seen.maps.of(pair.images))
    st.subheader("Where they begin to differ", divider="gray")
    divergence.show(seen, pair)


def strokes(seen: NetworkInspection, pair: InputPair, comparison: Comparison) -> None:
    """The digits with their patches covered."""
    from pages._ui.network import occlusion

    st.markdown(COVER)
    occlusion.show(seen, pair, comparison.distance)


UNTRAINED = (
    "As the slides build it, before any training. With the recipe “slides” on the Training page "
    "you can train it, use it, and see here what its layers make of your digits."
)
SHARED = (
    "Follow the solid line of the first picture and the dashed one of the second: both go through "
    "every box. Filled boxes hold weights, and there is only one set of them."
)
COVER = (
    "Ink is taken away, one patch at a time, and the distance measured anew. **Blue**: without "
    "this ink the two are closer, so it is what sets them apart. **Orange**: without it they are "
    "farther apart, so it is what they have in common. Touch a patch to read its distance."
)

st.title("Network")
st.markdown(
    "What happens to two pictures on their way to one distance? Take the twin network apart: what "
    "it is made of, what each layer sees, and which strokes decide."
)
own_network.show_choice()
explore()
digits.show_source()
source_code.show_code(
    "One encoder is built once and used twice; its layers are asked on the way.",
    ("siamese/network.py", "build_siamese_model"),
    ("siamese/network.py", "build_twin_network"),
    ("siamese/inspection/architecture.py", "receptive_field"),
    ("siamese/inspection/feature_maps.py", "FeatureMaps"),
    ("siamese/inspection/occlusion.py", "occlusion_map"),
)
