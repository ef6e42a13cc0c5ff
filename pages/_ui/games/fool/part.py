"""Fool the network, on Draw & compare: drawings that the network gets wrong are collected.

It is a fragment of its own, which a stroke does not run: a pair is judged when a button is pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.games.fool.fooled_pairs import MOST, FooledPair, add, best, keep, pair_of
from pages._ui.games.pair_image import pair_image
from pages._ui.shared import network, verdict

if TYPE_CHECKING:
    from pages._ui.shared.pad import Pad

SAID = "fool said"  # the session's key of the answer to the last press
SAME, DIFFERENT = "fool-same", "fool-different"  # keys of the buttons
ABOUT = (
    "Draw two digits so that the verdict is wrong: a pair that you would call the same and the "
    "network different, or the other way round. Then say what you drew."
)
MISSING = "Draw a digit on each pad first."
BEST = "**Your best pairs.** The more certain the network is of its error, the higher the pair."


@st.fragment
def show(first: Pad, second: Pad) -> None:
    """The game, folded.

    Args:
        first: The first pad.
        second: The second one.
    """
    if SAME not in st.session_state:  # the page is just being opened
        st.session_state[SAID] = ""
    with st.expander("Fool the network", icon=":material/sports_esports:"):
        st.markdown(ABOUT)
        with st.container(horizontal=True, gap="small", key="fool-claims"):
            for label, key in (
                ("I drew the same digit", SAME),
                ("I drew different digits", DIFFERENT),
            ):
                st.button(label, key=key, on_click=_judge, args=(first, second, key == SAME))
        if said := st.session_state[SAID]:
            st.html(f'<div class="fool-said" role="status">{said}</div>')
        if pairs := best():
            st.markdown(BEST)
            st.html(f'<ol class="fooled">{"".join(map(_item, pairs))}</ol>')
    keep()
    task_list.recognise("fool", bool(pairs))


def _judge(first: Pad, second: Pad, same: bool) -> None:
    """Compares what the visitor says of the two drawings with the verdict."""
    st.session_state[SAID] = _judged(first, second, same)


def _judged(first: Pad, second: Pad, same: bool) -> str:
    """The answer to a press, as HTML; a pair that fools the network is added."""
    left, right, comparator = first.digit, second.digit, network.ready()
    if left is None or right is None:
        return MISSING
    if words := _doubt(first.reading.doubtful, second.reading.doubtful):
        return words
    if comparator is None:  # the page says so above
        return ""
    comparison = comparator.compare(left, right)
    sure = max(comparison.probability_same, 1 - comparison.probability_same)
    images = np.stack([left, right])
    if comparison.same == same:
        words = f"You and the network agree: {_verdict(same)}, {verdict.certainty(sure)} sure."
        return f"{pair_image(images)}<span>{words} Change a drawing and try again.</span>"
    pair = pair_of(images, same, sure)
    words = f"You fooled the network. {_sentence(pair)}"
    if not add(pair):
        words += f" It was more certain of {MOST} other errors, so this pair is not kept."
    return f"{pair_image(images)}<span>{words}</span>"


def _doubt(first: bool, second: bool) -> str:
    """Why a pair does not count; empty if it does."""
    if first and second:
        return "Neither picture looks like a digit, so this pair does not count."
    if first or second:
        which = "first" if first else "second"
        return f"The {which} picture does not look like a digit, so this pair does not count."
    return ""


def _verdict(same: bool) -> str:
    return "the same digit" if same else "different digits"


def _sentence(pair: FooledPair) -> str:
    """What each side says of a pair."""
    networks = "different" if pair.same else "the same"
    return (
        f"You: {_verdict(pair.same)}. The network: {networks}, {verdict.certainty(pair.sure)} sure."
    )


def _item(pair: FooledPair) -> str:
    """A pair in the list, with the address that carries it."""
    return (
        f"<li>{pair_image(pair.images)}<span>{_sentence(pair)} "
        f'<a href="?pictures={pair.pictures}">Link to this pair</a></span></li>'
    )
