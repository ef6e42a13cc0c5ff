"""What a layer makes of two pictures: its strongest maps, the first's beside the second's."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.network.inspection import NetworkInspection
from pages._ui.shared.images import data_url
from siamese.inspection.architecture import LayerSummary
from siamese.inspection.feature_maps import strongest

MAPS = 8  # of a layer, at most
UNITS = 64  # numbers of a layer without places, at most
QUIET = ("Dropout", "Flatten")  # they give a block no name
KEY = "layer"

Floats = NDArray[np.float32]


def names(blocks: list[tuple[LayerSummary, ...]]) -> list[str]:
    """What the blocks are called: by the layer that does the work, the last one the embedding."""
    kinds = [next(stage.kind for stage in block if stage.kind not in QUIET) for block in blocks]
    kinds[-1] = "Embedding"
    return [f"{number}. {kind}" for number, kind in enumerate(kinds, 1)]


def show(insight: NetworkInspection, made: list[Floats]) -> None:
    """The choice of a layer, and what it makes.

    Args:
        insight: The network.
        made: What its blocks make of the pair: of each (2, height, width, channels) or (2, units).
    """
    options = names(insight.maps.blocks)
    layer = st.pills(
        "Layer",
        options,
        default=options[0],
        required=True,
        key=KEY,
        bind="query-params",
        wrap=True,
    )
    number = options.index(layer) if layer in options else 0  # an address may name none
    left, right = made[number]
    if left.ndim == 3:
        _maps(left, right, len(insight.maps.blocks[number][-1].names))
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
    whose = f", {count // towers} of each tower" if towers > 1 else ""
    st.caption(
        f"The {len(channels)} strongest of {count} maps of {height} × {width}{whose}: of each, the "
        f"first digit's on the left, the second's on the right. White is {high:.2f}, black "
        f"{low:.2f}. Look for maps that light up in different places: there the two begin to part."
    )


def _strip(name: str, left: NDArray[np.uint8], right: NDArray[np.uint8]) -> str:
    """HTML of one map, made of either digit."""
    images = "".join(
        f'<img src="{data_url(pixels)}" alt="{name} of the {which} digit">'
        for pixels, which in ((left, "first"), (right, "second"))
    )
    return f"<figure><div>{images}</div><figcaption>{name}</figcaption></figure>"


def _units(left: Floats, right: Floats) -> None:
    from pages._ui.network import charts

    chosen = sorted(strongest(left, right, UNITS))
    charts.units(left[chosen], right[chosen])
    which = "All" if len(chosen) == len(left) else f"The {len(chosen)} strongest of"
    st.caption(
        f"{which} {len(left)} numbers: no places are left, each number speaks of the whole "
        "picture. Where a bar above and the one below it differ, the network tells the two apart."
    )
