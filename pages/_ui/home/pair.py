"""A pair of digits and their distance, without drawing: a tap on a digit shows another.

The digits lie in a file, a strip of 28×28 pictures, because writing them would import SciPy. It is
what `siamese.handwriting.renderer.write` makes of `LABELS` and `SEED`, side by side.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from pages._ui.shared import frame, network, verdict
from pages._ui.shared.component import component
from pages._ui.shared.images import data_url

STRIP = frame.ROOT / "assets" / "home_digits.png"
LABELS = 4 * (3, 8, 5)  # within two taps of any pair, a pair of each kind
SEED = 14
FIRST_PAIR = (0, 3)  # a 3 and another one

KEY = "home-pair"
SHOWN = "home pair shown"  # kept while other pages are open
NAMES = ("First digit", "Second digit")

_pair = component("pair", "home/pair.css", "home/pair.js", html='<div class="pair"></div>')


@cache
def pictures() -> NDArray[np.uint8]:
    """The prepared digits, uint8 (n, 28, 28)."""
    with Image.open(STRIP) as strip:
        return np.stack(np.split(np.asarray(strip), len(LABELS), axis=1))


def shown() -> list[int]:
    """The places of the two digits that are shown; never twice the same one."""
    pair: list[int] = st.session_state.setdefault(SHOWN, list(FIRST_PAIR))
    return pair


@st.fragment
def show() -> None:
    """Shows the pair, its verdict, and the way to one's own digits."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="try"):
        pair = shown()
        _pair(key=KEY, data={"digits": _told(pair)}, on_tapped_change=_change)
        with st.container(key="try-answer", width="stretch"):
            comparator = network.ready()
            if comparator is None:
                network.show_problem()
            else:
                verdict.show(comparator.compare(*pictures()[pair]))
            with st.container(horizontal=True, gap="medium"):
                st.page_link("draw.py", label="Draw your own", icon=":material/draw:")
                verdict.link_to_limits()


def _told(pair: list[int]) -> list[dict[str, Any]]:
    """The two digits, as their buttons show and name them."""
    return [
        {"picture": data_url(pictures()[place]), "words": f"{name}: {LABELS[place]}. Show another"}
        for name, place in zip(NAMES, pair, strict=True)
    ]


def _change() -> None:
    """Shows the next digit in place of the tapped one, past the one beside it."""
    which = st.session_state[KEY].get("tapped")
    if type(which) is not int or which not in (0, 1):
        return
    pair = shown()
    following = (pair[which] + 1) % len(LABELS)
    if following == pair[1 - which]:
        following = (following + 1) % len(LABELS)
    pair[which] = following
