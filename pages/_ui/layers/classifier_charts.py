"""Charts of a classifier's run: its accuracy over epochs, and its confusion matrix."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import altair as alt
import numpy as np
import streamlit as st

from pages._ui.shared import charts, formatting
from pages._ui.shared.colors import ink
from pages._ui.shared.images import crisp
from siamese.evaluation.confusion import confusion_matrix, examples, top_confusions
from siamese.training.charts import ACCENT, epoch_axis
from siamese.training.events import ClassifierEpochEnd

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet
    from siamese.jobs import Run

CURVES = {"test_accuracy": "test digits", "accuracy": "training digits, with dropout"}
KINDS = {"hit": "hits (diagonal): correct", "error": "errors"}
HIT, ERROR = "#009E73", "#AA4499"
HEIGHT = 300  # pixels between the axes, the same in both charts
SMALL = 12  # pixels: the smallest text
ERRORS = 12  # kinds of errors to choose from
PICTURES = 6


def show(run: Run, shown: DigitSet) -> None:
    """Shows the measurements of a run so far.

    Args:
        run: Of a classifier, with at least one measurement.
        shown: The digits that the page shows.
    """
    curve, matrix = st.columns(2, gap="large")
    with curve:
        _show_curve(run)
    predicted = np.array(cast(ClassifierEpochEnd, run.measured[-1]).predicted)
    if len(predicted) != len(shown.labels):
        st.info(OTHER_DIGITS, icon=":material/edit:")
        return
    counts = confusion_matrix(shown.labels, predicted)
    with matrix:
        _show_matrix(counts)
    _show_mistakes(shown, predicted, counts, key=f"mistake-{run.number}")


def _show_curve(run: Run) -> None:
    points = [
        (name, end.metrics["epoch"], end.metrics[metric])
        for end in run.measured[1:] or run.measured
        for metric, name in CURVES.items()
        if metric in end.metrics
    ]
    columns = zip(("digits", "epoch", "value"), map(list, zip(*points, strict=True)), strict=True)
    names = tuple(dict.fromkeys(name for name, _, _ in points))
    latest = formatting.percent(run.measured[-1].metrics["test_accuracy"], decimals=2)
    charts.show(
        _curve_spec(run.job.config.epochs, names),
        f"Curves: accuracy over epochs; on the test digits it is {latest} now.",
        accuracy=dict(columns),
    )
    before = formatting.percent(run.measured[0].metrics["test_accuracy"], decimals=1)
    st.caption(CURVE.format(before))


@lru_cache
def _curve_spec(epochs: int, names: tuple[str, ...]) -> dict[str, Any]:
    """Lines over the data set ``accuracy``.

    Args:
        epochs: The end of the axis.
        names: What is drawn, of `CURVES`.
    """
    dash = alt.Scale(domain=names, range=[[1, 0], [5, 3]][: len(names)])
    chart = alt.Chart(alt.NamedData("accuracy")).encode(
        epoch_axis(epochs),
        alt.Y(
            "value:Q", title="accuracy (% of digits)", axis=alt.Axis(format="~%"),
            scale=alt.Scale(zero=False),
        ),
        tooltip=[
            alt.Tooltip("digits:N", title="Measured on"),
            alt.Tooltip("epoch:Q", title="Epoch", format=".2~f"),
            alt.Tooltip("value:Q", title="Accuracy", format=".2%"),
        ],
    )  # fmt: skip
    lines = chart.mark_line(color=ACCENT).encode(
        strokeDash=alt.StrokeDash("digits:N", scale=dash, legend=LEGEND)
    )
    dots = chart.mark_circle(color=ACCENT, size=80, opacity=1).encode(detail="digits:N")
    return _of_one_height(lines, dots)


def _show_matrix(counts: np.ndarray) -> None:
    truth, predicted = np.indices(counts.shape).reshape(2, -1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    wrong = int(counts.sum() - np.trace(counts))
    charts.show(
        _matrix_spec(ink()),
        f"Confusion matrix: of {counts.sum():,} test digits, {wrong:,} are classified wrongly.",
        cells={
            "truth": truth,
            "predicted": predicted,
            "count": counts.ravel(),
            "share": shares.ravel(),
            "kind": np.where(truth == predicted, *KINDS.values()),
        },
    )
    st.caption(MATRIX)


@lru_cache
def _matrix_spec(ink: str) -> dict[str, Any]:
    """Cells of the data set ``cells``."""
    cells = alt.Chart(alt.NamedData("cells")).encode(
        x=alt.X("predicted:O", title="predicted digit", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("truth:O", title="true digit"),
        tooltip=[
            alt.Tooltip("truth:O", title="True digit"),
            alt.Tooltip("predicted:O", title="Predicted digit"),
            alt.Tooltip("count:Q", title="Count", format=","),
            alt.Tooltip("share:Q", title="Share of this true digit", format=".2%"),
        ],
    )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(KINDS.values()), range=[HIT, ERROR]),
        legend=LEGEND,
    )
    strength = alt.Opacity(
        "share:Q",
        scale=alt.Scale(type="pow", exponent=0.35, domain=[0, 1], range=[0, 0.75]),
        legend=None,
    )
    tiles = cells.mark_rect(cornerRadius=3).encode(color=colour, opacity=strength)
    words = cells.transform_filter("datum.count > 0").mark_text(color=ink, fontSize=SMALL)
    return _of_one_height(tiles, words.encode(text="count:Q"))


def _of_one_height(*layers: alt.Chart) -> dict[str, Any]:
    """The specification of a chart whose axis is as high as the other's, whatever its legend."""
    chart = alt.layer(*layers, height=HEIGHT, autosize=charts.FIT)
    spec: dict[str, Any] = chart.configure_axis(labelFontSize=SMALL, titleFontSize=SMALL).to_dict()
    return spec


def _show_mistakes(shown: DigitSet, predicted: np.ndarray, counts: np.ndarray, key: str) -> None:
    """Shows test images of one of the most frequent errors."""
    mistakes = top_confusions(counts, ERRORS)
    if not mistakes:
        st.markdown("Every test digit is classified correctly.")
        return
    names = {f"{one.truth} predicted as {one.predicted}: {one.times:,} ×": one for one in mistakes}
    chosen = st.selectbox("Errors, most frequent first", list(names), key=key, width=300)
    mistake = names.get(chosen) or mistakes[0]
    found = examples(shown.labels, predicted, mistake.truth, mistake.predicted)[:PICTURES]
    pictures = "".join(crisp(shown.images[at], f"test image {at}") for at in found)
    st.html(f'<div class="mistakes">{pictures}</div>')


LEGEND = alt.Legend(
    orient="bottom", title=None, direction="vertical", labelFontSize=SMALL, labelLimit=300
)
OTHER_DIGITS = (
    "The app now shows other digits than the ones that this run was tested on. Train again to see "
    "the confusion matrix."
)
CURVE = (
    "Point at or tap a dot to read it. Before the first step the accuracy is {}, about that of "
    "guessing. The curves start after the first epoch. Test digits are not used for training. The "
    "dashed curve is the average over a whole epoch, while dropout sets a fifth of the numbers to "
    "0, so it is lower at first."
)
MATRIX = (
    "Point at or tap a cell to read it. The diagonal counts hits, which are correct predictions. "
    "All other cells count errors: the strongest one is the most frequent error."
)
