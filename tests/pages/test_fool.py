"""Fool the network, by AppTest."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from pages._ui.games.fool import fooled_pairs, part
from pages._ui.games.fool.fooled_pairs import FooledPair, pair_of
from pages._ui.shared import browser_storage
from siamese.comparator import Comparator
from siamese.data.packed_digits import pack, unpack
from tests.pages.visitor import Visitor, digit_on_paper

DIGIT = np.eye(28, dtype=np.uint8) * 200
SAME, DIFFERENT = "I drew the same digit", "I drew different digits"


class Fooler(Visitor):
    """Someone who tries to fool the network."""

    PAGE = "draw.py"

    def claim(self, label: str) -> None:
        """Says what the two drawings are."""
        next(button for button in self.app.button if button.label == label).click().run()
        self.reopen()

    def html(self, name: str) -> str:
        """The HTML of this class; empty if there is none."""
        found = [one.proto.body for one in self.app.get("html")]
        return "".join(body for body in found if f'class="{name}"' in body)

    def said(self) -> str:
        """What the game has answered."""
        return self.html("fool-said")

    def pairs(self) -> list[str]:
        """The pairs that fooled the network, as the page lists them."""
        return re.findall("<li>.*?</li>", self.html("fooled"))


@pytest.fixture
def fooler(visitor: Visitor) -> Fooler:
    """Someone who has drawn a three and a one, which the network tells apart."""
    assert not visitor.app.exception
    fooler = Fooler()
    fooler.open("draw.py")
    fooler.draw("left", digit_on_paper(3))
    fooler.draw("right", digit_on_paper(1))
    assert "Different digits" in fooler.answer()
    return fooler


def test_a_contradiction_is_kept_with_its_certainty(fooler: Fooler, shipped: Comparator) -> None:
    fooler.claim(SAME)
    [pair] = fooler.pairs()
    digits = [fooler.app.session_state[f"pad {side}"].digit for side in ("left", "right")]
    sure = 1 - shipped.compare(*digits).probability_same
    [percent] = re.findall(r"You: the same digit. The network: different, ([\d.]+)\s%\ssure", pair)
    assert float(percent) == pytest.approx(100 * min(sure, 0.999), abs=0.51)
    [link] = re.findall(r'href="\?pictures=([\w-]+)"', pair)
    assert np.abs(unpack(link, 2).astype(int) - np.stack(digits)).max() < 10  # rounded to fit
    assert "You fooled the network" in fooler.said()


def test_an_agreement_is_not_kept(fooler: Fooler) -> None:
    fooler.claim(DIFFERENT)
    assert "You and the network agree: different digits" in fooler.said()
    assert fooler.pairs() == []


def test_the_same_digit_that_is_claimed_to_be_two(fooler: Fooler) -> None:
    fooler.draw("right", digit_on_paper(3), strokes=2)
    fooler.claim(DIFFERENT)
    assert "You: different digits. The network: the same, " in fooler.pairs()[0]


def test_the_same_pair_is_listed_once(fooler: Fooler) -> None:
    fooler.claim(SAME)
    fooler.claim(SAME)
    assert len(fooler.pairs()) == 1


def test_a_stroke_judges_nothing_before_a_press(fooler: Fooler) -> None:
    assert fooler.said() == ""
    assert fooler.pairs() == []


def test_a_missing_digit_is_asked_for(visitor: Visitor) -> None:
    assert not visitor.app.exception
    fooler = Fooler()
    fooler.open("draw.py")
    fooler.draw("left", digit_on_paper(3))
    fooler.claim(SAME)
    assert part.MISSING in fooler.said()
    assert fooler.pairs() == []


def test_a_drawing_that_is_no_digit_does_not_count(fooler: Fooler) -> None:
    blob = np.full((300, 300), 255, np.uint8)
    blob[60:240, 60:240] = 17
    fooler.draw("right", blob, strokes=2)
    fooler.claim(SAME)
    assert "The second picture does not look like a digit, so this pair does not" in fooler.said()
    fooler.draw("left", blob, strokes=2)
    fooler.claim(DIFFERENT)
    assert "Neither picture looks like a digit, so this pair does not count." in fooler.said()
    assert fooler.pairs() == []


def test_the_pairs_are_there_after_another_page_and_the_answer_is_not(fooler: Fooler) -> None:
    fooler.claim(SAME)
    before = fooler.pairs()
    fooler.open("home.py")
    fooler.open("draw.py")
    assert fooler.pairs() == before
    assert fooler.said() == ""


def a_pair(number: int, sure: float) -> FooledPair:
    """A pair whose pictures no other number has."""
    return pair_of(np.stack([DIGIT, np.roll(DIGIT, number, axis=0)]), True, sure)


def test_a_reload_brings_them_back_sorted_beside_new_ones(fooler: Fooler) -> None:
    text = fooled_pairs.write([a_pair(1, 0.9999), a_pair(2, 0.51)])
    fooler.claim(SAME)
    fooler.trigger(browser_storage.KEY, "found", {fooled_pairs.NAME: text})
    fooler.reopen()
    assert not fooler.app.exception
    sure = [float(*re.findall(r"([\d.]+)\s%\ssure", pair)) for pair in fooler.pairs()]
    assert len(sure) == 3
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] == 51


def test_the_ten_surest_are_kept(fooler: Fooler) -> None:
    """A weaker one is not listed, and the game says why; a stronger one takes the last place."""
    fooler.app.session_state[fooled_pairs.KEY] = [a_pair(n, 1.0) for n in range(10)]
    fooler.claim(SAME)
    assert "It was more certain of 10 other errors" in fooler.said()
    assert len(fooler.pairs()) == 10
    weaker = [*(a_pair(n, 1.0) for n in range(9)), a_pair(9, 0.5)]
    fooler.app.session_state[fooled_pairs.KEY] = weaker
    fooler.claim(SAME)
    assert "other errors" not in fooler.said()
    assert len(fooler.pairs()) == 10
    assert not any("different, 50" in pair for pair in fooler.pairs())


def test_pairs_come_back() -> None:
    pairs = [a_pair(1, 0.97), FooledPair(pack(np.stack([DIGIT, DIGIT])), False, 0.5)]
    assert fooled_pairs.read(fooled_pairs.write(pairs)) == pairs
    assert fooled_pairs.write([]) == ""


GOOD = [pack(np.stack([DIGIT, DIGIT])), True, 0.97]
NOISE = np.random.default_rng(1).integers(1, 256, (2, 28, 28)).astype(np.uint8)


@pytest.mark.parametrize(
    "damaged",
    [
        5, {}, {"a": 1}, [5], [GOOD[:2]], [GOOD] * 11, ["abc"],
        [["AAAA", True, 0.9]], [[5, True, 0.9]], [[pack(NOISE), True, 0.9]],
        [[GOOD[0], 1, 0.9]], [[GOOD[0], None, 0.9]],
        [[GOOD[0], True, 0.4]], [[GOOD[0], True, 1.1]], [[GOOD[0], True, float("nan")]],
        [[GOOD[0], True, "0.9"]], [[GOOD[0], True, True]],
    ],
)  # fmt: skip
def test_damaged_pairs_are_refused(damaged: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        fooled_pairs.read(json.dumps(damaged))
    with pytest.raises(ValueError):  # noqa: PT011
        fooled_pairs.read("[" * 100_000)
