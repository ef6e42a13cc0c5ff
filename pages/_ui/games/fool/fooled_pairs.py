"""The visitor's pairs whose verdict was wrong, the network's surest errors first.

The browser keeps them as a text: for each pair its pictures as in an address, what the visitor
said, and how sure the network was, ``[["…", true, 0.97]]``.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import browser_storage
from pages._ui.shared.query_params.kinds import LONGEST_PICTURES
from siamese.data.packed_digits import pack, unpack

KEY, NAME = "fooled pairs", "fooled"  # of the session, and of the text that the browser keeps
MOST = 10


@dataclass(frozen=True)
class FooledPair:
    """Two drawings whose verdict contradicts what the visitor says of them."""

    pictures: str  # packed, as the address carries them
    same: bool  # whether the visitor says that they are the same digit; the verdict is the other
    sure: float  # the probability of the verdict

    @property
    def images(self) -> NDArray[np.uint8]:
        """The two pictures, uint8 (2, 28, 28)."""
        return unpack(self.pictures, 2)


def pair_of(images: NDArray[np.uint8], same: bool, sure: float) -> FooledPair:
    """A pair as it is kept.

    Args:
        images: uint8 (2, 28, 28).
        same: What the visitor says.
        sure: The probability of the verdict, which is the other one.
    """
    return FooledPair(pack(images, LONGEST_PICTURES), same, round(sure, 4))


def best() -> list[FooledPair]:
    """The visitor's best pairs, at most `MOST`."""
    found: list[FooledPair] = st.session_state.get(KEY, [])
    return found


def add(pair: FooledPair) -> bool:
    """Adds a pair; the same pictures are there once.

    Returns:
        Whether it is among the best.
    """
    others = [one for one in best() if one.pictures != pair.pictures]
    st.session_state[KEY] = sorted([*others, pair], key=lambda one: -one.sure)[:MOST]
    return pair in best()


def keep() -> None:
    """Lets the browser keep them."""
    browser_storage.keep(NAME, write(best()))


def restore(text: str) -> None:
    """Adds what the browser has kept.

    Args:
        text: What it has kept.

    Raises:
        ValueError: If it is damaged; nothing is restored then.
    """
    for pair in read(text):
        add(pair)


def write(pairs: list[FooledPair]) -> str:
    """Writes pairs; an empty text if there are none."""
    return json.dumps([astuple(one) for one in pairs], separators=(",", ":")) if pairs else ""


def read(text: str) -> list[FooledPair]:
    """Reads pairs, whoever wrote them.

    Raises:
        ValueError: If the text is anything else.
    """
    try:
        kept = json.loads(text)
        if not isinstance(kept, list) or len(kept) > MOST:
            raise ValueError(f"Up to {MOST} pairs are kept.")
        return [_pair(*one) for one in kept]
    except (TypeError, RecursionError) as error:
        raise ValueError("These are no pairs.") from error


def _pair(pictures: Any, same: Any, sure: Any) -> FooledPair:
    if not isinstance(pictures, str) or len(pictures) > LONGEST_PICTURES:
        raise ValueError("The pictures are too long.")
    if type(same) is not bool or type(sure) not in (int, float) or not 0.5 <= sure <= 1:
        raise ValueError("This is no verdict.")
    unpack(pictures, 2)
    return FooledPair(pictures, same, float(sure))
