"""The Pairs page, by AppTest."""

import os
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pages._ui.pairs import choices
from pages._ui.shared import digits, measured_pairs
from pages._ui.shared.background import SEE_LOG
from pages._ui.shared.query_params.address import INVALID
from siamese.comparator import Comparator, shipped
from siamese.pairs import choose_pairs, class_table
from tests.pages.visitor import PATIENCE, Visitor, components

MNIST_FILE = os.environ.get("SIAMESE_MNIST", "")
PAIRS = "pairs.py"
WRONG = "Wrong: predicted"


class PairsVisitor(Visitor):
    """Someone who looks at the Pairs page."""

    def come(self, **address: Any) -> None:
        """Opens the page by its address, and waits for the network."""
        for name, value in address.items():
            self.app.query_params[name] = value
        self.open(PAIRS)

    def tiles(self) -> list[dict[str, str]]:
        """What the browser is told of each tile; none while there is no montage."""
        found = components(self.app)
        return found[0]["tiles"] if found else []

    def numbers(self) -> np.ndarray:
        """The test images on the tiles, (n, 2)."""
        return np.array([tile["name"].split("-") for tile in self.tiles()], int)

    def labels(self) -> np.ndarray:
        """What these show, (n, 2)."""
        return digits.shown().labels[self.numbers()]

    def pick(self, name: str) -> None:
        """Presses a tile."""
        self.app.session_state["montage"] = {"chosen": name}
        self.reopen()

    def says(self, words: str) -> bool:
        """Whether these words stand somewhere on the page."""
        shown = [*self.app.markdown, *self.app.info, *self.app.caption]
        html = [html.proto.body for html in self.app.get("html")]
        return any(words in text for text in [*(element.value for element in shown), *html])

    def wait_for_hardest(self) -> None:
        """Until all pairs are measured."""
        measured = measured_pairs.measure(shipped(), digits.shown())
        measured.hardest.result(timeout=PATIENCE)
        self.reopen()


@pytest.fixture
def looker(visitor: Visitor) -> Iterator[PairsVisitor]:
    """Someone beside the visitor, where MNIST is not at hand: the digits are handwriting."""
    assert not visitor.app.exception
    looker = PairsVisitor()
    yield looker
    assert not looker.app.exception


def test_half_of_the_pairs_are_of_the_same_digit(looker: PairsVisitor) -> None:
    looker.come()
    labels = looker.labels()
    assert len(labels) == 24
    assert (labels[:, 0] == labels[:, 1]).sum() == 12
    kinds = [tile["kind"] for tile in looker.tiles()]
    assert kinds == ["same" if left == right else "different" for left, right in labels]


def test_the_distances_are_the_networks(looker: PairsVisitor, shipped: Comparator) -> None:
    """Each distance, verdict and sum is computed again from the images."""
    looker.come(pairs="100")
    pictures = digits.shown().images[looker.numbers()]
    expected = shipped.distance(pictures[:, 0], pictures[:, 1])
    shown = np.array([float(tile["distance"]) for tile in looker.tiles()])
    assert np.abs(shown - expected).max() <= 0.00501
    labels = looker.labels()
    right = (expected <= shipped.threshold) == (labels[:, 0] == labels[:, 1])
    assert [WRONG in tile["sentence"] for tile in looker.tiles()] == (~right).tolist()
    images = len(digits.shown().images)
    assert looker.says(
        f"The network gets **{right.sum()} of these 100 pairs** right. "
        f"All {images:,} test images of {digits.shown().name} form "
        f"{images * (images - 1) // 2:,} pairs."
    )


def test_the_same_address_gives_the_same_pairs(looker: PairsVisitor) -> None:
    looker.come(seed="7", pairs="40")
    first = looker.tiles()
    another = PairsVisitor()
    another.come(seed="7", pairs="40")
    assert another.tiles() == first
    another.app.number_input(key="seed").set_value(8.0).run()
    assert another.tiles() != first


def other_pairs(looker: PairsVisitor) -> Any:
    """The button of that name."""
    return next(button for button in looker.app.button if button.label == "Other pairs")


def test_other_pairs_takes_another_seed(looker: PairsVisitor) -> None:
    looker.come()
    before = looker.tiles()
    assert before
    other_pairs(looker).click().run()
    assert looker.tiles() != before
    seed = looker.app.number_input(key="seed").value
    assert looker.app.query_params["seed"] == f"{seed:.0f}"


def test_hardest_first_has_no_other_pairs(looker: PairsVisitor) -> None:
    """The hardest pairs do not depend on the seed; the button's help says so."""
    looker.come(order=choices.HARDEST)
    looker.wait_for_hardest()
    assert looker.app.number_input(key="seed").disabled
    assert other_pairs(looker).disabled
    assert other_pairs(looker).help == choices.ALWAYS_THE_SAME
    looker.app.button_group(key="order").set_value(choices.RANDOM).run()
    assert not other_pairs(looker).disabled


def test_a_seed_that_is_not_whole_is_invalid(looker: PairsVisitor) -> None:
    looker.come(seed="2.5")
    assert [line.value for line in looker.app.warning] == [INVALID.format("seed")]
    other = PairsVisitor()
    other.come()
    assert looker.tiles() == other.tiles()


@pytest.mark.parametrize(
    ("order", "kind", "narrow", "words", "name"),
    [
        (choices.RANDOM, "both", None, "seed 7", "pairs-seed-7"),
        (
            "Hardest first",
            "negative",
            [4, 9],
            "hardest first, digits 4 9, different",
            "pairs-hardest-first-digits-4-9-different",
        ),
        (choices.RANDOM, "positive", [3], "seed 7, digits 3, same", "pairs-seed-7-digits-3-same"),
    ],
)
def test_a_file_says_what_makes_it_again(
    order: str, kind: Any, narrow: list[int] | None, words: str, name: str
) -> None:
    asked = choices.Choices(order == choices.HARDEST, kind, narrow, 24, 7)
    assert (asked.words, asked.name) == (words, name)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({}, "You see **hard negatives**, different digits at a small distance, and **hard pos"),
        ({"kind": "Different", "digits": ["4", "9"]}, "of all pairs of these digits, those"),
        (
            {"kind": "Same"},
            "You see **hard positives**, the same digit at a large distance: of all",
        ),
        ({"kind": "Same", "digits": "3"}, "those closest to the threshold of"),
    ],
)
def test_the_hardest_are_introduced(looker: PairsVisitor, address: dict, words: str) -> None:
    """Of the threes that the program writes, the network takes no two for different digits."""
    looker.come(order="Hardest first", **address)
    looker.wait_for_hardest()
    assert looker.says(words)
    assert any("wrong" in text.value for text in looker.app.caption)


def test_what_is_not_measured_is_said(
    looker: PairsVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a ValueError, which no choice of digits has caused; random pairs are still shown."""
    looker.come()
    measured = measured_pairs.measure(shipped(), digits.shown())
    failed: Future[Any] = Future()
    failed.set_exception(ValueError("embeddings must be finite"))
    broken = replace(measured, embeddings=failed, hardest=failed)
    monkeypatch.setattr(measured_pairs, "measure", lambda *_: broken)
    looker.reopen()
    assert [error.value for error in looker.app.error] == [
        f"The digits could not be measured: ValueError. {SEE_LOG}"
    ]
    assert len(looker.tiles()) == 24
    looker.app.button_group(key="order").set_value(choices.HARDEST).run()
    assert len(looker.app.error) == 1
    assert looker.tiles() == []
    assert not looker.says("No pair matches")


def test_distances_come_from_the_embeddings_once_they_are_there(
    looker: PairsVisitor, shipped: Comparator
) -> None:
    looker.come()
    shown = digits.shown()
    pairs = choose_pairs(shown.labels, 12, np.random.default_rng(1))
    there: Future[Any] = Future()
    measured = measured_pairs.MeasuredDigits(shipped, shown, there, Future())
    expected = shipped.distance(shown.images[pairs.left], shown.images[pairs.right])
    np.testing.assert_allclose(measured.distances(pairs), expected, atol=1e-5)
    places = np.arange(len(shown.images), dtype=np.float32)[:, None]  # told from the network's
    there.set_result(places)
    np.testing.assert_array_equal(measured.distances(pairs), np.abs(pairs.left - pairs.right))


@pytest.mark.parametrize(
    ("kind", "same"), [("Same", {True}), ("Different", {False}), ("Both", {True, False})]
)
def test_only_the_chosen_digits_and_kinds(looker: PairsVisitor, kind: str, same: set[bool]) -> None:
    looker.come(digits=["3", "8"], kind=kind)
    labels = looker.labels()
    assert set(labels.ravel()) == {3, 8}
    assert set(labels[:, 0] == labels[:, 1]) == same


def test_negatives_of_one_digit_are_paired_with_any_other(looker: PairsVisitor) -> None:
    looker.come(digits="4", kind="Different", pairs="100")
    labels = looker.labels()
    assert set(labels[:, 0]) == {4}
    assert len(set(labels[:, 1]) - {4}) > 5


@pytest.mark.parametrize(
    "garbage",
    [
        {"pairs": "many", "seed": "inf", "kind": "", "order": "<b>", "digits": "x"},
        {"pairs": "-1", "seed": "nan", "kind": "none", "order": "", "digits": "77"},
        {"pairs": "1e400", "seed": "1e9", "kind": "\x00", "digits": ""},
    ],
)
def test_garbage_in_the_address_is_survived(looker: PairsVisitor, garbage: dict) -> None:
    looker.come()
    usual = looker.tiles()
    strayed = PairsVisitor()
    strayed.come(**garbage)
    assert not strayed.app.exception
    assert strayed.tiles() == usual


def all_distances(shipped: Comparator, left: int, right: int) -> np.ndarray:
    """Of each two digits of two classes, measured here once more."""
    shown = digits.shown()
    a, b = (shipped.embed(shown.images[shown.labels == label]) for label in (left, right))
    return np.linalg.norm(a[:, None] - b, axis=2)


@pytest.mark.parametrize(("left", "right"), [(4, 9), (1, 3)])
def test_the_hardest_of_all_pairs_come_first(
    looker: PairsVisitor, shipped: Comparator, left: int, right: int
) -> None:
    """Every pair of the two digits is measured here once more: the hardest negatives stand first,
    and no pair judged wrong is left out while a right one is shown, but for images that stand in
    three already."""
    looker.come(order="Hardest first", digits=[str(left), str(right)], kind="Different", pairs="24")
    looker.wait_for_hardest()
    apart = all_distances(shipped, left, right)
    assert float(looker.tiles()[0]["distance"]) == pytest.approx(apart.min(), abs=0.0051)
    wrong = [WRONG in tile["sentence"] for tile in looker.tiles()]
    assert wrong == sorted(wrong, reverse=True)
    times = np.bincount(looker.numbers().ravel(), minlength=len(digits.shown().labels))
    assert times.max() <= 3
    if not all(wrong):
        full = times == 3
        a, b = (full[digits.shown().labels == label] for label in (left, right))
        rest = (apart <= shipped.threshold) & ~a[:, None] & ~b
        shown = [pair for pair, is_wrong in zip(looker.numbers().tolist(), wrong, strict=True)
                 if is_wrong and not full[pair].any()]  # fmt: skip
        assert rest.sum() == len(shown)


def test_the_first_positives_have_the_largest_distance(
    looker: PairsVisitor, shipped: Comparator
) -> None:
    looker.come(order="Hardest first", pairs="100")
    looker.wait_for_hardest()
    farthest = max(all_distances(shipped, label, label).max() for label in range(10))
    positives = [tile for tile in looker.tiles() if tile["kind"] == "same"]
    assert float(positives[0]["distance"]) == pytest.approx(farthest, abs=0.0051)
    same = looker.labels()[:, 0] == looker.labels()[:, 1]
    for kind in (same, ~same):
        assert np.bincount(looker.numbers()[kind].ravel()).max() <= 3


def test_the_hardest_of_both_kinds_come_in_turn(looker: PairsVisitor) -> None:
    looker.come(order="Hardest first", pairs="12")
    looker.wait_for_hardest()
    labels = looker.labels()
    assert (labels[:, 0] == labels[:, 1]).tolist() == [False, True] * 6


def test_a_digit_that_is_not_there_is_an_empty_state(
    looker: PairsVisitor, monkeypatch: pytest.MonkeyPatch, mnist_file: Path
) -> None:
    """Four images, of 0 to 3, one each: no two are of the same digit, and there is no 7."""
    monkeypatch.setenv("SIAMESE_MNIST", str(mnist_file))
    looker.come(kind="Different")
    assert len(looker.tiles()) == 24
    for narrow in ({"kind": "Same"}, {"digits": "7", "kind": "Different"}):
        other = PairsVisitor()
        other.come(**narrow)
        assert other.tiles() == []
        assert other.says("No pair matches: choose")
        assert not other.app.exception


def test_a_chosen_pair_is_shown_larger(looker: PairsVisitor, shipped: Comparator) -> None:
    looker.come()
    assert looker.says("Select a pair")
    assert "limits" not in looker.links()
    tile, (left, right) = looker.tiles()[1], looker.numbers()[1]
    looker.pick(tile["name"])
    shown = digits.shown()
    for number in (left, right):
        label = shown.labels[number]
        assert looker.says(f" {number}: {'an' if label == 8 else 'a'}\u00a0{label}")
    distance = shipped.compare(shown.images[left], shown.images[right]).distance
    assert f"{distance:.2f}" in looker.answer()
    assert f"<b>{tile['distance']}</b>" in looker.answer()
    assert "limits" in looker.links()


@pytest.mark.parametrize("forged", ["", "0-0", "nothing", [1, 2], None, {"a": 1}])
def test_a_choice_that_is_none_chooses_nothing(looker: PairsVisitor, forged: object) -> None:
    looker.come()
    looker.app.session_state["montage"] = {"chosen": forged}
    looker.reopen()
    assert looker.says("Select a pair")


@pytest.mark.parametrize("address", [{}, {"seed": "5", "kind": "Same", "digits": ["3"]}])
def test_a_pair_is_carried_to_draw(looker: PairsVisitor, address: dict) -> None:
    looker.come(**address)
    tile, numbers = looker.tiles()[3], looker.numbers()[3]
    looker.pick(tile["name"])
    next(button for button in looker.app.button if button.label == "Compare these two").click()
    looker.reopen()
    assert looker.app.title[0].value == "Draw & compare"
    assert f"<b>{tile['distance']}</b>" in looker.answer()
    for side, number in zip(("left", "right"), numbers, strict=True):
        assert looker.app.button_group(key=f"{side}-source").value == "Sample"
        pad = looker.app.session_state[f"pad {side}"]
        assert np.array_equal(pad.pictures["Sample"].digit, digits.shown().images[number])


def test_the_slides_table_is_shown(looker: PairsVisitor) -> None:
    looker.come()
    table = looker.app.table[0].value
    lines = [f"{row[0]}: {row[1]} {row[2]}" for row in table.to_numpy()]
    assert "\n".join(lines) == class_table(digits.shown().train_labels)
    assert looker.says("the training set that the program generates")


def test_the_slides_table_of_mnist(
    mnist: object, looker: PairsVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that the slides print."""
    monkeypatch.setenv("SIAMESE_MNIST", MNIST_FILE)
    looker.come()
    assert not looker.says("the training set that the program generates")
    row = looker.app.table[0].value.to_numpy()[0]
    assert f"{row[0]}: {row[1]} {row[2]}" == "0: 5923 [1 21 34 … 59952 59972 59987]"
