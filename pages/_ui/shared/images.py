"""Small pictures, scaled without smoothing."""

from __future__ import annotations

import base64
import html
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def crisp(digit: NDArray[np.uint8], caption: str) -> str:
    """HTML of a picture and its caption; the picture is embedded in the HTML.

    Args:
        digit: uint8 (height, width).
        caption: Its caption and alternative text.

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
