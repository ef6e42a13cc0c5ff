"""Charts of a comparison: a specification is built once, an answer only brings its data.

Streamlit draws a chart anew when its specification changes, and merely moves the marks when a
named data set does. So what an answer changes is in a data set, and all else stands still.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages._ui.colours import DIFFERENT, NEUTRAL, SAME
from siamese.manifest import DistanceHistogram

if TYPE_CHECKING:
    from siamese.comparator import Comparison

KINDS = ["same digit", "different digits"]
WHAT = alt.Scale(domain=KINDS, range=[SAME, DIFFERENT])


def show(spec: dict[str, Any], name: str, data: pd.DataFrame, alt_text: str) -> None:
    """Shows a chart with the data set that changes."""
    st.vega_lite_chart({**spec, "datasets": {name: data}}, alt=alt_text, width="stretch")


def ruler(histogram: DistanceHistogram, comparison: Comparison) -> None:
    """How this distance stands among those of many pairs, and against the threshold."""
    marks = pd.DataFrame(
        {
            "distance": [comparison.distance, comparison.threshold],
            "what": ["yours", "threshold"],
            "label": [f"yours {comparison.distance:.2f}", f"threshold {comparison.threshold:.2f}"],
        }
    )
    spec = ruler_spec(tuple(histogram.edges), tuple(histogram.positive), tuple(histogram.negative))
    show(
        spec,
        "marks",
        marks,
        f"Histogram of the distances of pairs of the same digit and of different digits; yours is "
        f"{comparison.distance:.2f}, the threshold {comparison.threshold:.2f}.",
    )


@st.cache_data(show_spinner=False)
def ruler_spec(
    edges: tuple[float, ...], positive: tuple[int, ...], negative: tuple[int, ...]
) -> dict[str, Any]:
    """The ruler without its two marks, which come as the data set ``marks``."""
    x = alt.X("from:Q", title="Distance between the two embeddings (0: alike, 2: opposite)")
    bars = (
        alt.Chart(alt.Data(values=_bins(edges, positive, negative)))
        .mark_rect(opacity=0.55)
        .encode(
            x=x.scale(domain=[0, 2], nice=False),
            x2="to:Q",
            y=alt.Y("share:Q", title="Share of pairs (%)", stack=None),
            y2=alt.datum(0),
            color=alt.Color(
                "kind:N", scale=WHAT, title="Pairs of", legend=alt.Legend(orient="top")
            ),
            tooltip=[
                alt.Tooltip("kind:N", title="Pairs of"),
                alt.Tooltip("from:Q", title="Distance from", format=".2f"),
                alt.Tooltip("to:Q", title="to", format=".2f"),
                alt.Tooltip("share:Q", title="Share of them (%)", format=".2f"),
            ],
        )
    )
    return (
        alt.layer(bars, *_mark("threshold", [6, 4], 2, 22), *_mark("yours", [], 4, 2))
        .properties(height=260)
        .to_dict()
    )


def _bins(
    edges: tuple[float, ...], positive: tuple[int, ...], negative: tuple[int, ...]
) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "from": low, "to": high, "share": 100 * count / sum(counts)}
        for kind, counts in zip(KINDS, (positive, negative), strict=True)
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
        if count
    ]


def _mark(what: str, dash: list[int], width: float, y: int) -> list[alt.Chart]:
    """One line with its name, on that side of it where there is room."""
    line = (
        alt.Chart(alt.NamedData("marks"))
        .transform_filter(f"datum.what == '{what}'")
        .encode(
            x="distance:Q",
            tooltip=[
                alt.Tooltip("what:N", title="Mark"),
                alt.Tooltip("distance:Q", title="Distance", format=".2f"),
            ],
        )
    )
    sides = [("left", 6, "datum.distance < 1.4"), ("right", -6, "datum.distance >= 1.4")]
    return [
        line.mark_rule(color=NEUTRAL, strokeDash=dash, strokeWidth=width),
        *(
            line.transform_filter(room)
            .mark_text(align=align, dx=dx, baseline="top", fontSize=14, color=NEUTRAL)
            .encode(text="label:N", y=alt.value(y))
            for align, dx, room in sides
        ),
    ]


def embeddings(comparison: Comparison) -> None:
    """Both embeddings, number by number, and what each adds to the squared distance."""
    left, right = comparison.left_embedding, comparison.right_embedding
    data = pd.DataFrame(
        {
            "dimension": np.arange(1, len(left) + 1),
            "left": left,
            "right": right,
            "squared": (left - right) ** 2,
        }
    )
    show(
        embeddings_spec(len(left)),
        "numbers",
        data,
        "Bars: the embedding of the left picture, of the right one, and the squared difference "
        "in each dimension.",
    )


@st.cache_data(show_spinner=False)
def embeddings_spec(dimensions: int) -> dict[str, Any]:
    """Three rows of bars over the dimensions, from the data set ``numbers``."""
    rows = [
        ("left", "Left", NEUTRAL),
        ("right", "Right", NEUTRAL),
        ("squared", "(Left − right)²", DIFFERENT),
    ]
    base = alt.Chart(alt.NamedData("numbers")).mark_bar().properties(height=90, width="container")
    charts = [
        base.encode(
            x=alt.X(
                "dimension:O",
                title=f"Dimension of the embedding (1 to {dimensions})"
                if column == "squared"
                else None,
                axis=alt.Axis(
                    labels=column == "squared", ticks=False, labelAngle=0, labelOverlap=True
                ),
            ),
            y=alt.Y(f"{column}:Q", title=title),
            color=alt.value(colour),
            tooltip=[
                alt.Tooltip("dimension:O", title="Dimension"),
                *(alt.Tooltip(f"{key}:Q", title=name, format=".3f") for key, name, _ in rows),
            ],
        )
        for column, title, colour in rows
    ]
    return alt.vconcat(*charts, spacing=6).to_dict()
