"""Curves of the loss of a pair over its distance, and of the slope."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np

from pages._ui.loss.choices import FARTHEST, Choices
from pages._ui.shared import charts
from pages._ui.shared.colors import DIFFERENT, SAME, ink
from siamese.lessons.loss_curves import PAIR_LOSSES, PairLoss

KINDS = {"same": "same (y = 1)", "different": "different (y = 0)"}
LOSSES = (0.0, 2.5)  # fixed axes of losses and slopes, so that charts can be compared
SLOPES = (-4.0, 4.0)
POINTS = 161  # of a curve
HEIGHT = 175  # pixels, without axes: a phone shows the values below it, too


def show(asked: Choices, distance: float, gradient: bool) -> None:
    """Shows the losses, and the slopes below them if the visitor wants them.

    Args:
        asked: The loss and its margin.
        distance: The selected distance.
        gradient: Whether the slopes are shown, too.
    """
    loss = PAIR_LOSSES[asked.loss]
    titles = ["Loss of a pair", "Slope dL/dD"][: 1 + gradient]
    for title, of, shown in zip(titles, (loss.loss, loss.slope), (LOSSES, SLOPES), strict=False):
        along = np.linspace(0, FARTHEST, POINTS)
        charts.show(
            spec(title, shown, ink()),
            f"{asked.name}: {title} over the distance, for a pair of the same class and for one of "
            f"different classes. At distance {distance:.2f}: "
            f"same {of(distance, asked.margin, True):.3f}, "
            f"different {of(distance, asked.margin, False):.3f}.",
            curves={
                "distance": along,
                **{kind: of(along, asked.margin, kind == "same") for kind in KINDS},
            },
            marks=_marks(loss, asked.margin, distance),
            here={
                "distance": [distance, distance],
                "kind": list(KINDS.values()),
                "value": [float(of(distance, asked.margin, same)) for same in (True, False)],
            },
        )


def _marks(loss: PairLoss, margin: float, distance: float) -> dict[str, Any]:
    """The selected distance, the margin, and where the push ends if that is elsewhere."""
    reach = loss.reach(margin)
    marks = {"yours": (distance, f"D = {distance:.2f}"), "margin": (margin, f"m = {margin:.2f}")}
    if not math.isclose(reach, margin) and 0 < reach <= FARTHEST:
        marks["reach"] = (reach, f"push ends at {reach:.2f}")
    places, labels = zip(*marks.values(), strict=True)
    return {"what": list(marks), "distance": list(places), "label": list(labels)}


@lru_cache
def spec(title: str, shown: tuple[float, float], ink: str) -> dict[str, Any]:
    """A chart of the data sets ``curves``, ``marks`` and ``here``.

    Args:
        title: Of the vertical axis.
        shown: Lowest and highest value of that axis.
        ink: The colour of the text.
    """
    y = alt.Y("value:Q", title=title, scale=alt.Scale(domain=list(shown), nice=False))
    kind = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(KINDS.values()), range=[SAME, DIFFERENT]),
        legend=None,  # the table beside it names the lines
    )
    dash = alt.StrokeDash(
        "kind:N",
        scale=alt.Scale(domain=list(KINDS.values()), range=[[1, 0], [7, 4]]),
    )
    x = alt.X("distance:Q", title="Distance D (0: alike)", scale=alt.Scale(domain=[0, FARTHEST]))
    lines = [
        alt.Chart(alt.NamedData("curves"))
        .transform_calculate(kind=f"'{name}'", value=f"datum.{column}")
        .mark_line(strokeWidth=3, clip=True)
        .encode(x=x, y=y, color=kind, strokeDash=dash)
        for column, name in KINDS.items()
    ]
    points = _points(shown).encode(x=x, y=y, color=kind)
    layers = [*lines, *_rules(ink), points, _reader(title, ink)]
    return alt.layer(*layers).properties(height=HEIGHT, autosize=charts.FIT).to_dict()


def _points(shown: tuple[float, float]) -> alt.Chart:
    """The selected distance on both curves; a triangle on the edge if the curve is beyond it."""
    low, high = shown
    return (
        alt.Chart(alt.NamedData("here"))
        .transform_calculate(
            place=f"datum.value > {high} ? 'above' : datum.value < {low} ? 'below' : 'within'",
            value=f"clamp(datum.value, {low}, {high})",
        )
        .mark_point(size=110, filled=True, opacity=1)
        .encode(
            shape=alt.Shape(
                "place:N",
                scale=alt.Scale(
                    domain=["within", "above", "below"],
                    range=["circle", "triangle-up", "triangle-down"],
                ),
                legend=None,
            )
        )
    )


def _rules(ink: str) -> list[alt.Chart]:
    marks = alt.Chart(alt.NamedData("marks")).encode(x="distance:Q")
    layers = []
    for what, dash, width, height in [
        ("margin", [6, 4], 1.5, -6),
        ("reach", [2, 3], 1.5, -34),
        ("yours", [1, 0], 2, -20),
    ]:
        mark = marks.transform_filter(f"datum.what == '{what}'")
        # Hidden from screen readers: the text beside each line says the same.
        layers.append(mark.mark_rule(color=ink, strokeDash=dash, strokeWidth=width, aria=False))
        layers.append(
            mark.mark_text(
                color=ink, fontSize=13, baseline="middle", align="center", dy=height
            ).encode(text="label:N", y=alt.value(0))
        )
    return layers


def _reader(title: str, ink: str) -> alt.Chart:
    """The tooltips: a broad line at each distance, visible only under the pointer."""
    pointer = alt.selection_point(on="pointerover", fields=["distance"], empty=False)
    return (
        alt.Chart(alt.NamedData("curves"))
        .mark_rule(color=ink, strokeWidth=5)
        .encode(
            x="distance:Q",
            opacity=alt.condition(pointer, alt.value(0.3), alt.value(0)),
            tooltip=[
                alt.Tooltip("distance:Q", title="Distance D", format=".2f"),
                *(
                    alt.Tooltip(f"{column}:Q", title=f"{title}, {name}", format=".3f")
                    for column, name in KINDS.items()
                ),
            ],
        )
        .add_params(pointer)
    )
