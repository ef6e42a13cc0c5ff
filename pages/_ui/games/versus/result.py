"""The result of a game: both sides' errors, each pair, and the games before."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.games.pair_image import pair_image
from pages._ui.games.versus.games import Finished, Games
from pages._ui.shared import network, verdict


def show_errors(now: Finished) -> None:
    """Shows both sides' errors and the visitor's time."""
    st.markdown(
        f"**You: {_errors(now.yours)}. The network: {_errors(now.networks)}.** {_compared(now)} "
        f"Your time: {now.seconds:.0f}\N{NARROW NO-BREAK SPACE}s."
    )


def show_pairs(game: Games, judged: Judged) -> None:
    """Shows each pair, and the visitor's games if there are several.

    Args:
        game: A game whose pairs are all answered.
        judged: Its pairs.
    """
    st.html(f'<table class="game-result">{HEAD}{"".join(_rows(game, judged))}</table>')
    if len(game.finished) > 1:
        st.markdown("**Your games**")
        st.html(f'<table class="game-list">{GAMES}{"".join(map(_game, game.finished))}</table>')


HEAD = "<tr><th>Pair</th><th>Truth</th><th>You</th><th>Network</th></tr>"
GAMES = "<tr><th>Seed</th><th>You</th><th>Network</th><th>Time</th></tr>"


def _errors(count: int) -> str:
    return f"{count} error{'' if count == 1 else 's'}"


def _compared(now: Finished) -> str:
    if now.yours == now.networks:
        return "Both made the same number of errors."
    return f"{'You' if now.yours < now.networks else 'The network'} made fewer errors."


def _rows(game: Games, judged: Judged) -> Iterator[str]:
    """A table row for each pair: what it shows, the visitor's answer, and the verdict."""
    sure = _certainties(judged)
    right = judged.right
    for place, said in enumerate(game.said):
        first, second = judged.labels[place].tolist()
        same = bool(judged.pairs.same[place])
        verdict_same = same == (right is None or bool(right[place]))
        digits = f"{first} and {second}"
        yield (
            f"<tr><td>{pair_image(judged.images[place], digits)}</td>"
            f"<td>{digits}<br>{_word(same)}</td>"
            f"{_cell(said, same)}{_cell(verdict_same, same, sure[place])}</tr>"
        )


def _certainties(judged: Judged) -> list[str]:
    """How sure the network is of each verdict; empty texts while there is no network."""
    comparator = network.ready()
    if comparator is None or judged.distances is None:
        return [""] * len(judged.pairs.same)
    chances = comparator.manifest.calibration.probability_same(judged.distances)
    return [f"<br>{verdict.certainty(max(one, 1 - one))} sure" for one in chances.tolist()]


def _word(same: bool) -> str:
    return "same" if same else "different"


def _cell(said: bool, same: bool, more: str = "") -> str:
    """An answer, marked as right or wrong."""
    kind, sign = ("right", "✓") if said == same else ("wrong", "✗")
    return f'<td class="{kind}">{sign} {_word(said)}{more}</td>'


def _game(one: Finished) -> str:
    """A table row for a finished game."""
    return (
        f"<tr><td>{one.seed}</td><td>{_errors(one.yours)}</td><td>{_errors(one.networks)}</td>"
        f"<td>{one.seconds:.0f} s</td></tr>"
    )
