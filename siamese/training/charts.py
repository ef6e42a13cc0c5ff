"""Charts of training runs, for the page and for a file alike."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import altair as alt

from siamese.files import atomic_write

History: TypeAlias = Sequence[Mapping[str, float]]

ACCENT = "#0072B2"
# Of several runs; blue and orange have a meaning of their own. At least 3:1 on light and on dark.
RUN_COLOURS = ["#009E73", "#AA4499", "#8C7000", "#7F6BD6", "#5F8A00", "#C2527C"]

TRAINING, HELD_OUT, STEPS = "training digits", "validation digits", "step by step"
# The title of an upright axis stands over it: it is read without a turn of the head, and whole.
ON_TOP: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleX": -30, "titleY": -12}
DASHES = {HELD_OUT: [1, 0], TRAINING: [5, 3], STEPS: [2, 2]}
# Strokes are long enough to tell the dashes apart.
LEGEND: dict[str, Any] = {
    "orient": "bottom", "title": None, "labelLimit": 240, "symbolType": "stroke", "symbolSize": 900,
}  # fmt: skip
# A single measurement makes no line: points differ, too. Each with its sign in the legend.
POINTS = {HELD_OUT: ("circle", "●"), TRAINING: ("triangle-up", "▲")}
SIGNED = {digits: f"{sign} {digits}" for digits, (_, sign) in POINTS.items()}


@dataclass(frozen=True)
class Panel:
    """One chart of a run."""

    title: str  # of its upright axis
    curves: Mapping[str, str]  # which metric is of which digits
    number: str  # how its values are written


PANELS = {
    "loss": Panel("loss (mean over pairs)", {"loss": TRAINING, "val_loss": HELD_OUT}, ".4f"),
    "accuracy": Panel(
        "accuracy (% of pairs)", {"accuracy": TRAINING, "val_accuracy": HELD_OUT}, ".2%"
    ),
    "equal_error_rate": Panel(
        "equal error rate (% of pairs)", {"equal_error_rate": HELD_OUT}, ".2%"
    ),
}


def curves(
    name: str, histories: Mapping[str, History], steps: Iterable[tuple[float, float]] = ()
) -> dict[str, list[str | float]]:
    """The points of one panel's curves, a column each.

    Args:
        name: Of `PANELS`.
        histories: Of each run, by its name; metrics that were not measured are left out.
        steps: Epoch and value of what the first run said step by step.

    Returns:
        Columns run, digits, epoch and value.

    Example:
        >>> curves("loss", {"Run 1": [{"epoch": 1, "loss": 0.5}]})
        {'run': ['Run 1'], 'digits': ['training digits'], 'epoch': [1], 'value': [0.5]}
    """
    points = [
        (run, digits, row["epoch"], row[metric])
        for run, history in histories.items()
        for metric, digits in PANELS[name].curves.items()
        for row in history
        if metric in row
    ]
    points += [(run, STEPS, *step) for run in list(histories)[:1] for step in steps]
    columns = zip(*points, strict=True) if points else ((), (), (), ())
    return dict(zip(("run", "digits", "epoch", "value"), map(list, columns), strict=True))


def panel(
    name: str,
    data: alt.Data,
    runs: Sequence[str],
    steps: Sequence[str] = (),
    epochs: int | None = None,
) -> alt.LayerChart:
    """One chart: curves over epochs, a colour for each run, a dash for each kind of digits.

    Args:
        name: Of `PANELS`.
        data: With the columns of `curves`.
        runs: Their names, in order.
        steps: `STEPS`, where the data holds what each step said, too.
        epochs: Where the axis ends; None to let it follow the data.

    Returns:
        The chart.
    """
    about = PANELS[name]
    kinds = (*about.curves.values(), *steps)
    single = len(runs) == 1
    curve = alt.Chart(data).encode(
        epoch_axis(epochs),
        alt.Y(
            "value:Q",
            title=about.title,
            axis=alt.Axis(format="~%" if "%" in about.number else "~g", **ON_TOP),
            scale=alt.Scale(zero=name == "loss"),
        ),
        alt.Color(
            "run:N",
            scale=alt.Scale(domain=runs, range=[ACCENT] if single else RUN_COLOURS),
            legend=None if single else alt.Legend(**LEGEND, columns=2),
        ),
        tooltip=[
            alt.Tooltip("run:N", title="Run"),
            alt.Tooltip("digits:N", title="Measured on"),
            alt.Tooltip("epoch:Q", title="Epoch", format=".2~f"),
            alt.Tooltip("value:Q", title=about.title, format=about.number),
        ],
    )
    dashes = alt.Scale(domain=kinds, range=[DASHES[kind] for kind in kinds])
    line = curve.mark_line().encode(
        strokeDash=alt.StrokeDash(
            "digits:N",
            scale=dashes,
            legend=alt.Legend(
                **LEGEND,
                columns=1,  # both side by side are wider than a narrow chart
                labelExpr=f"{json.dumps(SIGNED)}[datum.label] || datum.label",
            ),
        )
    )
    # Not an encoding: Vega would draw the legend's lines in these shapes, too.
    points = [
        curve.transform_filter(alt.datum.digits == digits).mark_point(
            size=50, filled=True, opacity=1, shape=shape
        )
        for digits, (shape, _) in POINTS.items()
    ]
    return alt.LayerChart(layer=[line, *points])


def epoch_axis(epochs: int | None = None) -> alt.X:
    """The axis of all charts of a run.

    Args:
        epochs: Where it ends; None to let it follow the data.
    """
    end = alt.Scale(domainMin=0) if epochs is None else alt.Scale(domain=[0, epochs])
    axis = alt.Axis(tickMinStep=1, format="~g")
    return alt.X("epoch:Q", title="epoch (all digits seen once)", axis=axis, scale=end)


def training_chart(histories: Mapping[str, History]) -> alt.HConcatChart:
    """All that was measured in some runs, a panel beside the other.

    Args:
        histories: Of each run, by its name.

    Returns:
        The chart, its data inside.
    """
    measured = {name: curves(name, histories) for name in PANELS}
    return alt.hconcat(
        *(
            panel(name, alt.InlineData(_rows(columns)), list(histories)).properties(
                width=280, height=220
            )
            for name, columns in measured.items()
            if columns["value"]
        )
    )


def plot_training(H: object, plotPath: str | os.PathLike[str]) -> None:
    """The deck's `plot_training`: writes the curves of a run as a PNG.

    Args:
        H: What `fit` returned, or a history of one entry a measurement.
        plotPath: The file to write.
    """
    chart = training_chart({"run": _history(H)})
    with atomic_write(Path(plotPath)) as temporary:
        chart.save(temporary, format="png", scale_factor=2)


def _rows(columns: Mapping[str, Iterable[str | float]]) -> list[dict[str, str | float]]:
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _history(H: object) -> History:
    """One entry an epoch, also from Keras's History."""
    columns = getattr(H, "history", None)
    if not isinstance(columns, dict):
        return H  # type: ignore[return-value]
    epochs = range(len(next(iter(columns.values()))))
    return [{"epoch": i + 1, **{name: columns[name][i] for name in columns}} for i in epochs]
