"""Small pictures, scaled without smoothing."""

from __future__ import annotations

import base64
import html

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.files import png


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


def data_url(picture: NDArray[np.uint8] | Image.Image, **settings: int) -> str:
    """A picture inside an address.

    Args:
        picture: uint8 (height, width) or (height, width, 3), or a Pillow image.
        settings: Options of Pillow's PNG writer.

    Returns:
        A PNG as a `data:` address.
    """
    return "data:image/png;base64," + base64.b64encode(png(picture, **settings)).decode("ascii")
