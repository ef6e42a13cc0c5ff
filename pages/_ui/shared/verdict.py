"""The answer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.shared import formatting

if TYPE_CHECKING:
    from siamese.comparator import Comparison


def certainty(probability: float) -> str:
    """A probability to read: finer near certainty, which is never claimed."""
    return formatting.percent(min(probability, 0.999), decimals=1 if probability > 0.99 else 0)


def show(comparison: Comparison) -> None:
    """Same or different, how sure, and the distance that says so."""
    sure = certainty(max(comparison.probability_same, 1 - comparison.probability_same))
    if comparison.same:
        kind, sign, words, side = "same", "=", "Same digit", "within"
    else:
        kind, sign, words, side = "different", "≠", "Different digits", "beyond"
    distance = formatting.distance(comparison.distance, comparison.threshold)
    threshold = formatting.threshold(comparison.threshold, [comparison.distance])
    st.html(
        f'<div class="verdict {kind}" role="status">'
        f'<div class="sign" aria-hidden="true">{sign}</div><div>'
        f'<div class="words">{words}&nbsp;— <span>{sure} sure</span></div>'
        f'<div class="distance">Distance <b>{distance}</b></div> '
        f'<div class="why">{side} the threshold of {threshold}</div></div></div>'
    )


def ask(first: bool, second: bool) -> None:
    """Nothing to judge yet: says what to do next.

    Args:
        first: Whether the first pad holds a digit.
        second: Whether the second one does.
    """
    if first == second:
        words = "Draw a digit on each pad"
    else:
        words = f"Now the {'second' if first else 'first'} digit"
    _show_empty("?", words, "The distance appears here as soon as both pads hold one.")


def wait() -> None:
    """Two digits, but no network yet."""
    _show_empty("…", "Both are there", "The answer comes as soon as the network does.")


def _show_empty(sign: str, words: str, why: str) -> None:
    st.html(
        '<div class="verdict empty" role="status">'
        f'<div class="sign" aria-hidden="true">{sign}</div>'
        f'<div><div class="words">{words}</div><div class="why">{why}</div></div></div>'
    )


def formula(comparison: Comparison) -> str:
    """The Euclidean distance with this answer in it, in LaTeX."""
    dimensions = len(comparison.left_embedding)
    distance = formatting.distance(comparison.distance, comparison.threshold)
    return rf"D = \sqrt{{\sum_{{i=1}}^{{{dimensions}}} (a_i - b_i)^2}} = {distance}"


def largest_differences(comparison: Comparison, count: int = 5) -> str:
    """Which dimensions the distance is made of, in a sentence."""
    squared = (comparison.left_embedding - comparison.right_embedding) ** 2
    if not squared.any():
        return "The two embeddings are the same to the last digit: nothing sets them apart."
    largest = np.sort(np.argsort(squared)[-count:] + 1)
    share = float(np.sort(squared)[-count:].sum() / squared.sum())
    return (
        f"The orange bars add up to {squared.sum():.2g}, the distance squared. "
        f"{formatting.percent(share)} of it comes from {count} of the {len(squared)} dimensions: "
        f"{', '.join(map(str, largest))}."
    )
