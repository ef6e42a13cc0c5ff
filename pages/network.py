"""Look inside the twin network: its layers, their outputs for two digits, and an occlusion map."""

from __future__ import annotations

import streamlit as st

from pages._ui.course.prediction import heading
from pages._ui.network import architecture, input_pair, inspection, layer_outputs, occlusion
from pages._ui.network.input_pair import InputPair
from pages._ui.network.inspection import NetworkInspection
from pages._ui.shared import digits, network, own_network
from pages._ui.shared.query_params.widgets import choose_part
from siamese.manifest import ASSETS

PARTS = {
    "Architecture": architecture,
    "Layer outputs": layer_outputs,
    "Occlusion map": occlusion,
}


def inspected(pair: InputPair) -> NetworkInspection | None:
    """The network in use, inspected; None until it is, and on errors, which are shown."""
    comparator = network.ready()
    if comparator is None:
        input_pair.show(pair)
        network.show_problem()
        return None
    own = own_network.own()
    coming = inspection.of(comparator, own.run.result() if own else ASSETS, digits.shown())
    if not coming.done():
        input_pair.show(pair)
        network.wait_for(coming, "Inspecting the network: a few seconds.")
        return None
    if (problem := coming.exception()) is not None:
        inspection.show_problem(problem)
        return None
    return coming.result()


heading("Network", "network")
st.markdown("How does the twin network compute one distance from two images?")
own_network.show_choice()
pair = input_pair.choose()
part = PARTS[choose_part("network")]
if (seen := inspected(pair)) is not None:
    part.show(seen, pair)
digits.show_source()
part.show_code()
