"""You or the network, a part of Pairs: its start, its pairs one after the other, its result."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.gallery.judged_pairs import Judged
from pages._ui.games.pair_image import pair_image
from pages._ui.games.versus import result
from pages._ui.games.versus.games import NAME, PAIRS, SEED, Games, games
from pages._ui.shared import (
    browser_storage,
    digits,
    measured_pairs,
    network,
    own_network,
    seed,
    source_code,
    verdict,
)
from pages._ui.shared.digits import DigitSet
from pages._ui.shared.measured_pairs import MeasuredDigits
from pages._ui.shared.query_params.table import SEEDS
from siamese.comparator import Comparator
from siamese.pairs.contest import draw_contest

SAME, DIFFERENT = "game-same", "game-different"  # keys of the buttons
ABOUT = (
    f"You see {PAIRS} of the pairs that are hardest for the network, one after the other. Decide "
    "for each whether it shows the same digit. At the end, you see your errors and those of the "
    "network."
)
SHARE = "The same seed gives the same pairs. It is in the address: send it to play against others."
TOO_FEW = "There are too few digits for a game."


def show() -> None:
    """The part of the page."""
    _play()
    digits.show_source()
    source_code.show_code(
        "The pairs are drawn from the hardest ones, half of them of the same digit.",
        ("siamese/pairs/contest.py", "draw_contest"),
        ("siamese/pairs/mining.py", "hardest_pairs"),
    )


@st.fragment
def _play() -> None:
    """The game and its seed: all that is rerun after an answer."""
    place = st.container(key="game-place")
    chance = seed.ask(SEED, help=SHARE)
    with place:
        _show_game(chance)
    browser_storage.keep(NAME, games().text())
    task_list.recognise("contest", len(games().answers) == PAIRS)


def _show_game(chance: int) -> None:
    shown, comparator = digits.shown(), network.ready()
    if comparator is None:
        network.show_problem()
        return
    measured = measured_pairs.measure(comparator, shown)
    if (problem := measured.problem) is not None:
        measured_pairs.show_problem(problem)
    elif not measured.hardest.done():
        measured_pairs.wait_for_hardest(measured)
    elif (judged := _pairs(measured, shown, comparator, chance)) is None:
        st.info(TOO_FEW, icon=":material/search_off:")
    else:
        _show_pairs(judged, chance)


def _pairs(
    measured: MeasuredDigits, shown: DigitSet, comparator: Comparator, chance: int
) -> Judged | None:
    """The pairs of a game; None if there are too few digits."""
    rng = np.random.default_rng(chance)
    try:
        drawn = draw_contest(measured.hardest.result(), comparator.threshold, rng)
    except ValueError:
        return None
    return Judged(shown, drawn.pairs, drawn.distances, comparator.threshold)


def _show_pairs(judged: Judged, chance: int) -> None:
    """The start, the pair to decide on, or the result."""
    game, setting = games(), _setting(judged.digits)
    if (game.seed, game.setting) != (chance, setting):
        st.markdown(ABOUT)
        st.button("Start", type="primary", on_click=game.begin, args=(chance, setting))
    elif len(game.answers) < PAIRS:
        _ask(game, judged)
    else:
        result.show_errors(game.finished[-1])
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            again = ":material/replay:"
            st.button("Play again", type="primary", icon=again, on_click=_again, args=(setting,))
            verdict.link_to_limits()
        result.show_pairs(game, judged)


def _setting(shown: DigitSet) -> str:
    """What a game's pairs depend on, beside its seed."""
    own = own_network.own()
    name = own_network.SHIPPED if own is None else own_network.name(own.run.number)
    return f"{shown.name}, {len(shown.images)}, {name}"


def _ask(game: Games, judged: Judged) -> None:
    """One pair, large, and the two answers."""
    if SAME not in st.session_state:  # the page is just being opened, or the game has begun
        game.resume()
    place = len(game.answers)
    st.html(
        f'<p class="game-progress" role="status">Pair <b>{place + 1}</b> of {PAIRS}: is it the '
        f'same digit?</p><div class="game-pair">{pair_image(judged.images[place])}</div>'
    )
    truth, right = (judged.pairs.same == 1).tolist(), judged.right
    errors = 0 if right is None else int((~right).sum())
    with st.container(horizontal=True, gap="small", key="game-answers"):
        for label, key, letter in (("Same", SAME, "S"), ("Different", DIFFERENT, "D")):
            st.button(
                label,
                key=key,
                shortcut=letter,
                width="stretch",
                on_click=game.answer,
                args=(key == SAME, truth, errors),
            )


def _again(setting: str) -> None:
    """Starts a game with another seed."""
    chance = int(np.random.default_rng().integers(SEEDS))
    st.session_state[SEED] = chance
    games().begin(chance, setting)
