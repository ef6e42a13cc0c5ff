"""The curves of a run, as a chart and as a file."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from siamese.charts import plot_training, training_chart

HISTORY = [
    {"epoch": 1, "loss": 0.5, "accuracy": 0.9, "equal_error_rate": 0.1},
    {"epoch": 2, "loss": 0.25, "accuracy": 0.95, "equal_error_rate": 0.05},
]


def test_a_chart_shows_every_curve_there_is() -> None:
    chart = training_chart(HISTORY).to_dict()
    assert [part["encoding"]["y"]["field"] for part in chart["hconcat"]] == [
        "loss", "accuracy", "equal_error_rate",
    ]  # fmt: skip
    for part in chart["hconcat"]:
        assert part["encoding"]["x"]["title"]
        assert part["encoding"]["y"]["title"]
        assert part["encoding"]["tooltip"]
    assert len(training_chart([{"epoch": 1, "loss": 0.5}]).to_dict()["hconcat"]) == 1


@pytest.mark.parametrize(
    "history",
    [HISTORY, HISTORY[:1], SimpleNamespace(history={"loss": [0.5, 0.25], "val_loss": [0.6, 0.3]})],
    ids=["rows", "one epoch", "what fit returns"],
)
def test_plot_training_writes_a_picture(history: object, tmp_path: Path) -> None:
    plot_training(history, str(tmp_path / "output" / "plot.png"))
    with Image.open(tmp_path / "output" / "plot.png") as plot:
        assert plot.format == "PNG"
        assert plot.width > 300
        assert len(plot.convert("L").getcolors()) > 10
