"""The verdict in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.shared import formatting

if TYPE_CHECKING:
    from siamese.comparator import Comparison


def certainty(probability: float) -> str:
    """Formats a probability, with one more decimal near 1 and never as 100 %."""
    return formatting.percent(min(probability, 0.999), decimals=1 if probability > 0.99 else 0)


def show(comparison: Comparison) -> None:
    """Shows “same” or “different” with its probability, distance and threshold."""
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
    """Says what to do next while a digit is missing.

    Args:
        first: Whether the first pad holds a digit.
        second: Whether the second one does.
    """
    if first == second:
        words = "Draw a digit on each pad"
    else:
        words = f"Now the {'second' if first else 'first'} digit"
    _show_empty("?", words, "The distance appears here as soon as both pads hold a digit.")


def wait() -> None:
    """Shown while there are two digits but no network."""
    _show_empty(
        "…", "Both digits are ready", "The verdict appears as soon as the network is loaded."
    )


def _show_empty(sign: str, words: str, why: str) -> None:
    st.html(
        '<div class="verdict empty" role="status">'
        f'<div class="sign" aria-hidden="true">{sign}</div>'
        f'<div><div class="words">{words}</div><div class="why">{why}</div></div></div>'
    )


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
