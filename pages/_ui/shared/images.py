"""Small pictures, shown with every pixel sharp."""

from __future__ import annotations

import base64
import html
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def crisp(digit: NDArray[np.uint8], caption: str) -> str:
    """HTML of a picture with its caption: the picture travels inside, so it is there at once.

    Args:
        digit: uint8 (height, width).
        caption: Stands under it, and speaks for it where it cannot be seen.

    Returns:
        A figure of the class ``crisp``.
    """
    words = html.escape(caption)
    return (
        f'<figure class="crisp"><img src="{data_url(digit)}" alt="{words}">'
        f"<figcaption>{words}</figcaption></figure>"
    )


def data_url(pixels: NDArray[np.uint8]) -> str:
    """A picture inside an address.

    Args:
        pixels: uint8 (height, width).

    Returns:
        A PNG as a `data:` address.
    """
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")
