"""Charts of a training run, for the page and for a file alike."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import altair as alt

from siamese.files import whole_file

ACCENT = "#0072B2"

CURVES = {
    "loss": "loss (mean over pairs)",
    "accuracy": "accuracy on held-out pairs",
    "equal_error_rate": "equal error rate on held-out pairs",
}


def training_chart(history: Sequence[Mapping[str, float]]) -> alt.HConcatChart:
    """Curves of a run, one beside the other, over epochs.

    Args:
        history: One entry an epoch: epoch, and any of loss, accuracy and equal_error_rate.

    Returns:
        The chart.
    """
    rows = alt.InlineData([dict(row) for row in history])
    return alt.hconcat(
        *(
            alt.Chart(rows)
            .mark_line(point=True, color=ACCENT)
            .encode(
                alt.X("epoch:Q", title="epoch", axis=alt.Axis(tickMinStep=1, format="d")),
                alt.Y(f"{name}:Q", title=title, scale=alt.Scale(zero=name == "loss")),
                [alt.Tooltip("epoch:Q"), alt.Tooltip(f"{name}:Q", format=".4f")],
            )
            for name, title in CURVES.items()
            if name in history[0]
        )
    )


def plot_training(H: object, plotPath: str | os.PathLike[str]) -> None:
    """The deck's `plot_training`: writes the curves of a run as a PNG.

    Args:
        H: What `fit` returned, or a history of one entry an epoch.
        plotPath: The file to write.
    """
    chart = training_chart(_rows(H))
    with whole_file(Path(plotPath)) as temporary:
        chart.save(temporary, format="png", scale_factor=2)


def _rows(H: object) -> Sequence[Mapping[str, float]]:
    """One entry an epoch, also from Keras's History."""
    columns = getattr(H, "history", None)
    if not isinstance(columns, dict):
        return H  # type: ignore[return-value]
    epochs = range(len(next(iter(columns.values()))))
    return [{"epoch": i + 1, **{name: columns[name][i] for name in columns}} for i in epochs]
