"""What stands out from a picture as ink does from paper: the top-hat.

A closing fills what is narrower than its square, so paper minus picture leaves thin things alone: a
desk, a sheet's edge and a shadow are wide, and stay what they are (the black top-hat; for light ink
the white one).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Floats = NDArray[np.float32]

SQUARES = (8, 3)  # the picture's longer side divided by the squares': wider than a pen's line
NOISE = 5  # ink stands out this many times as much as noise
FAINTEST = 0.03  # least contrast of ink, of 1
ROUGH = 0.03  # noise from which on it is smoothed before
PEAK = 40  # pixels are as dark as the darkest ink
BLOCKS = 8  # the picture's longer side divided by that of a block whose noise is measured


@dataclass(frozen=True, eq=False)
class Hat:
    """A picture's top-hat."""

    grey: Floats  # (height, width), the picture
    smooth: Floats  # the picture with less noise
    ink: Floats  # how far each pixel stands out, 0 and more
    noise: Floats  # how far noise does
    peak: float  # how far the darkest ink does; below `FAINTEST` if there is none


def hat(grey: Floats, dark: bool, part: int = SQUARES[0]) -> Hat:
    """The top-hat of a whole picture.

    Args:
        grey: float32 (height, width), of `siamese.pictures.tones.tone`.
        dark: Whether the ink is dark.
        part: The picture's longer side divided by the square's.
    """
    side, smooth = max(5, max(grey.shape) // part | 1), ndimage.uniform_filter(grey, 3)
    ink = top_hat(grey, side, dark)
    if np.median(ink[::2, ::2]) > ROUGH:  # a closing adds the noise's highest values to the ink
        grey, ink = smooth, top_hat(smooth, side, dark)
    noise = _noise(ink)
    clear = ink[ink > NOISE * noise]
    peak = float(np.partition(clear, -PEAK)[-PEAK]) if clear.size >= PEAK else 0.0
    return Hat(grey, smooth, ink, noise, max(peak, FAINTEST / 2))


def top_hat(grey: Floats, side: int, dark: bool) -> Floats:
    """What is narrower than a square, and darker or lighter than what lies around it.

    Args:
        grey: float32 (height, width).
        side: Of the square, in pixels.
        dark: Whether the ink is dark.

    Returns:
        float32 (height, width), 0 and more.
    """
    first, second = ndimage.maximum_filter, ndimage.minimum_filter
    if not dark:
        first, second = second, first
    paper = second(first(grey, side, mode="nearest"), side, mode="nearest")
    return np.asarray(np.abs(paper - grey))


def _noise(ink: Floats) -> Floats:
    """The median of the picture, or of a block where less stands out: paper on a rough desk."""
    coarse = ink[::2, ::2]
    everywhere = np.float32(np.median(coarse))
    side = max(1, max(coarse.shape) // BLOCKS)
    rows, columns = (length // side for length in coarse.shape)
    if not rows or not columns:
        return np.full_like(ink, everywhere)
    blocks = coarse[: rows * side, : columns * side].reshape(rows, side, columns, side)
    medians = np.median(blocks.swapaxes(1, 2).reshape(rows, columns, -1), axis=2)
    large = Image.fromarray(medians.astype(np.float32)).resize(ink.shape[::-1])
    return np.asarray(np.minimum(np.asarray(large), everywhere))
