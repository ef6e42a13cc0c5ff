"""Ink and paper: what in a picture was drawn, whatever it was drawn on.

The paper may be lighter than the ink or darker, grey, rough and unevenly lit. What is returned
knows none of that any more: 0 is paper, 1 is ink.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from siamese.preprocessing.image_file import DrawingError

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

LARGEST = 1000  # pictures are brought down to this, in pixels
SMALL = 24  # below this a picture is pixel art, not a photo, in pixels
TWO_TONES = 0.85  # share of variance between the two tones from which there is no shading
FAINTEST = 6 / 255  # less contrast than this is no ink
COARSE = 48  # light is looked at in so many pixels a side
SHADE = 5.0  # and smoothed over so many of them
SMOOTHING = 350  # noise is smoothed over this fraction of a picture's size
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


class BlankDrawing(DrawingError):  # noqa: N818  (a blank pad is no error of anyone's)
    """Nothing there to read."""


def find_ink(picture: NDArray[np.uint8]) -> Floats:
    """Takes the paper away: its shade, its unevenness, and which way round it is.

    Args:
        picture: uint8 (height, width) grey, (height, width, 3) RGB or (height, width, 4) RGBA.

    Returns:
        float32 (height, width), at most `LARGEST` a side: 0 paper, 1 ink.

    Raises:
        BlankDrawing: If nothing stands out from the paper.
        DrawingError: If it is no picture of that form. The message ends in what was received.
    """
    grey = _reduced(_grey(picture))
    if float(np.ptp(grey)) < FAINTEST:
        raise BlankDrawing("Nothing is drawn here yet: draw a digit.")
    dark = grey <= otsu(grey)
    if max(grey.shape) < SMALL or _explained_variance(grey, dark) > TWO_TONES:
        return _normalised(_two_tones(grey, dark))
    return _normalised(_flattened(grey))


def _grey(picture: NDArray[np.uint8]) -> Floats:
    """Luminance, 0 black to 1 white.

    Transparency shows white paper, or black if what is opaque is white.
    """
    good = picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] in (3, 4))
    if not good or picture.dtype != np.uint8 or 0 in picture.shape:
        raise DrawingError(
            "A picture is an array of bytes, height x width, or with 3 or 4 colours. "
            f"Received: {picture.dtype} {picture.shape}"
        )
    if picture.ndim == 2:
        return picture.astype(np.float32) / np.float32(255)
    grey: Floats = picture[..., :3] @ LUMINANCE / np.float32(255)
    if picture.shape[2] == 3:
        return grey
    opacity = picture[..., 3].astype(np.float32) / np.float32(255)
    opaque_is_white = float((grey * opacity).sum()) > 0.9 * float(opacity.sum())
    paper = np.float32(0 if opaque_is_white else 1)
    return np.asarray(grey * opacity + paper * (1 - opacity))


def _reduced(grey: Floats) -> Floats:
    """Brings a large picture down by a whole factor."""
    factor = -(-max(grey.shape) // LARGEST)
    return grey if factor == 1 else np.asarray(Image.fromarray(grey).reduce(factor), np.float32)


def otsu(values: NDArray[np.floating]) -> float:
    """The level that splits values into the two groups of least variance within.

    Args:
        values: Of any shape.

    Returns:
        The level, between the groups.

    Source: Otsu, 1979, "A threshold selection method from gray-level histograms".

    Example:
        >>> 0.1 < otsu(np.array([0.0, 0.1, 0.9, 1.0])) < 0.9
        True
    """
    counts, edges = np.histogram(values, bins=128)
    below = np.cumsum(counts)[:-1].astype(np.float64)
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    above = values.size - below
    # The first and last bins hold the extremes: no group is empty.
    between = below * above * ((sums[-1] - sums[:-1]) / above - sums[:-1] / below) ** 2
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float(edges[1 + best[len(best) // 2]])


def _explained_variance(grey: Floats, dark: Mask) -> float:
    """Share of the variance that two tones explain: 1 for two pure ones, 0.64 for noise."""
    share = float(dark.mean())
    gap = float(grey[~dark].mean() - grey[dark].mean())
    return share * (1 - share) * gap**2 / float(grey.var())


def _two_tones(grey: Floats, dark: Mask) -> Floats:
    """Ink on even paper. Paper holds most of the border and most of the rest."""
    border = np.concatenate([dark[0], dark[-1], dark[1:-1, 0], dark[1:-1, -1]])
    if border.mean() + dark.mean() < 1:
        return np.float32(np.median(grey[~dark])) - grey
    return grey - np.float32(np.median(grey[dark]))


def _flattened(grey: Floats) -> Floats:
    """Ink on uneven paper. Ink strays further from the paper around it than noise does."""
    small = _resized(grey, COARSE / max(grey.shape))
    trend = _trend(small)
    residual = grey - _resized_to(trend, grey.shape)
    sign = np.float32(-1 if float(np.mean(residual**3)) < 0 else 1)
    return sign * (grey - _resized_to(trend + _shade(small - trend, sign), grey.shape))


def _trend(grey: Floats) -> Floats:
    """The quadratic surface with the least sum of absolute residuals: ink hardly bends it."""
    height, width = grey.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].reshape(2, -1)
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    values = grey.ravel().astype(np.float64)
    weights = np.ones_like(values)
    for _ in range(10):  # iteratively reweighted least squares
        scaled = terms * weights[:, None]
        fitted = terms @ np.linalg.lstsq(scaled.T @ terms, scaled.T @ values, rcond=None)[0]
        weights = 1 / np.maximum(np.abs(values - fitted), FAINTEST / 4)
    return np.asarray(fitted.reshape(height, width), np.float32)


def _shade(residual: Floats, sign: np.float32) -> Floats:
    """What is left of the light after its trend: a smooth mean of what is not ink."""
    shade: Floats = np.zeros_like(residual)
    for _ in range(3):
        ink = sign * (residual - shade)
        paper = (ink <= otsu(ink)).astype(np.float32)
        weight = ndimage.gaussian_filter(paper, SHADE, mode="nearest")
        sums = ndimage.gaussian_filter(residual * paper, SHADE, mode="nearest")
        shade = (sums / np.maximum(weight, 1e-3)).astype(np.float32)
    return shade


def _resized(grey: Floats, scale: float) -> Floats:
    """A smaller picture, each pixel the mean of those it stands for."""
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    return np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX))


def _resized_to(grey: Floats, shape: tuple[int, ...]) -> Floats:
    """A smooth picture of another size."""
    return np.asarray(Image.fromarray(grey).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _normalised(ink: Floats) -> Floats:
    """Noise smoothed away, and the level of the ink brought to 1."""
    paper, noise = (0.0, 0.0) if max(ink.shape) < SMALL else _paper_level(ink)
    if noise > FAINTEST / 10:
        ink = ndimage.gaussian_filter(ink - np.float32(paper), max(ink.shape) / SMOOTHING)
        noise = _paper_level(ink)[1]
    candidates = ink[ink > max(FAINTEST / 2, 3 * noise, 0.1 * float(ink.max()))]
    if not candidates.size:
        raise BlankDrawing("Nothing is drawn here yet: draw a digit.")
    full = float(np.median(candidates[candidates >= np.percentile(candidates, 95) / 2]))
    if full < max(FAINTEST, 4 * noise):
        raise BlankDrawing("Nothing stands out from the paper: draw with a darker line.")
    return np.asarray(np.clip(ink / np.float32(full), 0, 1))


def _paper_level(ink: Floats) -> tuple[float, float]:
    """Where the paper lies, and how far it strays (standard deviation).

    Ink is above the paper, and may cover half of a tight crop: only what lies below is asked.
    """
    level = float(np.percentile(ink, 30))
    below = ink[ink < level]
    return level, float(np.sqrt(np.mean((below - level) ** 2))) if below.size else 0.0
