"""Histograms of the distances of test pairs, alone and with the distance of one pair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import numpy as np

from pages._ui.shared import charts, formatting
from pages._ui.shared.colors import DIFFERENT, SAME, ink
from siamese.config import ALL_PAIRS_RECIPES
from siamese.evaluation.results import DistanceHistogram
from siamese.manifest import Manifest
from siamese.shared_results import shared
from siamese.training.charts import ON_TOP

if TYPE_CHECKING:
    from siamese.comparator import Comparison

KINDS = ["same digit", "different digits"]
HILLS_HEIGHT = 180  # pixels, without axes and legend
OPPOSITE = 2  # the largest distance between embeddings of length 1
# Distances cluster: on a linear scale one tall bar would flatten the others.
SHARES = alt.Scale(type="sqrt", domain=[0, 100])
WHAT = alt.Scale(domain=KINDS, range=[SAME, DIFFERENT])


def ruler(manifest: Manifest, comparison: Comparison) -> None:
    """A histogram of the distances of test pairs, with this distance and the threshold."""
    yours, threshold = map(formatting.distance, (comparison.distance, comparison.threshold))
    charts.show(
        ruler_spec(ink(), furthest(manifest.distances, manifest.recipe)),
        "Histogram of the distances of pairs of the same digit and of pairs of different digits; "
        f"your distance is {yours}, the threshold {threshold}.",
        pairs=_pairs(manifest.distances),
        marks={
            "distance": [comparison.distance, comparison.threshold],
            "what": ["yours", "threshold"],
            "label": [f"yours {yours}", f"threshold {threshold}"],
        },
    )


@shared(8)
def ruler_spec(ink: str, furthest: float = OPPOSITE) -> dict[str, Any]:
    """The histogram over the data set ``pairs``, and its two lines over ``marks``.

    Args:
        ink: The colour of the lines and labels.
        furthest: The end of the distance axis.
    """
    marks = [
        *_mark("threshold", ink, furthest, [6, 4], 2, -6),
        *_mark("yours", ink, furthest, [], 4, -24),
    ]
    return alt.layer(_hills(furthest), *marks).properties(height=310).to_dict()


def hills(histogram: DistanceHistogram, recipe: str) -> None:
    """A histogram of the distances of positive and negative pairs."""
    charts.show(
        hills_spec(furthest(histogram, recipe)),
        "Histogram of the distances of pairs of the same digit and of pairs of different digits.",
        pairs=_pairs(histogram),
    )


@shared(8)
def hills_spec(furthest: float) -> dict[str, Any]:
    """The histogram alone, over the data set ``pairs``."""
    chart = _hills(furthest, **ON_TOP)
    return chart.properties(height=HILLS_HEIGHT, autosize=charts.FIT).to_dict()


def furthest(histogram: DistanceHistogram, recipe: str) -> float:
    """The end of a distance axis.

    Args:
        histogram: The distances to show.
        recipe: The network's recipe; all-pairs recipes give embeddings of length 1.

    Returns:
        2 for embeddings of length 1, else a round number beyond the last bar; 1 if all are 0.
    """
    if recipe in ALL_PAIRS_RECIPES:
        return OPPOSITE
    end = histogram.edges[-1]
    if end == 0:
        return 1
    magnitude: float = 10 ** math.floor(math.log10(end))
    return math.ceil(end / magnitude) * magnitude


def _hills(furthest: float, **axis: Any) -> alt.Chart:
    """Bars: the share of each kind of pair in each interval of the distance; `axis` is upright."""
    ends = "0: alike, 2: opposite" if furthest == OPPOSITE else "0: alike"
    scale = alt.Scale(domain=[0, furthest], nice=False, clamp=True)
    return (
        alt.Chart(alt.NamedData("pairs"))
        .mark_rect(opacity=0.8)
        .encode(
            x=alt.X("from:Q", title=f"Distance ({ends})", scale=scale),
            x2="to:Q",
            y=alt.Y(
                "share:Q",
                title="Share of pairs (%), small shares enlarged",
                stack=None,
                scale=SHARES,
                axis=alt.Axis(values=[0, 5, 20, 50, 100], **axis),
            ),
            y2=alt.datum(0),
            color=alt.Color(
                "kind:N", scale=WHAT, legend=alt.Legend(orient="bottom", title=None, offset=4)
            ),
            tooltip=[
                alt.Tooltip("kind:N", title="Pairs of"),
                alt.Tooltip("from:Q", title="Distance from", format=".2f"),
                alt.Tooltip("to:Q", title="to", format=".2f"),
                alt.Tooltip("share:Q", title="Share of these pairs (%)", format=".2f"),
            ],
        )
    )


def _pairs(histogram: DistanceHistogram) -> dict[str, Any]:
    """The histogram as columns, with each bar as a percentage of its kind of pair."""
    counts = np.array([histogram.positive, histogram.negative])
    bars = counts.shape[1]
    return {
        "kind": np.repeat(KINDS, bars),
        "from": np.tile(histogram.edges[:-1], 2),
        "to": np.tile(histogram.edges[1:], 2),
        "share": (100 * counts / counts.sum(axis=1, keepdims=True)).ravel(),
    }


def _mark(
    what: str, ink: str, furthest: float, dash: list[int], width: float, y: int
) -> list[alt.Chart]:
    """A vertical line with a label on the side where there is room."""
    line = (
        alt.Chart(alt.NamedData("marks"))
        .transform_filter(f"datum.what == '{what}'")
        .encode(
            x="distance:Q",
            tooltip=[
                alt.Tooltip("what:N", title="Mark"),
                alt.Tooltip("distance:Q", title="Distance", format=".3f"),
            ],
        )
    )
    half = furthest / 2
    sides: list[tuple[Literal["left", "right"], int, str]] = [
        ("left", -2, f"datum.distance < {half}"),
        ("right", 2, f"datum.distance >= {half}"),
    ]
    return [
        line.mark_rule(color=ink, strokeDash=dash, strokeWidth=width),
        *(
            line.transform_filter(room)
            .mark_text(align=align, dx=dx, dy=y, baseline="middle", fontSize=14, color=ink)
            .encode(text="label:N", y=alt.value(0))
            for align, dx, room in sides
        ),
    ]
