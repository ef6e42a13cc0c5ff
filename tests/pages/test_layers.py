"""The Layers page, as its visitor meets it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.layers import classifier_charts, lambda_vs_layer, linear_regression
from pages._ui.shared import keras_ready, session
from pages._ui.shared.query_params.address import INVALID
from siamese.config import ClassifierConfig
from siamese.data.digits import VARIABLE, Digits
from siamese.jobs import ClassifierJob, RunError, State
from siamese.jobs.worker import Report
from siamese.training.events import ClassifierEpochEnd
from tests.lessons.test_linear_regression import DECK, descended
from tests.pages.fresh import heavy_imports
from tests.pages.visitor import APP, PATIENCE, components
from tests.support.stand_ins import Files, Program, polite, stand_in

PAGE = "layers.py"

# Keras 3.15 asks NumPy for a copy in the old way when it shows a variable.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def opened(**address: str) -> AppTest:
    """The page, opened by an address, with Keras awake and all that it tells told."""
    keras_ready.loading().exception(timeout=PATIENCE)
    lambda_vs_layer.begun().exception(timeout=PATIENCE)
    app = AppTest.from_file(APP, default_timeout=PATIENCE)
    app.query_params.update(address)
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def wait_until(app: AppTest, met: Callable[[], bool]) -> None:
    """Looks at the page again and again until something has come to be."""
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, words(app)
        time.sleep(0.1)  # the worker gives way to us, and is to come to its turn
        run(app)


def words(app: AppTest) -> str:
    """All that a page says."""
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def matrices(app: AppTest) -> list[np.ndarray]:
    """x, W, b and y, as they are read."""
    return [
        np.array([float(cell["text"].replace("−", "-")) for cell in matrix["cells"]]).reshape(
            -1, matrix["columns"]
        )
        for matrix in told(app)["matrices"].values()
    ]


def told(app: AppTest) -> dict[str, Any]:
    """What the browser is told of the line."""
    [found] = components(app)
    return found


def turn_to(app: AppTest, part: str) -> None:
    """Chooses another part of the page."""
    app.button_group(key="part").set_value(part).run()
    assert not app.exception


@pytest.mark.parametrize("part", ["Dense layer", "Line", "Digits", "Lambda"])
def test_the_address_chooses_the_part_which_shows_its_own_code_only(part: str) -> None:
    app = opened(part=part)
    assert app.button_group(key="part").value == part
    own = {
        "Dense layer": {"SimpleDense"},
        "Line": {"fit_line", "learn_line"},
        "Digits": {"build_classifier", "relu", "train_classifier"},
        "Lambda": {"EuclideanDistance"},
    }
    app.session_state["code"] = True  # unfolded
    assert {tab.label for tab in run(app).tabs} == own[part]


def test_what_a_part_holds_is_kept_while_another_is_open() -> None:
    app = opened(n="5")
    turn_to(app, "Line")
    app.text_input(key="ys").set_value("8, 6, 4, 2, 0, -2").run()
    app.select_slider(key="learning_rate").set_value("0.03").run()
    turn_to(app, "Dense layer")
    assert matrices(app)[1].shape == (5, 2)
    turn_to(app, "Line")
    assert told(app)["ys"] == [8, 6, 4, 2, 0, -2]
    assert "returns **−14.0" in words(app)


@pytest.mark.parametrize(
    ("address", "shapes"),
    [
        ({}, [(4, 3), (3, 2), (1, 2), (4, 2)]),
        ({"n": "1", "m": "6", "batch": "2", "seed": "7"}, [(2, 1), (1, 6), (1, 6), (2, 6)]),
        ({"n": "6", "m": "1", "batch": "1"}, [(1, 6), (6, 1), (1, 1), (1, 1)]),
    ],
)
def test_y_is_the_product_of_what_stands_beside_it(
    address: dict[str, str], shapes: list[tuple[int, int]]
) -> None:
    app = opened(**address)
    x, kernel, bias, y = matrices(app)
    assert [part.shape for part in (x, kernel, bias, y)] == shapes
    for row, column in np.ndindex(y.shape):
        products = [x[row, i] * kernel[i, column] for i in range(kernel.shape[0])]
        assert y[row, column] == pytest.approx(sum(products) + bias[0, column], abs=0.0051)
    assert f"`{shapes[1]}`" in words(app)  # what Keras's layer holds
    last = told(app)["written"][-1]
    assert last[0] == f"y[{shapes[3][0]}, {shapes[3][1]}] ="
    assert last[-1] == f"= {y[-1, -1]:.2f}".replace("-", "−")
    assert words(app).count("✓ same result") == 2
    assert "✗" not in words(app)


def test_another_seed_draws_other_numbers_and_another_size_more_of_them() -> None:
    app = opened()
    before = matrices(app)
    app.number_input(key="seed").set_value(2.0).run()
    assert not np.array_equal(matrices(app)[0], before[0])
    app.button_group(key="n").set_value("5").run()
    assert matrices(app)[1].shape == (5, 2)
    assert not app.exception


def test_each_method_stands_beside_what_it_makes() -> None:
    app = opened()
    code = [block.value for block in app.code]
    for method in ("__init__", "build", "call"):
        assert any(block.startswith(f"def {method}(self") for block in code)
    assert "No weights yet." in words(app)
    assert "`bias` with shape `(2,)`: zeros" in words(app)
    [variables] = [block for block in code if block.startswith("[<Variable")]
    assert "/kernel, shape=(1, 1)" in variables
    app.button(key="look-again").click().run()
    assert variables not in [block.value for block in app.code]


def test_the_decks_line_is_numpys_and_answers_close_to_19() -> None:
    app = opened(part="Line")
    data = told(app)
    start = np.random.default_rng(linear_regression.SEED).normal(0, linear_regression.SPREAD)
    expected = descended(DECK, 0.01, linear_regression.EPOCHS, start)
    found = np.stack([data[name] for name in ("slopes", "intercepts", "losses")], axis=1)
    np.testing.assert_allclose(found, expected, rtol=2e-3, atol=2e-4)
    answer = expected[-1] @ [10, 1, 0]
    assert f"returns **{answer:.2f}**" in words(app)
    assert answer == pytest.approx(19, abs=0.05)


def test_other_points_and_another_rate_lead_to_another_line() -> None:
    app = opened(part="Line", learning_rate="0.03")
    app.text_input(key="ys").set_value("8, 6, 4, 2, 0, -2").run()  # y = 6 − 2x
    assert "returns **−14.0" in words(app)
    assert told(app)["ys"] == [8, 6, 4, 2, 0, -2]


@pytest.mark.parametrize(
    ("rate", "how"), [("0.5", "no longer a finite number"), ("0.18", "is larger than")]
)
def test_a_rate_that_leads_astray_is_said_in_words(rate: str, how: str) -> None:
    app = opened(part="Line", learning_rate=rate)
    [warning] = [warning.value for warning in app.warning]
    assert how in warning
    assert "Choose a learning rate below 0.177" in warning
    assert np.isfinite([told(app)["losses"], told(app)["slopes"]]).all()


def test_where_no_rate_of_the_slider_is_slow_enough_smaller_xs_are_asked_for() -> None:
    """Of (±1000, 1): λ = 2 · 1000², so that 2 / λ is a millionth."""
    app = opened(part="Line", xs="-1000, 1000", ys="0, 1", learning_rate="0.0001")
    [warning] = [warning.value for warning in app.warning]
    assert "below 1e-06, but the slider ends above: type smaller xs." in warning


def test_of_points_above_one_another_no_line_is_called_the_best() -> None:
    app = opened(part="Line", xs="2, 2", ys="1, 3")
    assert linear_regression.UPRIGHT in words(app)
    assert "smallest error on these points" not in words(app)
    run = told(app)
    assert 2 * run["slopes"][-1] + run["intercepts"][-1] == pytest.approx(2, abs=1e-3)


def test_points_that_cannot_be_read_are_named() -> None:
    app = opened(part="Line")
    app.text_input(key="xs").set_value("1, zwei").run()
    [warning] = [warning.value for warning in app.warning]
    assert "Received: zwei" in warning
    assert "\n" not in warning
    app.text_input(key="xs").set_value("1, 2").run()
    assert "Received: 2 and 6" in app.warning[0].value


@pytest.mark.parametrize(
    ("garbage", "named"),
    [
        ({"n": "7"}, "n"),
        ({"m": "<b>", "batch": ""}, "batch, m"),
        ({"seed": "inf"}, "seed"),
        ({"seed": "-1", "learning_rate": "9" * 300}, "seed, learning_rate"),
        ({"part": "Layer"}, "part"),
    ],
)
def test_garbage_in_the_address_is_named_in_a_line(garbage: dict[str, str], named: str) -> None:
    app = opened(**garbage)
    [warning] = [warning.value for warning in app.warning]
    assert warning == INVALID.format(named)
    assert matrices(app)[3].shape == (4, 2)


def test_a_lambda_is_refused_where_a_layer_is_loaded() -> None:
    app = opened(part="Lambda")
    said = words(app)
    assert "`load_model(path)` fails: ValueError: Requested the deserialization of a `La" in said
    assert said.count("succeeds. Distance of the same pair") == 2
    assert "`model.trainable_weights` contains nothing: 0 of 2." in said
    assert "`model.trainable_weights` contains `kernel`, `bias`: 2 of 2." in said
    excerpts = [block.value for block in app.code if '"registered_name"' in block.value]
    assert "__lambda__" in excerpts[0]
    assert "siamese>EuclideanDistance" in excerpts[1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ClassifierJob]:
    """The jobs that are asked for, none of which is begun."""
    jobs: list[ClassifierJob] = []
    monkeypatch.setattr("pages._ui.shared.session.submit", jobs.append)
    return jobs


def test_the_button_trains_on_all_digits(asked: list[ClassifierJob]) -> None:
    app = opened(part="Digits")
    app.button(key="classify").click().run()
    assert asked == [ClassifierJob(ClassifierConfig(digits=6_000), None)]


def test_the_servers_limits_bound_the_classifier(
    asked: list[ClassifierJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAMESE_MAX_DIGITS", "1500")
    monkeypatch.setenv("SIAMESE_MAX_EPOCHS", "2")
    app = opened(part="Digits")
    app.button(key="classify").click().run()
    assert (asked[-1].config.digits, asked[-1].config.epochs) == (1500, 2)


def test_limits_that_cannot_be_read_are_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as context:
        context.setenv("SIAMESE_MAX_RUNS", "many")
        app = opened(part="Digits")
        (error,) = app.error[:1]
        assert "SIAMESE_MAX_RUNS" in error.value
        turn_to(app, "Dense layer")
        assert len(matrices(app)) == 4


@pytest.fixture
def digits_file(digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few hundred printed digits to learn from."""
    digits.save(tmp_path / "printed.npz")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "printed.npz"))
    return tmp_path / "printed.npz"


@pytest.mark.training
def test_a_run_is_watched_to_its_end_and_is_none_of_the_training_pages(
    digits_file: Path, digits: Digits
) -> None:
    app = opened(part="Digits")
    assert "No run yet" in words(app)
    app.slider(key="classifier-epochs").set_value(1).run()
    app.button(key="classify").click().run()
    wait_until(app, lambda: "done in" in words(app))
    [trained] = session.executor().runs_of(app.session_state["visit"])
    assert trained.state is State.DONE
    right = np.mean(np.array(trained.measured[-1].predicted) == digits.y_test)
    assert f"{100 * right:.2f}" in words(app)
    assert app.get("vega_lite_chart")

    app.switch_page("training.py").run()
    assert "No run yet" in words(app)
    assert "Classifier" not in words(app)
    app.switch_page("draw.py").run()
    assert not app.selectbox
    assert not app.exception


def ones(count: int) -> Program:
    """Tells what a classifier would that takes every digit for a 1, and waits for a stop."""

    def program(report: Report) -> Files:
        def measured(epoch: float) -> ClassifierEpochEnd:
            return ClassifierEpochEnd({"epoch": epoch, "test_accuracy": 0.1}, [1] * count)

        report.send(measured(0))
        files = polite(report)
        report.send(measured(0.25))
        return files

    return program


def test_a_run_can_be_stopped_and_deleted_files_are_told(
    digits_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in writes no classifier.keras, and says that a tenth was right."""
    stand_in(monkeypatch, ones(120))
    app = opened(part="Digits")
    app.button(key="classify").click().run()
    wait_until(app, lambda: "predicted as" in " ".join(box.value for box in app.selectbox))
    app.button(key="stop-classifier-1").click().run()
    wait_until(app, lambda: "Stopped after" in words(app))
    assert re.search(r"Stopped after 0.25 epochs of \d+ digits. It classifies 10.00", words(app))
    assert "The files of this run were deleted" in words(app)


def test_two_runs_at_a_time_are_watched_beside_each_other(
    digits_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, ones(120))
    monkeypatch.setenv("SIAMESE_MAX_RUNS", "2")
    app = opened(part="Digits")
    for count in (1, 2):
        app.button(key="classify").click().run()
        wait_until(app, partial(lambda number: len(app.selectbox) == number, count))
    for going in session.executor().runs_of(app.session_state["visit"]):
        session.executor().forget(going)


def test_a_run_that_fails_says_why(digits_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(report: Report) -> Files:
        raise RunError("The disk is full.")

    stand_in(monkeypatch, failing)
    app = opened(part="Digits")
    app.button(key="classify").click().run()
    wait_until(app, lambda: "Classifier 1 failed" in words(app))
    assert "Classifier 1 failed. The disk is full." in words(app)
    app.button(key="dismiss-classifier").click().run()
    assert "Classifier 1 failed" not in words(app)
    assert "No run yet" in words(app)


def test_digits_that_came_meanwhile_are_not_mixed_up_with_those_of_the_run(
    digits_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, ones(119))
    app = opened(part="Digits")
    app.button(key="classify").click().run()
    wait_until(app, lambda: classifier_charts.OTHER_DIGITS in words(app))


def test_the_page_opens_without_tensorflow() -> None:
    assert heavy_imports("layers.py", "Layers") <= {"altair", "scipy"}
