"""The Threshold part without a browser; each figure is computed here once more."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from pages._ui.shared import digits, measured_pairs, own_network
from pages._ui.shared.background import SEE_LOG
from pages._ui.shared.query_params.address import INVALID
from siamese.cli.commands import main
from siamese.comparator import Comparator, shipped
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.jobs import Job, Run
from siamese.network import build_siamese_model
from siamese.pairs import sample_pairs
from tests.pages.visitor import PATIENCE, Visitor
from tests.support.networks import save_network

VERIFICATION = "verification.py"
FEW = 10_000


class ThresholdVisitor(Visitor):
    """Someone who looks at the Threshold part."""

    def come(self, **address: Any) -> None:
        """Opens the page by its address, and waits until the digits are embedded."""
        for name, value in address.items():
            self.app.query_params[name] = value
        self.open(VERIFICATION)
        measured = measured_pairs.measure(shipped(), digits.shown())
        measured.embeddings.exception(timeout=PATIENCE)
        self.reopen()

    def told(self, field: str) -> dict[str, Any]:
        """What the browser is told by the component that is told this; nothing without one."""
        found = [json.loads(one.proto.json) for one in self.app.get("bidi_component")]
        return next((data for data in found if field in data), {})

    def move(self, threshold: object) -> None:
        """Drags the line there."""
        self.app.session_state["gate"] = {"threshold": threshold}
        self.reopen()

    def choose(self, cell: object) -> None:
        """Presses a cell."""
        self.app.session_state["confusion"] = {"chosen": cell}
        self.reopen()

    def words(self) -> str:
        """All that the page says."""
        kinds = (self.app.markdown, self.app.caption, self.app.info, self.app.error)
        warned = [element.value for element in self.app.warning]
        return "\n".join([element.value for kind in kinds for element in kind] + warned)


@pytest.fixture
def looker(
    monkeypatch: pytest.MonkeyPatch, digits: Digits, tmp_path: Path
) -> Iterator[ThresholdVisitor]:
    """Someone who sees the printed digits, 120 to test with."""
    file = tmp_path / "printed.npz"
    digits.save(file)
    monkeypatch.setenv("SIAMESE_MNIST", str(file))
    looker = ThresholdVisitor()
    yield looker
    assert not looker.app.exception


def drawn(shipped: Comparator, count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances, kinds and the two labels of the pairs, each pair measured by itself."""
    shown = digits.shown()
    pairs = sample_pairs(shown.labels, count, np.random.default_rng(seed))
    embeddings = shipped.embed(shown.images)
    apart = np.linalg.norm(embeddings[pairs.left] - embeddings[pairs.right], axis=1)
    labels = np.sort(shown.labels[np.stack([pairs.left, pairs.right])], axis=0)
    return apart.astype(np.float64), pairs.same == 1, labels


def test_the_table_counts_every_pair(looker: ThresholdVisitor, shipped: Comparator) -> None:
    looker.come(tested=str(FEW), seed="5")
    told, (apart, same, _) = looker.told("thresholds"), drawn(shipped, FEW, 5)
    assert told["pairs"] == [FEW // 2, FEW // 2]
    assert told["thresholds"][told["own"]] == shipped.threshold
    assert told["at"] == told["own"]
    for at in [0, 1, 57, told["own"], 300, len(told["thresholds"]) - 1]:
        accepted = apart <= told["thresholds"][at]
        assert told["positive"][at] == (accepted & same).sum()
        assert told["negative"][at] == (accepted & ~same).sum()
    assert np.diff(told["thresholds"]).min() >= 0
    for kind, chosen in (("same", same), ("different", ~same)):
        share = np.histogram(apart[chosen], np.linspace(0, 2, 81))[0] / chosen.sum() * 100
        assert sum(told[kind]) == pytest.approx(100, abs=0.01)
        np.testing.assert_allclose(told[kind], share, atol=0.05)  # a pair may lie on an edge


def test_a_network_of_one_s_own_is_tested_in_its_own_measure(
    looker: ThresholdVisitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing brings its embeddings to unit length: its axis ends where its distances do."""
    keras.utils.set_random_seed(1)
    encoder = build_siamese_model((28, 28, 1))
    encoder.set_weights([20 * weight for weight in encoder.get_weights()])
    own = save_network(encoder, tmp_path, recipe="slides", threshold=100.0)
    run = Run(Job(training_config("slides", digits=100), None), "somebody", 1, 60, tmp_path)
    monkeypatch.setattr("pages._ui.shared.session.runs", lambda: [run])
    looker.app.session_state[own_network.KEY] = own_network.OwnNetwork(run, own)
    looker.come(tested=str(FEW))
    measured_pairs.measure(own, digits.shown()).embeddings.exception(timeout=PATIENCE)
    looker.reopen()
    told, (apart, same, _) = looker.told("thresholds"), drawn(own, FEW, 1)
    assert told["thresholds"][told["own"]] == 100
    assert told["end"] >= np.quantile(apart, 0.9)
    assert 0 < told["positive"][told["own"]] == ((apart <= 100) & same).sum() < FEW // 2
    assert 0 < told["negative"][told["own"]] == ((apart <= 100) & ~same).sum() < FEW // 2


def test_the_figures_are_those_of_evaluate(
    looker: ThresholdVisitor, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The command that the page names, run on the same digits."""
    looker.come(tested="20000", seed="7")
    assert "`python -m siamese evaluate --pairs 20000 --seed 7`" in looker.words()
    command = ["siamese", "evaluate", "--pairs", "20000", "--seed", "7", "--json"]
    monkeypatch.setattr(sys, "argv", command)
    capfd.readouterr()
    assert main() == 0
    printed = json.loads(capfd.readouterr().out)
    told = looker.told("thresholds")
    own = told["own"]
    assert printed["pairs"] == sum(told["pairs"])
    assert printed["threshold"] == told["thresholds"][own]
    assert printed["equal_error_rate"] == told["equal_error_rate"]
    wrong = 1 - told["positive"][own] / 10_000 + told["negative"][own] / 10_000
    assert printed["accuracy"] == pytest.approx(1 - wrong / 2)


def test_a_moved_line_is_counted_anew(looker: ThresholdVisitor, shipped: Comparator) -> None:
    looker.come(tested=str(FEW))
    apart, same, labels = drawn(shipped, FEW, 1)
    for threshold in (0.5, 1.3):
        looker.move(threshold)
        told = looker.told("errors")
        errors = np.reshape(told["errors"], (10, 10))
        wrong = (apart <= threshold) != same
        for a, b in [(0, 0), (8, 8), (3, 8), (1, 7)]:
            cell = (labels == [[a], [b]]).all(axis=0)
            assert errors[a, b] == errors[b, a] == (wrong & cell).sum()
            assert told["pairs"][10 * b + a] == cell.sum()
        assert np.trace(errors) + np.triu(errors, 1).sum() == wrong.sum()
        assert f"Errors at threshold **{threshold:.3f}**." in looker.words()
    looker.move("own")
    assert f"Errors at threshold **{shipped.threshold:.3f}**." in looker.words()


def test_the_address_keeps_the_threshold_when_the_whole_page_runs_again(
    looker: ThresholdVisitor,
) -> None:
    looker.come(tested=str(FEW))
    assert "threshold" not in looker.app.query_params
    looker.move(0.475)
    assert looker.app.query_params["threshold"] in ("0.475", ["0.475"])
    looker.move("own")
    assert "threshold" not in looker.app.query_params


def test_the_most_confused_are_named(looker: ThresholdVisitor, shipped: Comparator) -> None:
    looker.come(tested=str(FEW), threshold="1.3")
    told = looker.told("errors")
    errors, pairs = (np.reshape(told[name], (10, 10)) for name in ("errors", "pairs"))
    rates = np.triu(errors / pairs, 1)
    a, b = np.unravel_index(rates.argmax(), rates.shape)
    share = f"{100 * rates.max():.2f}"
    expected = f"{a} and {b}: {errors[a, b]:,} of {pairs[a, b]:,} pairs accepted ({share}"
    assert f"False accepts: most often {expected}" in looker.words()


@pytest.mark.parametrize("cell", ["3-8", "6-6"])
def test_a_cell_opens_its_pairs_worst_first(
    looker: ThresholdVisitor, shipped: Comparator, cell: str
) -> None:
    looker.come(tested=str(FEW))
    assert looker.told("tiles") == {}
    looker.move(0.9)
    looker.choose(cell)
    a, b = map(int, cell.split("-"))
    tiles = looker.told("tiles")["tiles"]
    shown = digits.shown()
    numbers = np.array([tile["name"].split("-") for tile in tiles], int)
    assert np.sort(shown.labels[numbers], axis=1).tolist() == [[a, b]] * len(tiles)
    left, right = (shown.images[side] for side in numbers.T)
    expected = shipped.distance(left, right)
    read = [float(tile["distance"]) for tile in tiles]
    np.testing.assert_allclose(read, expected, atol=0.0051)
    assert read == sorted(read, reverse=a == b)
    apart, _, labels = drawn(shipped, FEW, 1)
    of_cell = apart[(labels == [[a], [b]]).all(axis=0)]
    worst = of_cell.max() if a == b else of_cell.min()
    assert read[0] == pytest.approx(worst, abs=0.0051)
    wrong = (expected <= 0.9) != (a == b)
    assert [bool(tile["predicted"]) for tile in tiles] == wrong.tolist()


def test_a_pair_of_a_cell_is_carried_to_draw(looker: ThresholdVisitor) -> None:
    looker.come(tested=str(FEW))
    looker.choose("0-1")
    tile = looker.told("tiles")["tiles"][0]
    looker.app.session_state["montage"] = {"chosen": tile["name"]}
    looker.reopen()
    next(one for one in looker.app.button if one.label == "Compare these two").click().run()
    assert looker.app.title[0].value == "Draw & compare"
    assert f"<b>{tile['distance']}</b>" in looker.answer()


@pytest.mark.parametrize("forged", ["", "9-1", "0-10", "x", None, [1], {"a": 1}, 3])
def test_a_cell_that_is_none_opens_nothing(looker: ThresholdVisitor, forged: object) -> None:
    looker.come(tested=str(FEW))
    looker.choose(forged)
    assert looker.told("tiles") == {}
    assert any("Select a cell" in html.proto.body for html in looker.app.get("html"))


@pytest.mark.parametrize(
    ("said", "stands"), [("0.4", 0.4), ("0.4012", 0.4), ("77", 2), ("0", 0), ("1.0", 1)]
)
def test_the_address_says_where_the_line_stands(
    looker: ThresholdVisitor, said: str, stands: float
) -> None:
    looker.come(tested=str(FEW), threshold=said, axis="Logarithmic")
    told = looker.told("thresholds")
    assert told["thresholds"][told["at"]] == stands
    assert told["axis"] == "log"
    assert not looker.app.warning


def test_a_threshold_is_kept_while_another_part_and_another_page_are_open(
    looker: ThresholdVisitor,
) -> None:
    looker.come(part="One-shot", threshold="0.4")
    looker.open("home.py")
    assert "threshold" not in looker.app.query_params
    looker.open(VERIFICATION)
    looker.app.button_group(key="part").set_value("Threshold").run()
    looker.come(tested=str(FEW))
    told = looker.told("thresholds")
    assert told["thresholds"][told["at"]] == 0.4


@pytest.mark.parametrize("said", ["nan", "inf", "-1", "x", "", "1,0", "\x00", "1e999"])
def test_garbage_in_the_address_is_one_line(looker: ThresholdVisitor, said: str) -> None:
    looker.come(tested="many", seed="inf", axis=said and "<b>", threshold=said)
    told = looker.told("thresholds")
    assert told["at"] == told["own"]
    assert told["axis"] == "linear"
    assert sum(told["pairs"]) == 100_000
    assert [warning.value for warning in looker.app.warning] == [
        INVALID.format("threshold, tested, seed, axis")
    ]


@pytest.mark.parametrize("forged", [float("nan"), [], "x", {"a": 1}, -3, True])
def test_a_browser_that_lies_about_the_line_does_no_harm(
    looker: ThresholdVisitor, forged: object
) -> None:
    looker.come(tested=str(FEW))
    looker.move(forged)
    told = looker.told("thresholds")
    assert 0 <= told["at"] < len(told["thresholds"])


def test_the_same_pairs_are_tested_once(
    looker: ThresholdVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker.come(tested=str(FEW), seed="11")
    first = looker.told("thresholds")
    monkeypatch.setattr(
        "pages._ui.verification.threshold.sweep.sample_pairs", None
    )  # whoever calls it fails
    other = ThresholdVisitor()
    other.come(tested=str(FEW), seed="11", threshold="0.5")
    assert other.told("thresholds") == {**first, "at": other.told("thresholds")["at"]}


def test_digits_that_make_no_pairs_are_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, mnist_file: Path
) -> None:
    """Four images, one of each class."""
    monkeypatch.setenv("SIAMESE_MNIST", str(mnist_file))
    looker = ThresholdVisitor()
    looker.come()
    assert not looker.app.exception
    assert (
        "No pairs can be made of these digits: a positive pair needs two images" in looker.words()
    )


def test_what_is_not_measured_is_said(
    looker: ThresholdVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker.come(tested=str(FEW))
    measured = measured_pairs.measure(shipped(), digits.shown())
    failed: Future[Any] = Future()
    failed.set_exception(ValueError("embeddings must be finite"))
    broken = replace(measured, embeddings=failed, hardest=failed)
    monkeypatch.setattr(measured_pairs, "measure", lambda *_: broken)
    looker.reopen()
    assert [error.value for error in looker.app.error] == [
        f"The digits could not be measured: ValueError. {SEE_LOG}"
    ]
