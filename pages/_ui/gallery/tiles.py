"""A montage to select from: each pair is a tile, and each tile is a button."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared.component import component
from pages._ui.shared.images import data_url

KEY = "montage"
BEFORE = f"{KEY} before"  # what was selected when the page was left

_montage = component(
    "tiles",
    "gallery/tiles.css",
    "gallery/tiles.js",
    html='<div class="tiles" role="group" aria-label="Pairs to select from"></div>',
)


def show(judged: Judged, opened_by: str = "") -> int | None:
    """Shows pairs as buttons.

    All digits are sent in one image: a hundred small ones would take longer to decode.

    Args:
        judged: The pairs, at least one.
        opened_by: What the visitor has selected to see these pairs, if anything. When it changes,
            they are scrolled into view, and the first one is marked as selected.

    What is selected among pairs that nothing has opened is kept while other pages are visited.

    Returns:
        The index of the selected pair; None if none is selected.
    """
    pairs, count = judged.pairs, len(judged.pairs.same)
    names = [f"{left}-{right}" for left, right in zip(pairs.left, pairs.right, strict=True)]
    distances = judged.distances_to_read or [""] * count
    right = [None] * count if judged.right is None else judged.right.tolist()
    told = zip(names, judged.labels.tolist(), distances, right, strict=True)
    kept = f"{KEY} of {judged.digits.name}"
    if KEY not in st.session_state:  # the page is just being opened
        st.session_state[BEFORE] = None if opened_by else st.session_state.get(kept)
    sheet = judged.images.transpose(0, 2, 1, 3).reshape(count * 28, 2 * 28)
    data = {
        "picture": data_url(sheet),
        "openedBy": opened_by,
        "chosen": st.session_state[BEFORE],
        "tiles": [{"name": name, **words(*about)} for name, *about in told],
    }
    chosen = _montage(key=KEY, data=data, on_chosen_change=_nothing).chosen
    if chosen is None:
        chosen = st.session_state[BEFORE]
    if not opened_by:
        st.session_state[kept] = chosen
    return names.index(chosen) if chosen in names else None


def words(digits: Sequence[int], distance: str, right: bool | None) -> dict[str, str]:
    """The texts of a tile.

    Args:
        digits: The left and the right digit.
        distance: Their distance, formatted; empty while it is unknown.
        right: Whether the prediction is correct; None while it is unknown.

    Returns:
        The true label as ``kind`` and ``sign``; the ``distance``; the prediction if it is wrong,
        as ``predicted``; and all of it as a ``sentence``.
    """
    kind, sign, other = (
        ("same", "=", "different") if digits[0] == digits[1] else ("different", "≠", "same")
    )
    sentence = f"{digits[0]} and {digits[1]}: {kind}"
    if distance:
        sentence += f", distance {distance}"
    if right is False:
        sentence += f". Wrong: predicted {other}"
    return {
        "kind": kind,
        "sign": sign,
        "distance": distance,
        "predicted": other if right is False else "",
        "sentence": sentence,
    }


def _nothing() -> None:
    """Streamlit keeps a component's value only if it has a callback."""
