"""The answer to "which of these symbols?": in words, beside its reason, and as a ranking."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting
from pages._ui.shared.images import crisp, data_url
from siamese.evaluation.support_set import Ranked, SupportSet


def named(name: str) -> str:
    """A symbol's name as HTML: its own direction, and nothing in it is a tag.

    >>> named("<b>")
    '<bdi>&lt;b&gt;</bdi>'
    """
    return f"<bdi>{html.escape(name)}</bdi>"


def ask(support: SupportSet, drawn: bool, awake: bool) -> None:
    """Nothing to answer yet: says what to do next.

    Args:
        support: The symbols so far.
        drawn: Whether something is drawn.
        awake: Whether the network is there.
    """
    if not support.complete:
        words = "Give it a name" if drawn else "Draw a symbol of your own"
        missing = "two symbols" if not support.names else "another symbol"
        why = f"Then add it as an example: with {missing}, the network can choose."
    elif not drawn:
        words, why = "Draw one of them", "The answer appears here as soon as you lift the pen."
    else:
        words, why = "Seen", "The answer comes as soon as the network does."
    _card("empty", "?" if awake or not drawn else "…", words, "", why)


def show_answer(support: SupportSet, ranked: Sequence[Ranked], threshold: float) -> None:
    """Which symbol it is, or that it is none of them.

    Args:
        support: The symbols.
        ranked: Of what was drawn, nearest first.
        threshold: Beyond this distance it is none.
    """
    first, second = ranked[:2]
    known = first.distance <= threshold
    name, next_name = (named(support.names[one.label]) for one in (first, second))
    distance, next_distance = (
        formatting.distance(one.distance, threshold) for one in (first, second)
    )
    limit = formatting.threshold(threshold, [first.distance])
    _card(
        "same" if known else "different",
        "=" if known else "≠",
        f"This is {name}" if known else "None of these",
        f"Distance <b>{distance}</b> to the nearest example" + ("" if known else f", {name}"),
        f"{'within' if known else 'beyond'} {limit}; the next, {next_name}, at {next_distance}",
    )


def show_reason(support: SupportSet, first: Ranked, drawn: NDArray[np.uint8]) -> None:
    """What was drawn, beside the example nearest to it."""
    mine = crisp(drawn, "Yours, as the network sees it")
    nearest = crisp(support.images[first.example], f"Nearest: {support.names[first.label]}")
    st.html(f'<div class="pair watched">{mine}{nearest}</div>')


def show_ranking(support: SupportSet, ranked: Sequence[Ranked], threshold: float) -> None:
    """Each symbol by its nearest example, the threshold across.

    Args:
        support: The symbols.
        ranked: Nearest first.
        threshold: Beyond this distance it is none.
    """
    longest = 1.05 * max(threshold, ranked[-1].distance)
    rows = "".join(
        _row(support, one, place, threshold, longest) for place, one in enumerate(ranked)
    )
    st.html(
        f'<ol class="ranking" style="--none: {100 * threshold / longest:.1f}%">{rows}</ol>'
        '<div class="ranking-axis">Distance to the nearest example of each symbol; what lies past '
        "the upright line is none of them.</div>"
    )


def _row(support: SupportSet, one: Ranked, place: int, threshold: float, longest: float) -> str:
    beyond = one.distance > threshold
    kind, sign = ("different", "≠") if beyond else ("same", "=") if place == 0 else ("", "")
    name, distance = support.names[one.label], formatting.distance(one.distance, threshold)
    own = support.examples(one.label)
    number = int(np.searchsorted(own, one.example)) + 1
    tip = html.escape(f"{name}: {distance} to example {number} of {len(own)}")
    return (
        f'<li class="{kind}" title="{tip}"><img src="{data_url(support.images[one.example])}" '
        f'alt="">{named(name)}<i><b style="width: {100 * one.distance / longest:.1f}%"></b></i>'
        f"<span>{distance}</span><em>{sign}</em></li>"
    )


def strip(support: SupportSet) -> str:
    """HTML of all symbols, each with its examples."""
    symbols = "".join(
        f"<figure><div>{''.join(_thumbnail(support.images[at]) for at in support.examples(label))}"
        f"</div><figcaption>{named(name)}</figcaption></figure>"
        for label, name in enumerate(support.names)
    )
    return f'<div class="symbols">{symbols}</div>'


def _thumbnail(image: NDArray[np.uint8]) -> str:
    return f'<img src="{data_url(image)}" alt="">'


def _card(kind: str, sign: str, words: str, distance: str, why: str) -> None:
    st.html(
        f'<div class="verdict {kind}" role="status">'
        f'<div class="sign" aria-hidden="true">{sign}</div><div>'
        f'<div class="words">{words}</div><div class="distance">{distance}</div> '
        f'<div class="why">{why}</div></div></div>'
    )
