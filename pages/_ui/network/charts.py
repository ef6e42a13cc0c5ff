"""Charts of the Network page: differences by layer, values of a layer, and occlusion maps."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import charts
from pages._ui.shared.colors import DIFFERENT, NEUTRAL, SAME
from siamese.inspection.occlusion import STEP, corners

Floats = NDArray[np.floating]

TYPICAL = ["same digit, typical", "different digits, typical"]
WAYS, COLOURS = ["closer", "unchanged", "farther apart"], [SAME, NEUTRAL, DIFFERENT]
ROW_HEIGHT = 34  # pixels
AROUND = 100  # pixels, for axis and legend
SIDE = 28  # pixels of a digit
LAP = 1.04  # side of a pixel: overlaps the next a little, so that no gap shows


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
        yours={"layer": names, "difference": yours},
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
        alt.Tooltip("layer:N", title="Layer"),
        alt.Tooltip("difference:Q", title="Relative difference", format=".3f"),
    ]
    bars = (
        alt.Chart(alt.NamedData("yours"))
        .mark_bar(color=NEUTRAL, opacity=0.6, height=ROW_HEIGHT // 2)
        .encode(layer, difference, tooltip=tooltip)
    )
    kind = alt.Scale(domain=TYPICAL, range=[SAME, DIFFERENT])
    signs = alt.Scale(domain=TYPICAL, range=["circle", "diamond"])
    legend = alt.Legend(orient="bottom", title=None, direction="vertical", labelLimit=240)
    ticks = (
        alt.Chart(alt.NamedData("typical"))
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            layer,
            difference,
            color=alt.Color("kind:N", scale=kind, legend=legend),
            shape=alt.Shape("kind:N", scale=signs, legend=legend),
            tooltip=[alt.Tooltip("kind:N", title="Pairs of"), *tooltip],
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


def covered(digit: NDArray[np.uint8], changes: Floats, distance: float, furthest: float) -> None:
    """An occlusion map: a digit, coloured by the change of the distance.

    Args:
        digit: uint8 (28, 28).
        changes: (14, 14), change of the distance for each covered patch.
        distance: The distance with nothing covered.
        furthest: The change with full colour, in either direction; a quarter of it has half.
    """
    row, column = np.indices(changes.shape)
    pixel_row, pixel_column = np.indices(digit.shape)
    ends = corners(SIDE)
    charts.show(
        _covered_spec(),
        f"The digit; covering patches of it changes the distance of {distance:.2f} by "
        f"{changes.min():+.2f} to {changes.max():+.2f}.",
        pixels={
            "row": pixel_row.ravel(),
            "column": pixel_column.ravel(),
            "ink": digit.ravel(),
        },
        patches={
            "row": STEP * row.ravel(),
            "column": STEP * column.ravel(),
            "change": changes.ravel(),
            "strength": np.sqrt(np.abs(changes.ravel()) / furthest),
            "then": distance + changes.ravel(),
            "what": [WAYS[1 + int(np.sign(change))] for change in changes.ravel()],
            "where": [
                f"rows {ends[r][0]} to {ends[r][1] - 1}, columns {ends[c][0]} to {ends[c][1] - 1}"
                for r, c in zip(row.ravel(), column.ravel(), strict=True)
            ],
        },
    )


@lru_cache
def _covered_spec() -> dict[str, Any]:
    """Pixels from the data set ``pixels``, with colours from ``patches`` over them."""
    pixels = (
        alt.Chart(alt.NamedData("pixels"))
        .transform_calculate(right=f"datum.column + {LAP}", bottom=f"datum.row + {LAP}")
        .mark_rect(strokeWidth=0)
        .encode(
            *_place(),
            x2="right:Q",
            y2="bottom:Q",
            color=alt.Color(
                "ink:Q",
                scale=alt.Scale(domain=[0, 255], range=["#000000", "#ffffff"]),
                legend=None,
            ),
        )
    )
    patches = (
        alt.Chart(alt.NamedData("patches"))
        .transform_calculate(right=f"datum.column + {STEP}", bottom=f"datum.row + {STEP}")
        .mark_rect(strokeWidth=0)
        .encode(
            *_place(),
            x2="right:Q",
            y2="bottom:Q",
            fill=alt.Fill("what:N", scale=alt.Scale(domain=WAYS, range=COLOURS), legend=None),
            fillOpacity=alt.FillOpacity(
                "strength:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.85]), legend=None
            ),
            tooltip=[
                alt.Tooltip("where:N", title="Covered"),
                alt.Tooltip("what:N", title="Without it, the two are"),
                alt.Tooltip("then:Q", title="Distance", format=".3f"),
                alt.Tooltip("change:Q", title="Change", format="+.3f"),
            ],
        )
    )
    return (
        alt.layer(pixels, patches).resolve_scale(color="independent").properties(height=372)
    ).to_dict()


def _place() -> tuple[alt.X, alt.Y]:
    """Axes from the left and from the top, in pixels of the digit."""
    scale, axis = (
        alt.Scale(domain=[0, SIDE], nice=False),
        alt.Axis(values=[0, 7, 14, 21, 28], grid=False),
    )
    return (
        alt.X("column:Q", title="Column (pixels)", scale=scale, axis=axis),
        alt.Y(
            "row:Q",
            title="Row (pixels)",
            scale=alt.Scale(domain=[SIDE, 0], nice=False),
            axis=axis,
        ),
    )
