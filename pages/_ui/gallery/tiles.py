"""A montage to choose from: a tile for each pair, and each tile a button."""

from __future__ import annotations

from collections.abc import Sequence

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared.component import component
from pages._ui.shared.images import data_url

KEY = "montage"

_montage = component(
    "tiles",
    "gallery/tiles.css",
    "gallery/tiles.js",
    html='<div class="tiles" role="group" aria-label="Pairs to choose from"></div>',
)


def show(judged: Judged) -> int | None:
    """Shows pairs, each a button.

    All digits travel in one picture: a hundred small ones would take longer to unpack.

    Args:
        judged: The pairs, at least one.

    Returns:
        Which pair is chosen, counted from 0; None if none is.
    """
    pairs, count = judged.pairs, len(judged.pairs.same)
    names = [f"{left}-{right}" for left, right in zip(pairs.left, pairs.right, strict=True)]
    distances = judged.distances_to_read or [""] * count
    right = [None] * count if judged.right is None else judged.right.tolist()
    told = zip(names, judged.labels.tolist(), distances, right, strict=True)
    sheet = judged.images.transpose(0, 2, 1, 3).reshape(count * 28, 2 * 28)
    data = {
        "picture": data_url(sheet),
        "tiles": [{"name": name, **words(*about)} for name, *about in told],
    }
    chosen = _montage(key=KEY, data=data, on_chosen_change=_nothing).chosen
    return names.index(chosen) if chosen in names else None


def words(digits: Sequence[int], distance: str, right: bool | None) -> dict[str, str]:
    """What a tile says.

    Args:
        digits: The left one and the right one.
        distance: Theirs, to read; empty while it is not known.
        right: Whether the network is; None while it is not known.

    Returns:
        The truth as kind and sign; the distance; what the network says where it is wrong; and all
        of it as a sentence.
    """
    kind, sign, other = (
        ("same", "=", "different") if digits[0] == digits[1] else ("different", "≠", "same")
    )
    sentence = f"{digits[0]} and {digits[1]}: {kind}"
    if distance:
        sentence += f", distance {distance}"
    if right is False:
        sentence += f". Wrong: the network says {other}"
    return {
        "kind": kind,
        "sign": sign,
        "distance": distance,
        "says": other if right is False else "",
        "sentence": sentence,
    }


def _nothing() -> None:
    """Streamlit keeps only those values of a component that somebody listens to."""
