"""The recognised symbol, its nearest example, and the ranking of all symbols."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting, verdict
from pages._ui.shared.images import crisp, data_url
from siamese.evaluation.support_set import Ranked, SupportSet


def named(name: str) -> str:
    """A symbol's name as HTML: escaped, and with its own text direction.

    >>> named("<b>")
    '<bdi>&lt;b&gt;</bdi>'
    """
    return f"<bdi>{html.escape(name)}</bdi>"


def added(support: SupportSet) -> str:
    """Says in HTML which example is the last one of a set."""
    label = int(support.labels[-1])
    return f"Added: example {len(support.examples(label))} of {named(support.names[label])}"


def ask(support: SupportSet, drawn: bool, loaded: bool, news: str) -> None:
    """Shows what to do next, while there is no answer.

    Args:
        support: The symbols so far.
        drawn: Whether something is drawn.
        loaded: Whether the network is loaded.
        news: Which example has just been added, in HTML; empty if none has.
    """
    if not support.complete:
        words = "Name your drawing" if drawn else "Draw a symbol"
        missing = "two symbols" if not support.names else "one more symbol"
        why = f"Then add it as an example. Recognition needs {missing}."
    elif not drawn:
        words, why = "Draw one of the symbols", "The answer appears here when you lift the pen."
    else:
        words, why = "Waiting", "The answer appears here when the network is loaded."
    if news:
        verdict.card("empty", "✓", news, words, why)
    else:
        verdict.card("empty", "?" if loaded or not drawn else "…", words, "", why)


def in_doubt(ranked: Sequence[Ranked], threshold: float, margin: float) -> bool:
    """Whether the two nearest symbols are nearly as near as each other."""
    first, second = ranked[:2]
    return second.distance - first.distance <= margin and first.distance <= threshold


def show_answer(
    support: SupportSet, ranked: Sequence[Ranked], threshold: float, margin: float
) -> bool:
    """Shows the recognised symbol, two that are nearly as near, or that it is none of them.

    Args:
        support: The symbols.
        ranked: The symbols by distance to the drawing, nearest first.
        threshold: The rejection threshold.
        margin: Up to which lead of the nearest symbol it is in doubt.

    Returns:
        Whether it is one symbol.
    """
    first, second = ranked[:2]
    name, next_name = (named(support.names[one.label]) for one in (first, second))
    distance, next_distance = (
        formatting.distance(one.distance, threshold) for one in (first, second)
    )
    if in_doubt(ranked, threshold, margin):
        verdict.card(
            *verdict.DOUBT,
            f"Between {name} and {next_name}",
            f"Distances <b>{distance}</b> and <b>{next_distance}</b>",
            "So close, one answer in three is wrong. Another example of each helps.",
        )
        return False
    known = first.distance <= threshold
    limit = formatting.threshold(threshold, [first.distance])
    verdict.card(
        *(verdict.SAME if known else verdict.DIFFERENT),
        f"This is {name}" if known else "None of these",
        f"Distance <b>{distance}</b> to the nearest example" + ("" if known else f", {name}"),
        f"{'within' if known else 'beyond'} {limit}; second nearest: {next_name}, {next_distance}",
    )
    return known


def show_reason(support: SupportSet, first: Ranked, drawn: NDArray[np.uint8]) -> None:
    """Shows the drawing beside its nearest example."""
    mine = crisp(drawn, "Your drawing, as the network gets it")
    nearest = crisp(support.images[first.example], f"Nearest example: {support.names[first.label]}")
    st.html(f'<div class="pair tracked">{mine}{nearest}</div>')


def show_ranking(
    support: SupportSet, ranked: Sequence[Ranked], threshold: float, margin: float
) -> None:
    """Shows the distance of each symbol, and the threshold as a line.

    Args:
        support: The symbols.
        ranked: Nearest first.
        threshold: The rejection threshold.
        margin: Up to which lead of the nearest symbol it is in doubt.
    """
    longest = 1.05 * max(threshold, ranked[-1].distance)
    signs = "≈≈" if in_doubt(ranked, threshold, margin) else "="
    rows = "".join(
        _row(support, one, signs[place : place + 1], threshold, longest)
        for place, one in enumerate(ranked)
    )
    _list(rows, "ranking", threshold / longest)


def show_unranked(support: SupportSet, threshold: float, farthest: float) -> None:
    """Shows the symbols where their ranking will be.

    Args:
        support: The symbols.
        threshold: The rejection threshold.
        farthest: The end of the axis.
    """
    rows = "".join(
        f'<li><img src="{data_url(support.images[support.examples(label)[0]])}" alt="">'
        f"{named(name)}<i></i><span>–</span><em></em></li>"
        for label, name in enumerate(support.names)
    )
    _list(rows, "ranking blank", threshold / farthest)


def _list(rows: str, kind: str, share: float) -> None:
    """Shows rows of symbols, with the threshold at this share of the axis."""
    st.html(
        f'<ol class="{kind}" style="--none: {100 * share:.1f}%">{rows}</ol>'
        '<div class="ranking-axis">Distance to the nearest example of each symbol. The vertical '
        "line is the rejection threshold.</div>"
    )


def _row(support: SupportSet, one: Ranked, sign: str, threshold: float, longest: float) -> str:
    beyond = one.distance > threshold
    kind, sign = ("different", "≠") if beyond else ("same" if sign else "", sign)
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
