"""The chart of an occlusion map: a digit, coloured by what each patch does to the distance."""

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

WAYS = ["different", "neither", "alike"]  # what the ink makes the two, by the sign of the change
COLOURS = [DIFFERENT, NEUTRAL, SAME]
SIDE = 28  # pixels of a digit
SIZE = 252  # pixels of the picture: a square that a phone has room for
LAP = 1.04  # side of a pixel: overlaps the next a little, so that no gap shows


def show(digit: NDArray[np.uint8], changes: Floats, distance: float, furthest: float) -> None:
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
        _spec(),
        f"The digit; covering patches of it changes the distance of {distance:.2f} by "
        f"{changes.min():+.2f} to {changes.max():+.2f}.",
        width="content",
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
            "what": what(changes),
            "where": [
                f"rows {ends[r][0]} to {ends[r][1] - 1}, columns {ends[c][0]} to {ends[c][1] - 1}"
                for r, c in zip(row.ravel(), column.ravel(), strict=True)
            ],
        },
    )


def what(changes: Floats) -> list[str]:
    """What the ink of each patch makes the two digits; removing what makes them alike parts them.

    >>> what(np.array([[-0.5, 0], [0.25, 0]]))
    ['different', 'neither', 'alike', 'neither']
    """
    return [WAYS[1 + int(np.sign(change))] for change in changes.ravel()]


@lru_cache
def _spec() -> dict[str, Any]:
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
                alt.Tooltip("then:Q", title="Distance without it", format=".3f"),
                alt.Tooltip("change:Q", title="Change", format="+.3f"),
                alt.Tooltip("what:N", title="Its ink makes the two"),
            ],
        )
    )
    chart = alt.layer(pixels, patches).resolve_scale(color="independent")
    spec: dict[str, Any] = chart.properties(width=SIZE, height=SIZE, autosize="pad").to_dict()
    return spec


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
