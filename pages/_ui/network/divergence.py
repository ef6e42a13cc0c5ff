"""How much two images differ in each layer, from the pixels to the embedding."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.network import charts, feature_maps
from pages._ui.network.input_pair import InputPair
from pages._ui.network.inspection import TYPICAL, NetworkInspection

PIXELS = "Pixels"


def show(inspection: NetworkInspection, pair: InputPair) -> None:
    """Shows the chart and explains it.

    Args:
        inspection: The network.
        pair: The two digits.
    """
    names = [PIXELS, *feature_maps.names(inspection)]
    left, right = pair.images
    yours = inspection.maps.differences(left[None], right[None])[:, 0]
    charts.differences(names, yours, inspection.typical)
    st.markdown(in_words(names, yours, inspection.typical))
    st.caption(
        "Relative difference: ‖a − b‖ / (‖a‖ + ‖b‖) for the outputs a and b of a layer. Typical: "
        f"the mean of {TYPICAL} pairs of each kind. Compare the gap between circle and diamond in "
        "the pixels and in the embedding: the network has learned to widen it."
    )


def in_words(names: list[str], yours: NDArray[np.float64], typical: NDArray[np.float64]) -> str:
    """Describes the pair's difference, and the layer that separates the two kinds of pair most.

    Args:
        names: "Pixels" and the names of the blocks.
        yours: (n,), relative differences of the pair.
        typical: (2, n), typical differences of positive and of negative pairs.

    Returns:
        Markdown.
    """
    same, different = typical
    nearer = abs(yours[-1] - same[-1]) <= abs(yours[-1] - different[-1])
    kind = "the same digit" if nearer else "different digits"
    widest = int(np.argmax(np.diff(different - same))) + 1
    return (
        f"From **{yours[0]:.2f}** between the pixels to **{yours[-1]:.2f}** between the "
        f"embeddings, where this pair is closer to a typical pair of **{kind}**. "
        f"The layer **{names[widest]}** increases the gap between the two kinds of pair most."
    )
