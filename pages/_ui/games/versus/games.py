"""A visitor's games against the network: the one being played, and those that are finished.

The browser keeps them as a text:

    {"seed": 7, "setting": "MNIST, …", "answers": "sd", "seconds": 4.1,
     "finished": [[7, 2, 5, 31.0]]}
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import astuple, dataclass, field
from typing import Any

import streamlit as st

from pages._ui.shared.query_params.table import SEEDS
from siamese.pairs.contest import OF_EACH_KIND

KEY, NAME = "versus games", "versus"  # of the session, and of the text that the browser keeps
SEED = "game"  # the key of the seed, in the address
PAIRS = 2 * OF_EACH_KIND
MOST = 20  # finished games that are kept
LONGEST = 200  # characters of a setting
LONGEST_TIME = 1_000_000  # seconds
DOUBLE_TAP = 0.25  # seconds: nobody sees a pair and answers it faster


@dataclass(frozen=True)
class Finished:
    """The result of a game."""

    seed: int
    yours: int  # errors of the visitor, of `PAIRS`
    networks: int  # errors of the network, of `PAIRS`
    seconds: float  # that the visitor has taken


@dataclass
class Games:
    """The game being played, and the finished ones, oldest first."""

    seed: int = 0
    setting: str = ""  # the digits and the network of the game; empty before the first one
    answers: str = ""  # of the visitor, a letter for each pair: s for same, d for different
    seconds: float = 0.0  # taken for them
    finished: list[Finished] = field(default_factory=list)
    since: float = 0.0  # when the pair was shown; not kept

    def begin(self, seed: int, setting: str) -> None:
        """Starts a game."""
        self.seed, self.setting, self.answers, self.seconds = seed, setting, "", 0.0
        self.resume()

    def resume(self) -> None:
        """Measures the time from now on: the pair is being shown."""
        self.since = time.monotonic()

    def answer(self, same: bool, truth: list[bool], networks: int) -> None:
        """Takes the visitor's answer to the pair that is shown.

        The second press of a double tap is meant for the pair before, and is passed over.

        Args:
            same: Whether it is "same".
            truth: Whether each pair of the game shows the same digit.
            networks: The network's errors.
        """
        taken = time.monotonic() - self.since
        if len(self.answers) == PAIRS or taken < DOUBLE_TAP:
            return
        self.answers += "s" if same else "d"
        self.seconds += taken
        self.resume()
        if len(self.answers) == PAIRS:
            yours = sum(said != true for said, true in zip(self.said, truth, strict=True))
            result = Finished(self.seed, yours, networks, round(self.seconds, 1))
            self.finished = [*self.finished, result][-MOST:]

    @property
    def said(self) -> list[bool]:
        """Whether the visitor has answered "same" to each pair so far."""
        return [letter == "s" for letter in self.answers]

    def text(self) -> str:
        """What the browser is to keep; empty if there is nothing."""
        if not self.setting:
            return ""
        content = {
            "seed": self.seed,
            "setting": self.setting,
            "answers": self.answers,
            "seconds": round(self.seconds, 1),
            "finished": [astuple(one) for one in self.finished],
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def games() -> Games:
    """The visitor's games."""
    found: Games = st.session_state.setdefault(KEY, Games())
    return found


def restore(text: str) -> None:
    """Puts back what the browser has kept, unless a game has been started since.

    Args:
        text: What it has kept.

    Raises:
        ValueError: If it is damaged.
    """
    kept = read(text)
    if games().setting:
        return
    st.session_state[KEY] = kept
    if SEED not in st.query_params:
        st.session_state[SEED] = kept.seed


def read(text: str) -> Games:
    """Reads games, whoever wrote them.

    Raises:
        ValueError: If the text is anything else.
    """
    try:
        kept = json.loads(text)
        setting, answers, finished = kept["setting"], kept["answers"], kept["finished"]
        if not isinstance(setting, str) or not 0 < len(setting) <= LONGEST:
            raise ValueError("These are no digits and no network.")
        if not re.fullmatch(f"[sd]{{0,{PAIRS}}}", answers):
            raise ValueError("This is no game.")
        if len(finished) > MOST:
            raise ValueError("These are too many games.")
        seed, seconds = _whole(kept["seed"], SEEDS - 1), _seconds(kept["seconds"])
        results = [_finished(*one) for one in finished]
        if len(answers) == PAIRS and (not results or results[-1].seed != seed):
            raise ValueError("The result of the game is missing.")
        return Games(seed, setting, answers, seconds, results)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("These are no games.") from error


def _finished(seed: Any, yours: Any, networks: Any, seconds: Any) -> Finished:
    return Finished(
        _whole(seed, SEEDS - 1), _whole(yours, PAIRS), _whole(networks, PAIRS), _seconds(seconds)
    )


def _whole(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"A whole number up to {most} was expected.")
    return value


def _seconds(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= LONGEST_TIME:
        raise ValueError("A time was expected.")
    return float(value)
