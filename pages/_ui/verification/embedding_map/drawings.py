"""The visitor's drawings on the map, and their nearest neighbours."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting, pad
from pages._ui.shared.images import data_url
from siamese.inspection.neighbors import NEAREST, Neighbours, nearest

if TYPE_CHECKING:
    from pages._ui.verification.embedding_map.layout import MapData

HERE = "map"
PADS = {"left": "First", "right": "Second", HERE: "Your drawing"}


@dataclass(frozen=True, eq=False)
class Drawings:
    """The visitor's drawings, and their nearest digits on a map."""

    names: list[str]  # n
    images: NDArray[np.uint8]  # (n, 28, 28)
    embeddings: NDArray[np.float32]  # (n, embedding_dim)
    neighbours: Neighbours  # by distance of the embeddings


def locate(mapped: MapData) -> Drawings | None:
    """The visitor's drawings with their neighbours on a map; None if there are none."""
    drawn = {PADS[name]: pad.pad(name).digit for name in PADS}
    there = {name: digit for name, digit in drawn.items() if digit is not None}
    if not there:
        return None
    images = np.stack(list(there.values()))
    embeddings = mapped.stage.embed(images)
    return Drawings(list(there), images, embeddings, nearest(mapped.embeddings, embeddings))


def is_between(drawings: Drawings | None, mapped: MapData) -> bool:
    """Whether the drawing beside the map has nearest digits of several kinds."""
    if drawings is None or not pad.pad(HERE).own:
        return False
    nearest_ones = drawings.neighbours.indices[drawings.names.index(PADS[HERE])]
    return len(np.unique(mapped.labels[nearest_ones])) > 1


def show(drawings: Drawings, mapped: MapData) -> None:
    """Lists the nearest digits to each drawing.

    Args:
        drawings: The drawings.
        mapped: The map.
    """
    st.markdown(f"**The {NEAREST} nearest digits to your drawing**, by distance of the embeddings")
    st.html("".join(_row(drawings, which, mapped) for which in range(len(drawings.names))))


def in_words(labels: NDArray[np.uint8]) -> str:
    r"""The most frequent label of the neighbours, as a phrase.

    >>> in_words(np.array([3, 3, 8, 3], np.uint8)), in_words(np.array([8], np.uint8))
    ('3 of 4 are 3s', '1 of 1 is an\xa08')
    """
    digit, count = Counter(labels.tolist()).most_common(1)[0]
    one = f"is {'an' if digit == 8 else 'a'}\u00a0{digit}"
    return f"{count} of {len(labels)} {one if count == 1 else f'are {digit}s'}"


def _row(drawings: Drawings, which: int, mapped: MapData) -> str:
    """HTML of a drawing and its neighbours."""
    found, far = drawings.neighbours.indices[which], drawings.neighbours.distances[which]
    name = html.escape(drawings.names[which])
    items = "".join(
        f'<li><img src="{data_url(mapped.digits.images[one])}" '
        f'alt="{html.escape(mapped.digits.note(int(one)))}">'
        f"<span><b>{mapped.labels[one]}</b> {formatting.distance(float(distance))}</span></li>"
        for one, distance in zip(found, far, strict=True)
    )
    return (
        f'<section class="nearest"><figure><img src="{data_url(drawings.images[which])}" '
        f'alt="{name}"><figcaption><b>{name}</b><br>{in_words(mapped.labels[found])}'
        f"</figcaption></figure><ol>{items}</ol></section>"
    )
