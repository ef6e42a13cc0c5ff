"""The answers of the course follow from the library: other figures make another choice right."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import siamese.comparator
import siamese.manifest
from pages._ui.course.answers import arithmetic, networks, pictures
from pages._ui.course.questions import QUESTIONS
from pages._ui.network import inspection
from pages._ui.shared import digits
from siamese.comparator import Comparator
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.lessons import loss_curves
from siamese.manifest import MANIFEST_FILE, SYMBOLS, Manifest
from siamese.pooling.spec import PoolingSpec

UNTRAINED = {"epoch": 0, "equal_error_rate": 0.4}
FIRST, LAST = {"epoch": 1, "equal_error_rate": 0.02}, {"epoch": 9, "equal_error_rate": 0.0199}


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Puts a manifest with other figures in the place of the shipped one."""
    text = (siamese.manifest.ASSETS / MANIFEST_FILE).read_text(encoding="utf-8")

    def write(**fields: Any) -> None:
        manifest = json.loads(text)
        for name, value in fields.items():
            manifest[name] = manifest[name] | value if isinstance(value, dict) else value
        (tmp_path / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
        monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)

    return write


class Fake:
    """Stands in for the shipped network: all that it computes is given."""

    threshold = 1.0

    def __init__(self, **found: Any) -> None:
        self.found = found

    def compare(self, left: Any, right: Any) -> Any:
        return SimpleNamespace(**self.found)

    def distance(self, left: Any, right: Any) -> Any:
        return self.found["distance"]


def ship(monkeypatch: pytest.MonkeyPatch, **found: Any) -> None:
    """Lets the network compute this."""
    monkeypatch.setattr(siamese.comparator, "shipped", lambda: Fake(threshold=1.0, **found))


@pytest.mark.parametrize(("probability", "right"), [(0.999, 2), (0.6, 1), (0.94, 1), (0.01, 0)])
def test_certainty(monkeypatch: pytest.MonkeyPatch, probability: float, right: int) -> None:
    ship(monkeypatch, distance=0.5, same=probability > 0.5, probability_same=probability)
    assert pictures.certainty().right == right


def test_the_scribble_is_told_from_a_digit_by_the_page(shipped: Comparator) -> None:
    """The reason that is given holds for this very picture, and so does the distance."""
    found = shipped.compare(*pictures.scribble_and_eight())
    why = pictures.certainty().why
    assert f"The distance is {found.distance:.2f}, so" in why
    assert "The page leaves it out only because" in why


@pytest.mark.parametrize(
    ("squares", "right"), [([9] + 6 * [1], 0), ([2] + 20 * [1], 1), ([4] + 8 * [1], 2)]
)
def test_tallest_bar(monkeypatch: pytest.MonkeyPatch, squares: list[int], right: int) -> None:
    """Of 9 1 1 1 1 1 1, the tallest is 9 of 15, and those from the sixth on are 2 of 15."""
    embedding = np.sqrt(np.array(squares, np.float64))
    ship(monkeypatch, left_embedding=embedding, right_embedding=np.zeros_like(embedding))
    assert pictures.tallest_bar().right == right


def test_tallest_bar_adds_up_all_bars_from_the_sixth_on(monkeypatch: pytest.MonkeyPatch) -> None:
    embedding = np.sqrt(np.array([6.0, 1, 1, 1, 1, 1, 1]))
    ship(monkeypatch, left_embedding=embedding, right_embedding=np.zeros(7))
    why = pictures.tallest_bar().why
    assert "50\u202f%" in why
    assert "the 2 bars from the sixth on give 17\u202f% together" in why


@pytest.mark.parametrize(("distance", "right"), [(0.3, 1), (np.zeros(10), 2)])
def test_output(monkeypatch: pytest.MonkeyPatch, distance: Any, right: int) -> None:
    ship(monkeypatch, distance=distance)
    assert pictures.output().right == right


@pytest.mark.parametrize(("classes", "right"), [(2, 0), (4, 1), (10, 2), (100, 3)])
def test_same_by_chance(monkeypatch: pytest.MonkeyPatch, classes: int, right: int) -> None:
    labels = np.repeat(np.arange(classes), 50)
    monkeypatch.setattr(digits, "shown", lambda: SimpleNamespace(labels=labels))
    found = arithmetic.same_by_chance()
    same = labels[:, None] == labels
    share = (same.sum() - len(labels)) / (len(labels) * (len(labels) - 1))
    assert found.right == right
    assert f"{100 * share:.1f}\u202f%" in found.why


@pytest.mark.parametrize(
    ("loss", "right"), [("contrastive-simple", 1), ("contrastive", 0), ("cross-entropy", 2)]
)
def test_end_of_push(monkeypatch: pytest.MonkeyPatch, loss: str, right: int) -> None:
    """A hinge of D ends at the margin, one of D² at its root, and cross-entropy nowhere."""
    monkeypatch.setitem(
        loss_curves.PAIR_LOSSES, "contrastive-simple", loss_curves.PAIR_LOSSES[loss]
    )
    assert arithmetic.end_of_push().right == right


def test_dense_weights_are_those_of_the_slides_layer() -> None:
    from siamese.layers import SimpleDense

    layer = SimpleDense(units=2)
    layer.build((None, 3))
    choices = QUESTIONS["dense"].choices
    assert choices[arithmetic.dense_weights().right] == str(layer.count_params())


@pytest.mark.parametrize(
    ("of", "right"),
    [
        (lambda pooling, grid: grid[1::2, ::2], 0),  # keeps a corner: the largest number is lost
        (lambda pooling, grid: grid, 1),  # keeps all: the largest number is elsewhere
    ],
)
def test_moved_maximum(monkeypatch: pytest.MonkeyPatch, of: Any, right: int) -> None:
    assert arithmetic.moved_maximum().right == 2
    assert "4 8 / 6 9; after, it is 4 8 / 6 9" in arithmetic.moved_maximum().why
    monkeypatch.setattr(PoolingSpec, "of", of)
    assert arithmetic.moved_maximum().right == right


def test_two_losses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same loss twice would be the same scale; the figure is recomputed bar by bar."""
    found = Manifest.load().distances
    total = 0.0
    for low, high, same, different in zip(
        found.edges, found.edges[1:], found.positive, found.negative, strict=False
    ):
        middle = (low + high) / 2
        total += same * middle**2 + different * max(1 - middle, 0) ** 2
    mean = total / (sum(found.positive) + sum(found.negative))
    assert networks.two_losses().right == 2
    assert f"{mean:.3f}" in networks.two_losses().why
    curves = loss_curves.PAIR_LOSSES
    monkeypatch.setitem(curves, "cross-entropy", curves["contrastive"])
    assert networks.two_losses().right == 0


@pytest.mark.parametrize(("weights", "right"), [(10, 0), (312_000, 1), (10**6, 2)])
def test_parameters(monkeypatch: pytest.MonkeyPatch, weights: int, right: int) -> None:
    coming: Future[Any] = Future()
    coming.set_result(SimpleNamespace(parameters=weights))
    monkeypatch.setattr(inspection, "slides", lambda: coming)
    assert networks.parameters().right == right


@pytest.mark.parametrize(
    ("history", "right"),
    [
        ([FIRST, LAST], 1),
        ([UNTRAINED, FIRST, LAST], 1),
        ([FIRST, LAST | {"equal_error_rate": 0.004}], 2),
        ([FIRST, LAST | {"equal_error_rate": 0.05}], 0),
    ],
)
def test_last_epoch(other: Any, history: list[dict[str, float]], right: int) -> None:
    other(history=history)
    assert networks.last_epoch().right == right
    assert "2.00\u202f% after epoch 1" in networks.last_epoch().why


def test_two_thresholds(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    symbols = Manifest.load(SYMBOLS)
    other(threshold=0.5)
    assert networks.two_thresholds().right == 2
    other(threshold=symbols.threshold)
    assert networks.two_thresholds().right == 1
    both = replace(symbols, threshold=0.5)
    monkeypatch.setattr(Manifest, "load", classmethod(lambda *_: both))
    assert networks.two_thresholds().right == 0


def test_diagonal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it counted right verdicts, a stronger one would be good."""
    found = networks.diagonal()
    assert found.right == 1
    assert f"it counts {networks.PAIRS // 4}" in found.why  # half of the pairs of the same digit
    monkeypatch.setattr(Outcome, "accuracy", property(lambda one: one.false_rejects / 1000))
    assert networks.diagonal().right == 0
    monkeypatch.setattr(SortedPairs, "confusion", lambda *_: (np.eye(10, dtype=int), 0))
    assert networks.diagonal().right == 2


@pytest.mark.parametrize(("accuracy", "right"), [(0.25, 0), (0.7, 1), (0.97, 2)])
def test_one_example(other: Any, accuracy: float, right: int) -> None:
    other(one_shot={"accuracy": accuracy})
    assert networks.one_example().right == right
