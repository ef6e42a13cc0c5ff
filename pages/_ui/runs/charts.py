"""Charts of a run: each specification is built once, and only its data changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.shared import charts, formatting
from pages._ui.shared.colors import ink
from siamese.jobs import Run
from siamese.training.charts import ON_TOP, PANELS, STEPS, History, curves, epoch_axis, panel
from siamese.training.events import EpochEnd, StepEnd

HEIGHT = 180  # pixels, without axes and legends: the same in all


def show_curves(key: str, histories: Mapping[str, History]) -> None:
    """Shows loss, accuracy and equal error rate over the epochs, side by side if there is room.

    Args:
        key: Of these curves on the page.
        histories: The history of each run, by its name.
    """
    with _row(key):
        for name in PANELS:
            _show_panel(name, histories)


def show_run(name: str, run: Run) -> DeltaGenerator:
    """Shows the same of a single run, on an axis of all of its epochs.

    Args:
        name: Of the run.
        run: With a measurement.

    Returns:
        The place for `show_losses`.
    """
    with _row(str(run.number)):
        losses = st.empty()  # the first of `PANELS`
        for panel_name in list(PANELS)[1:]:
            _show_panel(panel_name, {name: _history(run)}, epochs=run.job.config.epochs)
    return losses


def show_losses(name: str, run: Run) -> None:
    """Shows the loss of a run, step by step.

    Args:
        name: Of the run.
        run: With a measurement.
    """
    _show_panel("loss", {name: _history(run)}, run.steps, run.job.config.epochs)


def _history(run: Run) -> History:
    return [end.metrics for end in run.measured]


def _row(key: str) -> DeltaGenerator:
    return st.container(horizontal=True, gap="medium", key=f"curves-{key}")


def _show_panel(
    name: str,
    histories: Mapping[str, History],
    steps: list[StepEnd] | None = None,
    epochs: int | None = None,
) -> None:
    """A panel; `epochs` is the end of its axis, and None fits the data."""
    losses = [(step.epoch - 1 + step.step / step.steps, step.loss) for step in steps or ()]
    points = curves(name, histories, losses)
    spec = _panel_spec(name, tuple(histories), steps is not None, epochs)
    charts.show(spec, _in_words(name, points), curves=points)


@lru_cache
def _panel_spec(
    name: str, runs: tuple[str, ...], stepwise: bool, epochs: int | None
) -> dict[str, Any]:
    """A panel over the data set ``curves``."""
    data = alt.NamedData("curves")
    chart = panel(name, data, runs, steps=(STEPS,) if stepwise else (), epochs=epochs)
    spec: dict[str, Any] = chart.properties(height=HEIGHT, autosize=charts.FIT).to_dict()
    return spec


def _in_words(name: str, points: dict[str, list[Any]]) -> str:
    """Describes the curves for screen readers."""
    title = PANELS[name].title
    if not points["value"]:
        return f"Curve: {title}, over epochs; nothing measured yet."
    return f"Curves: {title}, over epochs; the latest value is {points['value'][-1]:.4g}."


def show_tracked(run: Run) -> None:
    """Shows the distance of the run's tracked pair over the epochs."""
    told = [
        (end.metrics["epoch"], end.tracked) for end in run.measured if isinstance(end, EpochEnd)
    ]
    points = [(epoch, distance) for epoch, distance in told if distance is not None]
    latest = f"it is {formatting.distance(points[-1][1])} now" if points else "not measured yet"
    charts.show(
        _tracked_spec(ink(), run.job.config.epochs),
        f"Curve: the distance of the tracked pair over epochs; {latest}.",
        tracked={
            "epoch": [float(epoch) for epoch, _ in points],
            "distance": [distance for _, distance in points],
        },
    )


@lru_cache
def _tracked_spec(ink: str, epochs: int) -> dict[str, Any]:
    """A line over the data set ``tracked``."""
    return (
        alt.Chart(alt.NamedData("tracked"), height=HEIGHT, autosize=charts.FIT)
        .mark_line(point=alt.OverlayMarkDef(size=50, color=ink), color=ink)
        .encode(
            epoch_axis(epochs),
            alt.Y("distance:Q", title="distance of the tracked pair", axis=alt.Axis(**ON_TOP)),
            tooltip=[
                alt.Tooltip("epoch:Q", title="Epoch", format=".2~f"),
                alt.Tooltip("distance:Q", title="Distance", format=".3f"),
            ],
        )
        .to_dict()
    )
