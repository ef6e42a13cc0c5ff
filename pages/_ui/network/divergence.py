"""Where two pictures begin to differ, from the pixels to the embedding."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.network import charts, feature_maps
from pages._ui.network.input_pair import InputPair
from pages._ui.network.inspection import TYPICAL, NetworkInspection

PIXELS = "Pixels"


def show(insight: NetworkInspection, pair: InputPair) -> None:
    """The chart, and what to see in it.

    Args:
        insight: The network.
        pair: The two digits.
    """
    names = [PIXELS, *feature_maps.names(insight.maps.blocks)]
    left, right = pair.images
    yours = insight.maps.differences(left[None], right[None])[:, 0]
    charts.differences(names, yours, insight.typical)
    st.markdown(in_words(names, yours, insight.typical))
    st.caption(
        f"Relative difference: ‖a − b‖ / (‖a‖ + ‖b‖) of what a layer makes of the two. Typical is "
        f"the mean of {TYPICAL} pairs of each kind: watch how far the circle and the diamond are "
        "apart. In the pixels hardly; what parts them is what the network has learned."
    )


def in_words(names: list[str], yours: NDArray[np.float64], typical: NDArray[np.float64]) -> str:
    """Which way the pair goes, and where the two kinds of pairs part.

    Args:
        names: Of the pixels and of each block.
        yours: (n,), relative differences of the pair.
        typical: (2, n), those of pairs of the same digit and of pairs of different ones.

    Returns:
        Two sentences, in Markdown.
    """
    same, different = typical
    nearer = abs(yours[-1] - same[-1]) <= abs(yours[-1] - different[-1])
    kind = "the same digit" if nearer else "different digits"
    widest = int(np.argmax(np.diff(different - same))) + 1
    return (
        f"From **{yours[0]:.2f}** in the pixels to **{yours[-1]:.2f}** in the embedding, where "
        f"these two stand nearer to a typical pair of **{kind}**. The two kinds part most at "
        f"**{names[widest]}**: that layer adds most to the gap between them."
    )
