"""The Training page: its settings, a real run from its click to its use, and what goes wrong."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.runs import progress
from pages._ui.runs.settings import DIMENSIONS
from pages._ui.runs.words import in_words
from pages._ui.shared import formatting, session
from siamese.comparator import Comparator
from siamese.config import QUICK, training_config
from siamese.data.digits import HANDWRITING, VARIABLE, Digits
from siamese.evaluation.drawn_digits import wrong_on_handwriting
from siamese.evaluation.results import DistanceHistogram
from siamese.jobs import Job, Run, State
from siamese.jobs.worker import Report
from siamese.manifest import ASSETS, MANIFEST_FILE, SYMBOLS, Manifest
from siamese.training.events import EpochEnd, StepEnd
from tests.pages.visitor import APP, PATIENCE, Visitor, digit_on_paper
from tests.support.stand_ins import Files, quick, stand_in

PAGE = "training.py"
LONG = {"images": "500", "epochs": "30", "dimensions": "4"}
SHORT = {**LONG, "epochs": "1"}


@pytest.fixture
def digits_file(digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few hundred printed digits to learn from."""
    digits.save(tmp_path / "printed.npz")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "printed.npz"))
    return tmp_path / "printed.npz"


@pytest.fixture
def trained_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run leaves the shipped network, after a step."""
    leave_network(monkeypatch, ASSETS)


def leave_network(monkeypatch: pytest.MonkeyPatch, folder: Path, **fields: object) -> None:
    """Every run leaves the network of a folder after a step, with other fields in its manifest."""
    metrics = {"epoch": 1, "loss": 0.1, "val_loss": 0.2, "accuracy": 0.9, "val_accuracy": 0.8}
    measured = EpochEnd(metrics, DistanceHistogram([0, 1], [1], [1]))
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    files[MANIFEST_FILE] = json.dumps(json.loads(files[MANIFEST_FILE]) | fields).encode()

    def leave(report: Report) -> Files:
        quick(report)
        report.send(measured)
        return files

    stand_in(monkeypatch, leave)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that are asked for, none of which is begun."""
    jobs: list[Job] = []
    monkeypatch.setattr("pages._ui.shared.session.submit", jobs.append)
    monkeypatch.setattr("siamese.jobs.TrainingExecutor.warm", lambda self: None)
    return jobs


def opened(**address: str) -> AppTest:
    """The page, opened by an address."""
    app = AppTest.from_file(APP, default_timeout=PATIENCE)
    app.query_params.update(address)
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def wait_until(app: AppTest, met: Callable[[], bool]) -> None:
    """Looks at the page again and again until something has come to be."""
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, [text.value for text in app.markdown]
        time.sleep(0.2)  # as the page itself waits, and leaves the time to the run
        app.run()
        assert not app.exception


def run_of(app: AppTest) -> Run:
    """The latest run of a visit."""
    return session.executor().runs_of(app.session_state["visit"])[-1]


def words(app: AppTest) -> str:
    """All that a page says."""
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def test_the_button_begins_a_quick_run_of_all_pairs(asked: list[Job], visitor: Visitor) -> None:
    """Without MNIST there are 6,000 digits of our own handwriting, which are seen more often.

    3 epochs of 10,000 digits are 5 epochs of 6,000.
    """
    visitor.open(PAGE)
    press(visitor.app, "train")
    (job,) = asked
    assert job.config == training_config("all-pairs", digits=6_000, epochs=5)
    assert job.digits is None
    assert job.tracked is not None
    assert job.tracked.shape == (2, 28, 28)


def test_a_recipe_brings_its_own_settings(asked: list[Job], visitor: Visitor) -> None:
    visitor.open(PAGE)
    app = visitor.app
    app.button_group(key="recipe").set_value("slides").run()
    press(app, "train")
    assert asked[-1].config == training_config("slides", **QUICK["slides"])
    app.button_group(key="recipe").set_value("keras-example").run()
    press(app, "train")
    config = asked[-1].config
    assert (config.loss, config.batch_size, config.embedding_dim) == ("contrastive", 16, 10)


@pytest.mark.parametrize("recipe", list(QUICK))
def test_every_recipe_can_be_set_as_it_is(recipe: str) -> None:
    assert training_config(recipe).embedding_dim in DIMENSIONS


@pytest.mark.parametrize("stopping", [False, True])
def test_a_stop_leaves_the_bar_where_it_is(stopping: bool) -> None:
    """After step 30 of 60 in the second of three epochs: (1 + 30/60) / 3 = 1/2."""
    step = StepEnd(epoch=2, epochs=3, step=30, steps=60, loss=0.1, seconds_left=9)
    run = SimpleNamespace(state=State.RUNNING, step=step, stopping=stopping)
    share, text = progress.progress(cast(Run, run))
    assert share == pytest.approx(1 / 2)
    assert (text == progress.STOPPING) == stopping


@pytest.mark.parametrize(("loss", "shown"), [("cross-entropy", False), ("contrastive", True)])
def test_a_run_with_cross_entropy_has_no_margin(loss: str, shown: bool) -> None:
    config = training_config("slides", loss=loss, digits=500)
    assert (" · m = 1 · " in in_words(config)) == shown


def test_an_old_link_shows_its_loss(visitor: Visitor) -> None:
    visitor.app.query_params["loss-all-pairs"] = "Contrastive: max(m − D², 0), m = 1"
    visitor.open("training.py")
    assert not visitor.app.warning
    assert visitor.app.selectbox(key="loss-all-pairs").value == "contrastive-simple"


def test_all_pairs_offer_no_cross_entropy(visitor: Visitor) -> None:
    visitor.open(PAGE)
    app = visitor.app
    assert len(app.selectbox(key="loss-all-pairs").options) == 3
    app.button_group(key="recipe").set_value("slides").run()
    assert len(app.selectbox(key="loss-slides").options) == 4


def test_the_simple_form_has_a_margin_of_one(asked: list[Job], visitor: Visitor) -> None:
    visitor.open(PAGE)
    app = visitor.app
    app.slider(key="margin").set_value(2.0).run()
    app.selectbox(key="loss-all-pairs").select("contrastive-simple").run()
    assert app.slider(key="margin").disabled
    press(app, "train")
    assert (asked[-1].config.loss, asked[-1].config.margin) == ("contrastive-simple", 1.0)


def test_the_servers_limits_bound_the_settings(
    asked: list[Job], monkeypatch: pytest.MonkeyPatch, visitor: Visitor
) -> None:
    monkeypatch.setenv("SIAMESE_MAX_DIGITS", "1500")
    monkeypatch.setenv("SIAMESE_MAX_EPOCHS", "2")
    visitor.open(PAGE)
    app = visitor.app
    assert app.select_slider(key="images").options == ["500", "1000", "1500"]
    assert app.slider(key="epochs").max == 2
    press(app, "train")
    assert (asked[-1].config.digits, asked[-1].config.epochs) == (1500, 2)


def test_limits_that_cannot_be_read_are_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, visitor: Visitor
) -> None:
    with monkeypatch.context() as context:
        context.setenv("SIAMESE_MAX_RUNS", "many")
        visitor.open(PAGE)
        (error,) = visitor.app.error
        assert "SIAMESE_MAX_RUNS" in error.value
        assert "\n" not in error.value


def test_the_settings_come_by_the_address(asked: list[Job]) -> None:
    address = {"recipe": "Keras example", "images": "1000", "epochs": "7", "training-seed": "5"}
    app = opened(**address)
    assert any("1,000 digits · 7 epochs · seed 5" in caption.value for caption in app.caption)
    press(app, "train")
    config = asked[-1].config
    assert (config.recipe, config.digits, config.epochs, config.seed) == (
        "keras-example", 1000, 7, 5,
    )  # fmt: skip


@pytest.mark.parametrize("garbage", ["-1", "inf", "nan", "x", "", "9" * 300, "<b>"])
def test_garbage_in_the_address_is_as_good_as_none(garbage: str, asked: list[Job]) -> None:
    keys = ["recipe", "loss-all-pairs", "margin", "dimensions", "images", "epochs", "training-seed"]
    press(opened(**dict.fromkeys(keys, garbage)), "train")
    config = asked[-1].config
    assert (config.recipe, config.loss, config.embedding_dim) == ("all-pairs", "contrastive", 48)


def test_the_tracked_pair_is_that_of_the_pads(asked: list[Job], visitor: Visitor) -> None:
    visitor.open("draw.py")
    visitor.draw("left", digit_on_paper(3))
    visitor.draw("right", digit_on_paper(7))
    drawn = [visitor.app.session_state[f"pad {side}"].digit for side in ("left", "right")]
    visitor.open(PAGE)
    press(visitor.app, "train")
    np.testing.assert_array_equal(asked[-1].tracked, drawn)


@pytest.mark.training
def test_a_run_from_its_click_to_its_use(digits_file: Path) -> None:
    app = opened(**SHORT)
    assert "No run yet" in words(app)
    press(app, "train")
    run = run_of(app)
    wait_until(app, lambda: "done in" in words(app))
    assert run.state is State.DONE
    manifest = Manifest.load(run.result())
    assert f"{100 * manifest.accuracy:.2f}" in words(app)
    tracked = run.job.tracked
    assert tracked is not None
    trained = Comparator.load(run.result())
    assert run.measured[-1].tracked == pytest.approx(trained.distance(*tracked), abs=1e-5)

    press(app, "use-1")
    app.switch_page("draw.py").run()
    assert app.selectbox(key="network-choice").value == "Run 1"
    visitor = Visitor.__new__(Visitor)
    visitor.app = app
    for side, digit in (("left", 3), ("right", 7)):
        visitor.draw(side, digit_on_paper(digit))
    pads = [app.session_state[f"pad {side}"].digit for side in ("left", "right")]
    shown = re.search(r"Distance <b>([\d.]+)</b>", visitor.answer())
    assert shown is not None
    assert float(shown[1]) == pytest.approx(trained.distance(*pads), abs=0.006)

    app.selectbox(key="network-choice").select("The shipped network").run()
    wait_until(app, lambda: "Distance" in visitor.answer())
    shown = re.search(r"Distance <b>([\d.]+)</b>", visitor.answer())
    assert shown is not None
    assert float(shown[1]) == pytest.approx(Comparator.load().distance(*pads), abs=0.006)


@pytest.mark.usefixtures("trained_at_once")
def test_a_deleted_run_leaves_nothing_and_the_shipped_network_answers() -> None:
    app = press(opened(**SHORT), "train")
    run = run_of(app)
    wait_until(app, lambda: "done in" in words(app))
    folder = run.result()
    press(press(app, "use-1"), "delete-1")
    assert not folder.exists()
    assert "No run yet" in words(app)
    app.switch_page("draw.py").run()
    assert not app.selectbox


@pytest.mark.parametrize(
    ("data", "reason"),
    [("MNIST", "The shipped network was trained longer"), (HANDWRITING, "on such digits only")],
)
def test_a_run_is_compared_with_the_shipped_network_on_the_same_handwriting(
    data: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    shipped: Comparator,
    for_symbols: Comparator,
) -> None:
    """The network for symbols stands for a run's: it errs at another rate than that for digits."""
    leave_network(monkeypatch, SYMBOLS, data=Manifest.load(SYMBOLS).data | {"name": data})
    app = press(opened(**SHORT), "train")
    wait_until(app, lambda: "the shipped network’s" in words(app))
    own, other = (
        formatting.percent(wrong_on_handwriting(one.embed, one.threshold), decimals=1)
        for one in (for_symbols, shipped)
    )
    assert own != other
    assert f"**{own}** of this network’s verdicts" in words(app)
    assert f"**{other}** of the shipped network’s" in words(app)
    assert reason in words(app)


@pytest.mark.training
def test_a_stopped_run_keeps_what_it_learned(digits_file: Path) -> None:
    app = press(opened(**LONG), "train")
    run = run_of(app)
    wait_until(app, lambda: len(run.measured) >= 2)
    press(app, "stop-1")
    wait_until(app, lambda: "Stopped after" in words(app))
    assert run.state is State.STOPPED
    assert run.measured[-1].metrics["epoch"] < 30
    assert Manifest.load(run.result()).history[-1] == run.measured[-1].metrics


@pytest.mark.training
def test_one_run_at_a_time_one_in_line_and_no_more(digits_file: Path) -> None:
    app = press(opened(**LONG), "train")
    press(app, "train")
    assert "place 1" in " ".join(bar.text for bar in app.get("progress"))
    press(app, "train")
    assert any("already have a run in the queue" in warning.value for warning in app.warning)
    first, second = session.executor().runs_of(app.session_state["visit"])
    press(app, "stop-2")
    assert second.cancelled()
    assert not first.done()
    assert session.executor().runs_of(app.session_state["visit"]) == [first]


@pytest.mark.training
def test_a_run_that_fails_says_why(digits_file: Path) -> None:
    app = opened(**SHORT)
    digits_file.write_bytes(b"no digits any more")
    job = Job(training_config("all-pairs", digits=500, epochs=1), digits_file)
    app.session_state["visit"] = "somebody"
    run = session.executor().submit(job, "somebody")
    wait_until(app, run.done)
    app.run()
    (error,) = [error.value for error in app.error if "Run 1 failed." in error.value]
    assert "printed.npz" in error
    assert "\n" not in error
    assert "No run yet" in words(app)
    press(app, f"dismiss-{run.number}")
    assert not [error for error in app.error if "Run 1 failed." in error.value]


def test_a_server_of_one_epoch_opens(asked: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIAMESE_MAX_EPOCHS", "1")
    press(opened(), "train")
    assert asked[-1].config.epochs == 1


@pytest.mark.usefixtures("trained_at_once")
def test_a_network_whose_files_are_gone_is_told_in_a_line() -> None:
    app = press(opened(**SHORT), "train")
    run = run_of(app)
    wait_until(app, lambda: "done in" in words(app))
    shutil.rmtree(run.result())
    press(app, "use-1")
    assert "own network" not in app.session_state
    assert "are gone" in words(app)


@pytest.mark.training
def test_two_visitors_see_their_own_runs_only(digits_file: Path) -> None:
    one, other = opened(**SHORT), opened(**SHORT)
    press(one, "train")
    other.run()
    assert "Run 1" not in words(other)
    assert "No run yet" in words(other)
