"""Small pictures, shown with every pixel sharp."""

from __future__ import annotations

import base64
import html

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.files import png


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


def data_url(picture: NDArray[np.uint8] | Image.Image, **settings: int) -> str:
    """A picture inside an address.

    Args:
        picture: uint8 (height, width) or (height, width, 3), or a Pillow image.
        settings: Options of Pillow's PNG writer.

    Returns:
        A PNG as a `data:` address.
    """
    return "data:image/png;base64," + base64.b64encode(png(picture, **settings)).decode("ascii")
