"""The part Layer outputs: each layer's output for the pair, and the difference of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.shared import source_code

if TYPE_CHECKING:
    from pages._ui.network.input_pair import InputPair
    from pages._ui.network.inspection import NetworkInspection


def show(seen: NetworkInspection, pair: InputPair) -> None:
    """Shows the output of a chosen layer, and the difference in all of them.

    Args:
        seen: The network.
        pair: The two digits.
    """
    from pages._ui.network import divergence, feature_maps

    feature_maps.show(seen, seen.maps.of(pair.images))
    st.subheader("Difference by layer", divider="gray")
    divergence.show(seen, pair)


def show_code() -> None:
    """Shows the code that reads the outputs."""
    source_code.show_code(
        "A second network has the same layers, and returns the output of each.",
        ("siamese/inspection/feature_maps.py", "FeatureMaps"),
        ("siamese/inspection/feature_maps.py", "relative_difference"),
    )
