"""Charts of a run: each specification is built once, and a growing run only brings its data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from pages._ui.shared import charts, formatting
from pages._ui.shared.colors import ink
from siamese.jobs import Run
from siamese.training.charts import PANELS, STEPS, History, curves, epoch_axis, panel
from siamese.training.events import EpochEnd, StepEnd

HEIGHT = 300  # pixels


def show_curves(
    histories: Mapping[str, History], steps: list[StepEnd] | None = None, epochs: int | None = None
) -> None:
    """Loss, accuracy and equal error rate over the epochs, beside one another.

    Args:
        histories: Of each run, by its name.
        steps: What each step of a single run said, to be shown with its loss.
        epochs: Where the axis ends from the beginning on; None to let it follow.
    """
    runs = tuple(histories)
    losses = [(step.epoch - 1 + step.step / step.steps, step.loss) for step in steps or ()]
    for column, name in zip(st.columns(len(PANELS)), PANELS, strict=True):
        stepwise = steps is not None and name == "loss"
        points = curves(name, histories, losses if stepwise else ())
        with column:
            charts.show(
                _panel_spec(name, runs, stepwise, epochs), _in_words(name, points), curves=points
            )


@lru_cache
def _panel_spec(
    name: str, runs: tuple[str, ...], stepwise: bool, epochs: int | None
) -> dict[str, Any]:
    """A panel over the data set ``curves``."""
    data = alt.NamedData("curves")
    chart = panel(name, data, runs, steps=(STEPS,) if stepwise else (), epochs=epochs)
    spec: dict[str, Any] = chart.properties(height=HEIGHT).to_dict()
    return spec


def _in_words(name: str, points: dict[str, list[Any]]) -> str:
    """What is to be seen, for those who do not see it."""
    title = PANELS[name].title
    if not points["value"]:
        return f"Curve: {title}, over epochs; nothing measured yet."
    return f"Curves: {title}, over epochs; the latest value is {points['value'][-1]:.4g}."


def show_watched(run: Run) -> None:
    """The distance of the pair that a run watches, over its epochs."""
    told = [
        (end.metrics["epoch"], end.watched) for end in run.measured if isinstance(end, EpochEnd)
    ]
    points = [(epoch, distance) for epoch, distance in told if distance is not None]
    latest = f"it is {formatting.distance(points[-1][1])} now" if points else "not measured yet"
    charts.show(
        _watched_spec(ink(), run.job.config.epochs),
        f"Curve: the distance of the watched pair over epochs; {latest}.",
        watched={
            "epoch": [float(epoch) for epoch, _ in points],
            "distance": [distance for _, distance in points],
        },
    )


@lru_cache
def _watched_spec(ink: str, epochs: int) -> dict[str, Any]:
    """A line over the data set ``watched``."""
    return (
        alt.Chart(alt.NamedData("watched"), height=HEIGHT)
        .mark_line(point=alt.OverlayMarkDef(size=50, color=ink), color=ink)
        .encode(
            epoch_axis(epochs),
            alt.Y("distance:Q", title="distance of the watched pair"),
            tooltip=[
                alt.Tooltip("epoch:Q", title="Epoch", format=".2~f"),
                alt.Tooltip("distance:Q", title="Distance", format=".3f"),
            ],
        )
        .to_dict()
    )
