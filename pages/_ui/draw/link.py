"""A link that carries the two digits on the pads."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import pad
from pages._ui.shared.component import component
from pages._ui.shared.query_params.kinds import LONGEST_PICTURES
from pages._ui.shared.reading import prepared
from siamese.data.packed_digits import pack, unpack

NAME = "pictures"  # in the address
TAKEN = "link taken"  # the address's pictures that have been put on the pads
NOTE = "From the link"
PADS = ("left", "right")

Digit = NDArray[np.uint8]

_button = component(
    "copy_link",
    "draw/copy_link.html",
    "shared/button.css",
    "draw/copy_link.css",
    "draw/copy_link.js",
)


def take() -> None:
    """Puts the two digits of the address on the pads, once."""
    text = st.query_params.get(NAME, "")
    if not text or text == st.session_state.get(TAKEN):
        return
    st.session_state[TAKEN] = text
    for name, digit in zip(PADS, unpack(text, 2), strict=True):
        pad.pad(name).put(prepared(digit, note=NOTE))


def show(left: Digit | None, right: Digit | None) -> None:
    """Shows the button that copies the link, as soon as there are two digits.

    Args:
        left: The first digit, uint8 (28, 28).
        right: The second one.
    """
    text = "" if left is None or right is None else pack(np.stack([left, right]), LONGEST_PICTURES)
    if text != st.query_params.get(NAME, text):  # the visitor has changed a pad
        del st.query_params[NAME]
    if text:
        _button(key="copy-link", data={"name": NAME, "text": text})
