"""A picture's colors as one tone, in which ink stands out from paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from siamese.preprocessing.foreground import LUMINANCE

Floats = NDArray[np.float32]

AROUND = 10  # the picture's longer side divided by that of the mean a fine detail differs from
COLORED = 0.85  # cosine of luminance and the colors' main axis, below which ink is told by color
DARKEST = np.float32(0.15)  # added to the light, so that noise in the dark does not grow


def on_paper(picture: NDArray[np.uint8], paper: int) -> NDArray[np.uint8]:
    """A picture without transparency.

    Args:
        picture: uint8 (height, width), (height, width, 3) or (height, width, 4).
        paper: The grey of what is transparent, 0 to 255.

    Returns:
        uint8 (height, width, 3).
    """
    if picture.ndim == 2:
        return np.repeat(picture[..., None], 3, axis=2)
    if picture.shape[2] == 3 or (picture[..., 3] == 255).all():
        return np.ascontiguousarray(picture[..., :3])
    opacity = picture[..., 3:].astype(np.float32) / np.float32(255)
    return np.asarray(picture[..., :3] * opacity + paper * (1 - opacity) + 0.5).astype(np.uint8)


def axes(colors: NDArray[np.uint8]) -> list[Floats]:
    """The mixtures of red, green and blue in which ink may stand out: luminance, another hue.

    Args:
        colors: uint8 (height, width, 3).

    Returns:
        One or two, float32 (3,), whose absolute values add up to 1.
    """
    light = colors.astype(np.float32)
    side = max(3, max(light.shape) // AROUND)
    fine = light - ndimage.uniform_filter(light, (side, side, 1))
    flat = fine[::2, ::2].reshape(-1, 3)
    main = np.linalg.eigh(flat.T @ flat)[1][:, -1]
    main = main if main.sum() >= 0 else -main
    if abs(main @ LUMINANCE) >= COLORED * float(np.linalg.norm(LUMINANCE)):
        return [LUMINANCE]
    return [LUMINANCE, (main / np.abs(main).sum()).astype(np.float32)]


def tone(colors: NDArray[np.uint8], axis: Floats) -> Floats:
    """The logarithm of a mixture of colors: ink in a shadow stands out as much as beside it.

    Args:
        colors: uint8 (height, width, 3).
        axis: float32 (3,), of `axes`.

    Returns:
        float32 (height, width).
    """
    mixed: Floats = colors @ (axis / np.float32(255)) - np.float32(axis[axis < 0].sum())
    return np.log(np.maximum(mixed, 0) + DARKEST)


def reduced(colors: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], int]:
    """A picture reduced by a whole factor.

    Args:
        colors: uint8 (height, width, 3).
        side: The longest that either of its sides may be, in pixels.

    Returns:
        The smaller picture, and the factor.
    """
    factor = -(-max(colors.shape[:2]) // side)
    if factor == 1 or min(colors.shape[:2]) < factor:
        return colors, 1
    height, width = (length // factor * factor for length in colors.shape[:2])
    return np.asarray(Image.fromarray(colors[:height, :width]).reduce(factor)), factor
