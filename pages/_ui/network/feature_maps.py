"""The output of a layer for two images: its strongest feature maps, side by side."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.network.inspection import NetworkInspection
from pages._ui.shared.images import data_url
from siamese.inspection.feature_maps import strongest

MAPS = 8  # of a layer, at most
UNITS = 64  # values of a layer without feature maps, at most
QUIET = ("Dropout", "Flatten")  # a block is not named after these
KEY = "layer"

Floats = NDArray[np.float32]


def names(inspection: NetworkInspection) -> list[str]:
    """Names each block after its main layer, with that layer's number in the table."""
    *blocks, last = inspection.maps.blocks
    main = [next(stage for stage in block if stage.kind not in QUIET) for block in blocks]
    number = inspection.anatomy.stages.index
    return [*(f"{number(stage)}. {stage.kind}" for stage in main), f"{number(last[-1])}. Embedding"]


def show(inspection: NetworkInspection, made: list[Floats]) -> None:
    """Lets the visitor choose a layer, and shows its output.

    Args:
        inspection: The network.
        made: The output of each block for the pair: (2, height, width, channels) or (2, units).
    """
    options = names(inspection)
    layer = st.pills(
        "Layer",
        options,
        default=options[0],
        required=True,
        key=KEY,
        bind="query-params",
        wrap=True,
    )
    number = options.index(layer) if layer in options else 0  # the address may name no layer
    left, right = made[number]
    if left.ndim == 3:
        _maps(left, right, len(inspection.maps.blocks[number][-1].names))
    else:
        _units(left, right)


def _maps(left: Floats, right: Floats, towers: int) -> None:
    channels = strongest(left, right, MAPS)
    shown = np.stack([left[..., channels], right[..., channels]])
    low, high = min(0.0, float(shown.min())), float(shown.max())
    grey = np.round(255 * (shown - low) / ((high - low) or 1)).astype(np.uint8)
    strips = [
        _strip(f"Map {channel + 1}", grey[0, ..., place], grey[1, ..., place])
        for place, channel in enumerate(channels)
    ]
    st.html(f'<div class="maps">{"".join(strips)}</div>')
    height, width, count = left.shape
    whose = f" ({count // towers} of each tower)" if towers > 1 else ""
    st.caption(
        f"The {len(channels)} strongest of {count} feature maps of {height} × {width}{whose}, each "
        f"for the first digit (left) and the second (right). White is {high:.2f}, black {low:.2f}. "
        "Maps that are bright in different places show where the two digits differ."
    )


def _strip(name: str, left: NDArray[np.uint8], right: NDArray[np.uint8]) -> str:
    """HTML of one feature map for both digits."""
    images = "".join(
        f'<img src="{data_url(pixels)}" alt="{name} for the {which} digit">'
        for pixels, which in ((left, "first"), (right, "second"))
    )
    return f"<figure><div>{images}</div><figcaption>{name}</figcaption></figure>"


def _units(left: Floats, right: Floats) -> None:
    from pages._ui.network import charts

    chosen = sorted(strongest(left, right, UNITS))
    charts.units(left[chosen], right[chosen])
    which = "All" if len(chosen) == len(left) else f"The {len(chosen)} strongest of"
    st.caption(
        f"{which} {len(left)} values: each depends on the whole image. The two digits differ where "
        "a bar and the one below it differ."
    )
