"""The verdict in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.shared import formatting

if TYPE_CHECKING:
    from siamese.comparator import Comparison

# Kinds of verdict, with their signs.
SAME, DIFFERENT, DOUBT = ("same", "="), ("different", "≠"), ("doubt", "≈")


def certainty(probability: float) -> str:
    """Formats a probability, with one more decimal near 1 and never as 100 %."""
    return formatting.percent(min(probability, 0.999), decimals=1 if probability > 0.99 else 0)


def show(comparison: Comparison, calibrated: bool = True, what: str = "digit") -> None:
    """Shows “same” or “different” with its probability, distance and threshold.

    Args:
        comparison: The result.
        calibrated: Whether its threshold is the network's own; else the probability, which is for
            that one, is left out.
        what: What the pictures show.
    """
    sure = certainty(max(comparison.probability_same, 1 - comparison.probability_same))
    distance = formatting.distance(comparison.distance, comparison.threshold)
    threshold = formatting.threshold(comparison.threshold, [comparison.distance])
    words = f"Same {what}" if comparison.same else f"Different {what}s"
    card(
        *(SAME if comparison.same else DIFFERENT),
        f"{words}&nbsp;— <span>{sure} sure</span>" if calibrated else words,
        f"Distance <b>{distance}</b>",
        f"{'within' if comparison.same else 'beyond'} the threshold of {threshold}",
    )


def show_doubt(first: bool, second: bool) -> None:
    """Says which picture looks like no digit, and that there is no percentage for it.

    Args:
        first: Whether the first picture looks like none.
        second: Whether the second one does.
    """
    if first and second:
        st.caption("Neither picture looks like a digit, so there is no percentage.")
    elif first or second:
        which = "first" if first else "second"
        st.caption(f"The {which} picture does not look like a digit, so there is no percentage.")


def show_by_symbols(comparison: Comparison) -> None:
    """Says what the network for symbols finds, without a percentage: its own is not of digits.

    Args:
        comparison: Its result.
    """
    found = "the same symbol" if comparison.same else "different symbols"
    distance = formatting.distance(comparison.distance, comparison.threshold)
    threshold = formatting.threshold(comparison.threshold, [comparison.distance])
    side = "within" if comparison.same else "beyond"
    st.caption(
        f"The network for symbols, which has learned letters of many alphabets, finds **{found}**: "
        f"distance {distance}, {side} its threshold of {threshold}. Two ways to write a digit can "
        "be different symbols for it."
    )


def card(kind: str, sign: str, words: str, distance: str, why: str) -> None:
    """Shows a verdict: its words in HTML, the distance below, and the reason.

    Args:
        kind: “same”, “different”, “doubt”, or “empty” while there is no verdict.
        sign: A character that shows it at a glance.
        words: The verdict.
        distance: The distance that decides it.
        why: What the distance is compared with, or what to do next.
    """
    st.html(
        f'<div class="verdict {kind}" role="status">'
        f'<div class="sign" aria-hidden="true">{sign}</div><div>'
        f'<div class="words">{words}</div><div class="distance">{distance}</div> '
        f'<div class="why">{why}</div></div></div>'
    )


def link_to_limits() -> None:
    """Shows the link to what verdicts are worth."""
    # The page itself, not its path: a fragment that runs first has no navigation to look it up in.
    limits = st.Page("limits.py", url_path="limits")
    st.page_link(limits, label="Limits", icon=":material/info:", width="content")


def ask(first: bool, second: bool) -> None:
    """Says what to do next while a digit is missing.

    Args:
        first: Whether the first pad holds a digit.
        second: Whether the second one does.
    """
    if first == second:
        words = "Draw a digit on each pad"
    else:
        words = f"Now the {'second' if first else 'first'} digit"
    card("empty", "?", words, "", "The distance appears here as soon as both pads hold a digit.")


def formula(comparison: Comparison) -> str:
    """The formula of the Euclidean distance with this result, in LaTeX."""
    dimensions = len(comparison.left_embedding)
    distance = formatting.distance(comparison.distance, comparison.threshold)
    return rf"D = \sqrt{{\sum_{{i=1}}^{{{dimensions}}} (a_i - b_i)^2}} = {distance}"


def largest_differences(comparison: Comparison, count: int = 5) -> str:
    """Names the dimensions that contribute most to the distance."""
    squared = (comparison.left_embedding - comparison.right_embedding) ** 2
    if not squared.any():
        return "The two embeddings are identical: their distance is 0."
    largest = np.sort(np.argsort(squared)[-count:] + 1)
    share = float(np.sort(squared)[-count:].sum() / squared.sum())
    return (
        f"The orange bars add up to {squared.sum():.2g}, the squared distance. "
        f"{formatting.percent(share)} of it comes from {count} of the {len(squared)} dimensions: "
        f"{', '.join(map(str, largest))}."
    )
