"""Charts of the Network page: differences by layer, and the values of a layer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import charts
from pages._ui.shared.colors import DIFFERENT, NEUTRAL, SAME

Floats = NDArray[np.floating]

YOURS = "this pair"
TYPICAL = ["same digit, typical", "different digits, typical"]
KINDS = [YOURS, *TYPICAL]
ROW_HEIGHT = 34  # pixels
AROUND = 120  # pixels, for axis and legend


def differences(names: list[str], yours: Floats, typical: Floats) -> None:
    """Bars: relative difference of the pair in each block; marks: typical differences.

    Args:
        names: "Pixels" and the names of the blocks.
        yours: (n,), of the pair.
        typical: (2, n), of positive and of negative pairs.
    """
    charts.show(
        _differences_spec(tuple(names)),
        f"Bars: the relative difference of the two, from {yours[0]:.2f} in the pixels to "
        f"{yours[-1]:.2f} in the embedding, with marks for typical pairs.",
        yours={"layer": names, "difference": yours, "kind": [YOURS] * len(names)},
        typical={
            "layer": names * 2,
            "difference": typical.ravel(),
            "kind": np.repeat(TYPICAL, len(names)),
        },
    )


@lru_cache
def _differences_spec(names: tuple[str, ...]) -> dict[str, Any]:
    """Bars over the data set ``yours``, marks over ``typical``."""
    layer = alt.Y(
        "layer:N", sort=list(names), title="Layer", axis=alt.Axis(labelLimit=200, ticks=False)
    )
    difference = alt.X(
        "difference:Q",
        title="Relative difference (0 to 1)",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(tickCount=5),
    )
    tooltip = [
        alt.Tooltip("kind:N", title="Which"),
        alt.Tooltip("layer:N", title="Layer"),
        alt.Tooltip("difference:Q", title="Relative difference", format=".3f"),
    ]
    signs = alt.Scale(domain=KINDS, range=["square", "circle", "diamond"])
    legend = alt.Legend(orient="bottom", title=None, direction="vertical", labelLimit=240)
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=KINDS, range=[NEUTRAL, SAME, DIFFERENT]), legend=legend
    )
    bars = (
        alt.Chart(alt.NamedData("yours"))
        .mark_bar(opacity=0.6, height=ROW_HEIGHT // 2)
        .encode(layer, difference, color=colour, tooltip=tooltip)
    )
    ticks = (
        alt.Chart(alt.NamedData("typical"))
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            layer,
            difference,
            color=colour,
            shape=alt.Shape("kind:N", scale=signs, legend=legend),
            tooltip=tooltip,
        )
    )
    height = ROW_HEIGHT * len(names) + AROUND
    return alt.layer(bars, ticks).properties(height=height).to_dict()


def units(left: Floats, right: Floats) -> None:
    """Bars of a layer's values: the first image's above the second's.

    Args:
        left: (units,), for the first image.
        right: (units,), for the second image.
    """
    charts.show(
        _units_spec(),
        f"Bars: {len(left)} values of the layer for the first image, and below for the second.",
        units={"place": np.arange(1, len(left) + 1), "first": left, "second": right},
    )


@lru_cache
def _units_spec() -> dict[str, Any]:
    """Two rows of bars over the data set ``units``."""
    rows = [
        alt.Chart(alt.NamedData("units"), height=110, width="container")
        .mark_bar(color=NEUTRAL)
        .encode(
            x=alt.X(
                "place:O",
                title="Value of the layer" if key == "second" else None,
                axis=alt.Axis(labels=key == "second", ticks=False, labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y(f"{key}:Q", title=name),
            tooltip=[
                alt.Tooltip("place:O", title="Value"),
                alt.Tooltip("first:Q", title="First", format=".3f"),
                alt.Tooltip("second:Q", title="Second", format=".3f"),
            ],
        )
        for key, name in (("first", "First"), ("second", "Second"))
    ]
    return alt.vconcat(*rows, spacing=6).resolve_scale(y="shared").to_dict()
