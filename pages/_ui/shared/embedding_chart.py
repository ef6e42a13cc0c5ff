"""A chart of two embeddings: where they differ."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from pages._ui.shared import charts
from pages._ui.shared.colors import DIFFERENT, NEUTRAL
from siamese.shared_results import shared

if TYPE_CHECKING:
    from siamese.comparator import Comparison

ROWS = {"first": "First", "second": "Second", "squared": "(First − second)²"}
VALUES = 0.6  # largest value to expect in an embedding of length 1 with 48 dimensions


def show(comparison: Comparison) -> None:
    """Bars of both embeddings, and of the squared difference in each dimension."""
    left, right = comparison.left_embedding, comparison.right_embedding
    largest = float(max(abs(left).max(), abs(right).max()))
    charts.show(
        spec(len(left), VALUES if largest <= VALUES else math.ceil(largest)),
        "Bars: the embedding of the first picture, of the second, and the squared difference "
        "in each dimension.",
        numbers={
            "dimension": np.arange(1, len(left) + 1),
            "first": left,
            "second": right,
            "squared": (left - right) ** 2,
        },
    )


@shared(8)
def spec(dimensions: int, furthest: float) -> dict[str, Any]:
    """Three rows of bars over the dimensions, from the data set ``numbers``.

    Args:
        dimensions: Dimension of the embedding.
        furthest: The largest absolute value on the axes of the first two rows; the third row ends
            at its square.
    """
    values = alt.Scale(domain=[-furthest, furthest], clamp=True)
    squares = alt.Scale(domain=[0, furthest**2], clamp=True)  # fixed: small differences look small
    first, second, squared = (
        alt.Chart(alt.NamedData("numbers"), height=90, width="container")
        .mark_bar()
        .encode(
            x=alt.X(
                "dimension:O",
                title=f"Dimension of the embedding (1 to {dimensions})" if last else None,
                axis=alt.Axis(labels=last, ticks=False, labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y(f"{column}:Q", title=ROWS[column], scale=squares if last else values),
            color=alt.value(DIFFERENT if last else NEUTRAL),
            tooltip=[
                alt.Tooltip("dimension:O", title="Dimension"),
                *(alt.Tooltip(f"{key}:Q", title=name, format=".4f") for key, name in ROWS.items()),
            ],
        )
        for column, last in [("first", False), ("second", False), ("squared", True)]
    )
    return alt.vconcat(first, second, squared, spacing=6).to_dict()
