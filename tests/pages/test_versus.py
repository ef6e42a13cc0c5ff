"""You or the network, by AppTest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import siamese.manifest
from pages._ui.gallery.judged_pairs import Judged
from pages._ui.games.versus import games, part
from pages._ui.games.versus.games import Finished, Games
from pages._ui.shared import browser_storage, digits, measured_pairs
from siamese.comparator import Comparator, shipped
from siamese.manifest import ENCODER_FILE, MANIFEST_FILE
from siamese.pairs.contest import draw_contest
from tests.pages.visitor import PATIENCE, Visitor

PART = "You or the network"


class Player(Visitor):
    """Someone who plays against the network."""

    PAGE = "pairs.py"

    def come(self, **address: str) -> None:
        """Opens the game by its address."""
        super().come(part=PART, **address)

    def wait_for_hardest(self) -> None:
        """Until all pairs are measured."""
        measured = measured_pairs.measure(shipped(), digits.shown())
        measured.hardest.result(timeout=PATIENCE)
        self.reopen()

    def buttons(self) -> list[str]:
        """The words on the buttons."""
        return [button.label for button in self.app.button]

    def click(self, label: str) -> None:
        """Presses a button."""
        next(button for button in self.app.button if button.label == label).click().run()
        self.reopen()

    def html(self) -> str:
        """All HTML of the page."""
        return "".join(one.proto.body for one in self.app.get("html"))

    def progress(self) -> str:
        """Which pair is shown; empty if none is."""
        return "".join(re.findall(r"Pair <b>(\d+)</b> of 10", self.html()))

    def says(self, words: str) -> bool:
        """Whether these words stand in the page's Markdown."""
        return any(words in one.value for one in [*self.app.markdown, *self.app.info])

    def games(self) -> Games:
        """What is kept of the games."""
        found: Games = self.app.session_state[games.KEY]
        return found


def expected(seed: int, shipped: Comparator) -> Judged:
    """The pairs of a game, drawn here once more."""
    shown = digits.shown()
    hardest = measured_pairs.measure(shipped, shown).hardest.result(timeout=PATIENCE)
    drawn = draw_contest(hardest, shipped.threshold, np.random.default_rng(seed))
    return Judged(shown, drawn.pairs, drawn.distances, shipped.threshold)


@pytest.fixture
def player(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[Player]:
    """Someone with the game before the start, where MNIST is not at hand; every press counts."""
    assert not visitor.app.exception
    monkeypatch.setattr(games, "DOUBLE_TAP", 0)
    player = Player()
    player.come(game="7")
    player.wait_for_hardest()
    yield player
    assert not player.app.exception


def play(player: Player, answers: list[bool]) -> None:
    for same in answers:
        player.click("Same" if same else "Different")


def test_a_game_without_errors(player: Player, shipped: Comparator) -> None:
    judged = expected(7, shipped)
    truth = (judged.pairs.same == 1).tolist()
    assert judged.right is not None
    networks = int((~judged.right).sum())
    assert 0 < networks < 10
    player.click("Start")
    assert player.progress() == "1"
    assert "%" not in player.html()
    assert "limits" not in player.links()
    play(player, truth)
    assert "limits" in player.links()
    errors = f"{networks} error{'s' * (networks > 1)}"
    assert player.says(f"**You: 0 errors. The network: {errors}.** You made fewer errors.")
    assert len(re.findall('<td class="wrong">', player.html())) == networks
    first, second = judged.labels[0]
    assert f"<td>{first} and {second}<br>" in player.html()


def test_wrong_answers_are_counted_and_marked(player: Player, shipped: Comparator) -> None:
    """Each pair's answers and its certainty, computed again from the images."""
    judged = expected(7, shipped)
    truth = (judged.pairs.same == 1).tolist()
    player.click("Start")
    play(player, [not same for same in truth[:1]] + truth[1:9] + [not truth[9]])
    assert player.says("**You: 2 errors.")
    rows = re.findall(r"<tr><td>.*?</tr>", player.html())
    for place, row in enumerate(rows):
        comparison = shipped.compare(*judged.images[place])
        yours, networks = re.findall(r'<td class="(right|wrong)">. (same|different)', row)
        said = truth[place] != (place in (0, 9))
        assert yours == (
            "right" if said == truth[place] else "wrong",
            "same" if said else "different",
        )
        assert networks[1] == ("same" if comparison.same else "different")
        assert (networks[0] == "right") == (comparison.same == truth[place])
        [percent] = re.findall(r"([\d.]+)\s%\ssure", row)
        sure = max(comparison.probability_same, 1 - comparison.probability_same)
        assert float(percent) == pytest.approx(100 * sure, abs=0.51)


def test_the_time_is_that_of_the_answers(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds for each pair; an hour on another page does not count."""
    clock = [1000.0]
    monkeypatch.setattr(games.time, "monotonic", lambda: clock[0])
    player.click("Start")
    for number in range(10):
        if number == 4:
            player.open("home.py")
            clock[0] += 3600
            player.open("pairs.py")
        clock[0] += 3
        player.click("Same")
    assert player.games().finished[-1].seconds == 30.0
    assert player.says("Your time: 30\N{NARROW NO-BREAK SPACE}s.")


def test_a_double_tap_answers_one_pair(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(games, "DOUBLE_TAP", 0.25)
    monkeypatch.setattr(games.time, "monotonic", lambda: clock[0])
    player.click("Start")
    for seconds, pair in ((0.1, "1"), (2, "2"), (0.1, "2"), (0.2, "3")):
        clock[0] += seconds
        player.click("Same")
        assert player.progress() == pair


def test_play_again_takes_other_pairs_and_lists_both_games(player: Player) -> None:
    player.click("Start")
    play(player, [True] * 10)
    assert "game-list" not in player.html()
    player.click("Play again")
    seed = int(player.app.number_input(key="game").value)
    assert player.app.query_params["game"] == str(seed)
    assert player.progress() == "1"
    play(player, [False] * 10)
    assert [one.seed for one in player.games().finished] == [7, seed]
    assert "<tr><td>7</td><td>5 errors</td><td>" in player.html()  # half are different digits


def test_a_game_goes_on_after_another_page_and_waits_for_its_seed(player: Player) -> None:
    player.click("Start")
    play(player, [True, False, True])
    player.open("home.py")
    player.open("pairs.py")
    assert player.progress() == "4"
    player.app.number_input(key="game").set_value(8.0).run()
    player.reopen()
    assert player.progress() == ""
    assert "Start" in player.buttons()
    player.app.number_input(key="game").set_value(7.0).run()
    player.reopen()
    assert player.progress() == "4"


def kept(player: Player) -> str:
    """What the browser is told to keep of the games."""
    found = [one.proto for one in player.app.get("bidi_component")]
    texts = [
        json.loads(one.json)["texts"]
        for one in found
        if one.component_name == "siamese_lab.browser_storage"
    ]
    [text] = [one[games.NAME] for one in texts if games.NAME in one]
    return str(text)


@pytest.mark.parametrize("on", ["pairs.py", "home.py"])
def test_a_reload_brings_the_game_back(player: Player, on: str) -> None:
    """On its page or on another one; the seed comes with it."""
    player.click("Start")
    play(player, [True, False])
    text = kept(player)
    other = Player()
    other.open(on)
    other.trigger(browser_storage.KEY, "found", {games.NAME: text})
    other.open("pairs.py")
    other.app.button_group(key="part").set_value(PART).run()
    other.reopen()
    assert other.app.number_input(key="game").value == 7
    assert other.progress() == "3"
    assert other.games().said == [True, False]
    assert not other.app.exception


def test_the_pairs_may_be_coming(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = measured_pairs.measure(shipped(), digits.shown())
    coming: Future[Any] = Future()
    waiting = replace(measured, hardest=coming)
    monkeypatch.setattr(measured_pairs, "measure", lambda *_: waiting)
    player.reopen()
    assert player.says("once for all visitors")
    assert "Start" not in player.buttons()
    assert player.app.number_input(key="game").value == 7
    coming.set_result(measured.hardest.result())
    player.reopen()
    assert "Start" in player.buttons()


def test_too_few_digits_make_no_game(
    player: Player, monkeypatch: pytest.MonkeyPatch, mnist_file: Path
) -> None:
    monkeypatch.setenv("SIAMESE_MNIST", str(mnist_file))
    player.reopen()
    player.wait_for_hardest()
    assert player.says(part.TOO_FEW)
    assert "Start" not in player.buttons()


@pytest.mark.usefixtures("cold_network")
def test_without_the_network_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes((siamese.manifest.ASSETS / MANIFEST_FILE).read_bytes())
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    monkeypatch.setattr("siamese.comparator.ASSETS", tmp_path)
    player = Player()
    player.come()
    [error] = player.app.error
    assert ENCODER_FILE in error.value
    assert "Start" not in player.buttons()
    assert not player.app.exception


GAME = Games(7, "MNIST, 10000, The shipped network", "sd", 4.1, [Finished(1, 2, 5, 31.0)])


def test_games_come_back() -> None:
    assert games.read(GAME.text()) == GAME
    assert Games().text() == ""


@pytest.mark.parametrize("text", ["{", "5", "[]", "null", "{}", "[" * 100_000])
def test_what_is_no_game_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        games.read(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", -1), ("seed", 1_000_000), ("seed", 7.0), ("seed", True), ("seed", "7"),
        ("setting", ""), ("setting", "x" * 201), ("setting", 5), ("setting", ["x"]),
        ("answers", "sx"), ("answers", "s" * 10),
        ("answers", "s" * 11), ("answers", "s\n"), ("answers", None),
        ("seconds", -1), ("seconds", float("nan")), ("seconds", 1e9), ("seconds", "4"),
        ("finished", 5), ("finished", [5]), ("finished", [[1, 2, 5]]),
        ("finished", [[1, 11, 5, 3]]),
        ("finished", [[1, 2, -5, 3]]), ("finished", [[1, 2, 5, float("inf")]]),
        ("finished", [[1, 2, 5, 31.0]] * 21), ("finished", {"a": 1}),
    ],
)  # fmt: skip
def test_a_damaged_game_is_refused(name: str, value: object) -> None:
    content = json.loads(GAME.text()) | {name: value}
    with pytest.raises(ValueError):  # noqa: PT011
        games.read(json.dumps(content))
