"""The same question answered by three: by pixels, by a network for digits, by one for symbols."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting, network, own_network
from pages._ui.verification.one_shot.answer import named
from siamese.evaluation.support_set import Ranked, SupportSet, rank

if TYPE_CHECKING:
    from siamese.comparator import Comparator

Embed = Callable[[NDArray[np.uint8]], NDArray[np.floating]]

PIXELS, DIGITS, SYMBOLS = "pixels", "the network for digits", "the network for symbols"


def ask(
    support: SupportSet, drawn: NDArray[np.uint8] | None, comparator: Comparator
) -> dict[str, Sequence[Ranked]]:
    """The symbols by distance to a drawing, as three see them.

    Args:
        support: The symbols.
        drawn: The drawing, uint8 (28, 28); None while there is none.
        comparator: The network for symbols.

    Returns:
        By who answers: the symbols, nearest first; none while nothing is drawn.
    """
    embeds: dict[str, Embed] = {PIXELS: _pixels}
    if (digits_network := network.ready()) is not None:
        embeds[in_use()] = digits_network.embed
    embeds[SYMBOLS] = comparator.embed
    if drawn is None:
        return dict.fromkeys(embeds, ())
    images = np.concatenate([support.images, drawn[None]])
    embedded = {who: embed(images) for who, embed in embeds.items()}
    return {who: rank(one[-1], one[:-1], support.labels) for who, one in embedded.items()}


def _pixels(images: NDArray[np.uint8]) -> NDArray[np.floating]:
    return images.reshape(len(images), -1) / np.float32(255)


def in_use() -> str:
    """What the network in use on the other parts is called here."""
    own = own_network.own()
    return DIGITS if own is None else f"your network, {own_network.name(own.run.number)}"


def pixels_differ(answers: Mapping[str, Sequence[Ranked]]) -> bool:
    """Whether pixels and the network for symbols give two answers; not while there is none."""
    first = [answers[who][:1] for who in (PIXELS, SYMBOLS) if who in answers]
    return len({one.label for ranked in first for one in ranked}) > 1


def show(support: SupportSet, answers: dict[str, Sequence[Ranked]]) -> None:
    """Shows whose answer is which, and how far the two nearest symbols are.

    Args:
        support: The symbols.
        answers: By who answers: the symbols, nearest first; none while nothing is drawn.
    """
    rows = "".join(
        f"<tr><th>{html.escape(who)}</th>{_cells(support, ranked)}</tr>"
        for who, ranked in answers.items()
    )
    st.html(
        '<table class="three"><tr><th>Nearest by</th><td>is</td><td>distance</td><td>then</td></tr>'
        f"{rows}</table>"
    )
    st.caption(LESSON)


def _cells(support: SupportSet, ranked: Sequence[Ranked]) -> str:
    if not ranked:
        return "<td>–</td><td>–</td><td>–</td>"
    first, second = (support.names[one.label] for one in ranked[:2])
    near, next_ = (formatting.distance(one.distance) for one in ranked[:2])
    return f"<td>{named(first)}</td><td>{near}</td><td>{named(second)} {next_}</td>"


LESSON = (
    "Each answer depends on what was learned before. Pixels have learned nothing; the network for "
    "digits has learned from ten digits; the network for symbols has learned from letters of many "
    "alphabets, each in four rotations."
)
