"""All pictures of a map in one image, which is sent to the browser only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from PIL import Image

from pages._ui.shared.images import data_url
from siamese.shared_results import shared

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet

COLUMNS = 50
SIDE = 28
GREYS = 16  # four bits a pixel: half the bytes, with no visible difference


def name(digits: DigitSet, count: int) -> str:
    """The name of the sheet of the first `count` digits."""
    return f"{id(digits)}-{count}"


def show(digits: DigitSet, count: int) -> None:
    """Adds the sheet to the page as a hidden image.

    Args:
        digits: The digits shown.
        count: How many of them, from the first on.
    """
    address = _sheet(digits, count)
    st.html(f'<img hidden alt="" data-sheet="{name(digits, count)}" src="{address}">')


@shared(6)
def _sheet(digits: DigitSet, count: int) -> str:
    """A PNG of the digits in 16 greys as a `data:` address."""
    rows = -(-count // COLUMNS)
    tiles = np.zeros((rows * COLUMNS, SIDE, SIDE), np.uint8)
    tiles[:count] = np.round(digits.images[:count] / (255 / (GREYS - 1)))
    pixels = tiles.reshape(rows, COLUMNS, SIDE, SIDE).swapaxes(1, 2)
    sheet = Image.fromarray(pixels.reshape(rows * SIDE, COLUMNS * SIDE)).convert("P")
    sheet.putpalette(np.repeat(np.arange(GREYS) * 255 // (GREYS - 1), 3).tolist())
    return data_url(sheet, bits=4)
