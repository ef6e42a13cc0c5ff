"""A pair of digits as one picture."""

from __future__ import annotations

import html

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pages._ui.shared.images import data_url

GAP = 2  # pixels between the two


def pair_image(pair: NDArray[np.uint8], words: str = "First digit, second digit") -> str:
    """HTML of two digits side by side, transparent between them.

    Args:
        pair: uint8 (2, 28, 28).
        words: The alternative text.

    Returns:
        An image of the class ``two``.
    """
    left, right = (np.stack([digit, np.full_like(digit, 255)], axis=2) for digit in pair)
    between = np.zeros((len(left), GAP, 2), np.uint8)
    picture = Image.fromarray(np.concatenate([left, between, right], axis=1))  # mode LA
    return f'<img class="two" src="{data_url(picture)}" alt="{html.escape(words)}">'
