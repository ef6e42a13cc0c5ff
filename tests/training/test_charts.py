"""The curves of a run, as a chart and as a file."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from siamese.training.charts import HELD_OUT, STEPS, TRAINING, curves, plot_training, training_chart

HISTORY = [
    {"epoch": 0, "accuracy": 0.7, "val_accuracy": 0.65, "equal_error_rate": 0.3},
    {"epoch": 1, "loss": 0.5, "val_loss": 0.6, "accuracy": 0.9, "val_accuracy": 0.8}
    | {"equal_error_rate": 0.1},
]


def test_a_point_stands_for_each_metric_that_was_measured() -> None:
    """No loss is known before the first step."""
    loss = curves("loss", {"Run 1": HISTORY})
    assert loss["epoch"] == [1, 1]
    assert dict(zip(loss["digits"], loss["value"], strict=True)) == {TRAINING: 0.5, HELD_OUT: 0.6}
    accuracy = curves("accuracy", {"Run 1": HISTORY, "Run 2": HISTORY[1:]})
    points = list(zip(*accuracy.values(), strict=True))
    assert len(points) == 6
    assert ("Run 1", HELD_OUT, 0, 0.65) in points
    assert ("Run 2", TRAINING, 1, 0.9) in points


def test_what_each_step_said_stands_beside_what_was_measured() -> None:
    points = curves("loss", {"Run 1": HISTORY}, steps=[(0.25, 0.9), (0.5, 0.7)])
    assert list(zip(*points.values(), strict=True))[2:] == [
        ("Run 1", STEPS, 0.25, 0.9),
        ("Run 1", STEPS, 0.5, 0.7),
    ]


def test_a_chart_shows_every_curve_there_is() -> None:
    chart = training_chart({"Run 1": HISTORY}).to_dict()
    lines = [part["layer"][0]["encoding"] for part in chart["hconcat"]]
    assert [line["y"]["title"] for line in lines] == [
        "loss (mean over pairs)", "accuracy (% of pairs)", "equal error rate (% of pairs)",
    ]  # fmt: skip
    for line in lines:
        assert line["x"]["title"]
        assert line["tooltip"]
    only_loss = training_chart({"run": [{"epoch": 1, "loss": 0.5}]}).to_dict()
    assert len(only_loss["hconcat"]) == 1


def test_points_tell_training_from_validation_without_a_line() -> None:
    """After one epoch there are only points; the legend has the sign of each."""
    chart = training_chart({"run": HISTORY[1:]}).to_dict()
    for lines, *points in (part["layer"] for part in chart["hconcat"]):
        shapes = {layer["mark"]["shape"]: layer["transform"][0]["filter"] for layer in points}
        assert shapes == {
            "triangle-up": f"(datum.digits === '{TRAINING}')",
            "circle": f"(datum.digits === '{HELD_OUT}')",
        }
        legend = lines["encoding"]["strokeDash"]["legend"]
        assert legend["columns"] == 1  # side by side, a narrow chart cuts the second off
        assert json.loads(legend["labelExpr"].partition("[datum")[0]) == {
            TRAINING: f"▲ {TRAINING}",
            HELD_OUT: f"● {HELD_OUT}",
        }


def test_several_runs_differ_in_colour_and_none_is_same_or_different() -> None:
    chart = training_chart({"Run 1": HISTORY, "Run 2": HISTORY}).to_dict()
    scale = chart["hconcat"][0]["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["Run 1", "Run 2"]
    assert len(set(scale["range"])) == len(scale["range"]) >= 2
    assert not {"#0072B2", "#D55E00"} & set(scale["range"])


@pytest.mark.parametrize(
    "history",
    [HISTORY, HISTORY[1:], SimpleNamespace(history={"loss": [0.5, 0.25], "val_loss": [0.6, 0.3]})],
    ids=["rows", "one epoch", "what fit returns"],
)
def test_plot_training_writes_a_picture(history: object, tmp_path: Path) -> None:
    plot_training(history, str(tmp_path / "output" / "plot.png"))
    with Image.open(tmp_path / "output" / "plot.png") as plot:
        assert plot.format == "PNG"
        assert plot.width > 300
        assert len(plot.convert("L").getcolors()) > 10
