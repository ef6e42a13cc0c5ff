"""Digits of the handwriting on a sheet, for those who cannot wait until some are written.

The sheet holds what ``write(np.arange(600) % 10, np.random.default_rng(1))`` of
`siamese.handwriting.renderer` gives, in rows of 30.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SHEET = Path(__file__).resolve().parents[2] / "assets" / "handwriting.png"
SIDE = 28  # of a digit, in pixels


def digits_on_sheet() -> NDArray[np.uint8]:
    """The digits in reading order, 0 to 9 again and again.

    Returns:
        uint8 (600, 28, 28), white ink on black.
    """
    with Image.open(SHEET) as image:
        sheet = np.asarray(image)
    rows, columns = (side // SIDE for side in sheet.shape)
    apart = sheet.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2)
    return apart.reshape(-1, SIDE, SIDE)
