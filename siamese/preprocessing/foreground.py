"""Separates ink from paper: 0 is paper, 1 is ink.

The paper may be lighter or darker than the ink, grey, rough and unevenly lit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from siamese.preprocessing.image_file import DrawingError

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

LARGEST = 1000  # larger pictures are reduced to this side, in pixels
SMALL = 24  # below this side a picture is pixel art, not a photo, in pixels
TWO_TONES = 0.85  # share of the variance between two tones above which the light is even
FAINTEST = 6 / 255  # least contrast of ink
COARSE = 48  # side of the reduced picture from which the light is estimated, in pixels
SHADE = 5.0  # standard deviation of the filter that smooths the light, in those pixels
SMOOTHING = 350  # a picture's side divided by the standard deviation that noise is smoothed with
NEARLY_ALL = 0.9  # share of the opaque pixels' brightness above which the ink is white
NOISE_LEVELS = 3  # ink is brighter than this many standard deviations of the paper's noise
SURE_LEVELS = 4  # and full ink than this many: noise of a megapixel gets that far only in spots
FAINT_INK = 0.1  # of the darkest ink; below it lies what JPEG and smoothing leave around strokes
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


class BlankDrawing(DrawingError):  # noqa: N818  (an empty canvas is no error)
    """The picture has no ink, or too little to read."""


def find_ink(picture: NDArray[np.uint8]) -> Floats:
    """Finds the ink, whether it is dark or light, on even or uneven paper.

    Args:
        picture: uint8 (height, width) grey, (height, width, 3) RGB or (height, width, 4) RGBA.

    Returns:
        float32 (height, width), no side above `LARGEST`: 0 paper, 1 ink.

    Raises:
        BlankDrawing: If nothing stands out from the paper.
        DrawingError: If dtype or shape are others. The message ends "Received: …".
    """
    grey = _reduced(_grey(picture))
    if float(np.ptp(grey)) < FAINTEST:
        raise BlankDrawing("Nothing is drawn yet: draw a digit.")
    dark = grey <= otsu(grey)
    if max(grey.shape) < SMALL or _explained_variance(grey, dark) > TWO_TONES:
        return _normalised(_two_tones(grey, dark))
    return _normalised(_flattened(grey))


def _grey(picture: NDArray[np.uint8]) -> Floats:
    """Luminance, 0 black to 1 white.

    Transparent pixels are white paper, or black paper if the opaque ones are white.
    """
    good = picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] in (3, 4))
    if not good or picture.dtype != np.uint8 or 0 in picture.shape:
        raise DrawingError(
            "picture must be uint8 (height, width), (height, width, 3) or (height, width, 4). "
            f"Received: {picture.dtype} {picture.shape}"
        )
    if picture.ndim == 2:
        return picture.astype(np.float32) / np.float32(255)
    grey: Floats = picture[..., :3] @ LUMINANCE / np.float32(255)
    if picture.shape[2] == 3:
        return grey
    opacity = picture[..., 3].astype(np.float32) / np.float32(255)
    opaque_is_white = float((grey * opacity).sum()) > NEARLY_ALL * float(opacity.sum())
    paper = np.float32(0 if opaque_is_white else 1)
    return np.asarray(grey * opacity + paper * (1 - opacity))


def _reduced(grey: Floats) -> Floats:
    """A large picture reduced by a whole factor."""
    factor = -(-max(grey.shape) // LARGEST)
    return grey if factor == 1 else np.asarray(Image.fromarray(grey).reduce(factor), np.float32)


def otsu(values: NDArray[np.floating]) -> float:
    """The level that splits values into two groups with the least variance within each.

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
    """Share of the variance that two tones explain: 1 for two pure tones, 0.64 for noise."""
    share = float(dark.mean())
    gap = float(grey[~dark].mean() - grey[dark].mean())
    return share * (1 - share) * gap**2 / float(grey.var())


def _two_tones(grey: Floats, dark: Mask) -> Floats:
    """Ink on even paper. The tone of most of the border and the picture is the paper."""
    border = np.concatenate([dark[0], dark[-1], dark[1:-1, 0], dark[1:-1, -1]])
    if border.mean() + dark.mean() < 1:
        return np.float32(np.median(grey[~dark])) - grey
    return grey - np.float32(np.median(grey[dark]))


def _flattened(grey: Floats) -> Floats:
    """Ink on uneven paper. Ink differs more from the paper around it than noise does."""
    small = _resized(grey, COARSE / max(grey.shape))
    trend = _trend(small)
    residual = grey - _resized_to(trend, grey.shape)
    sign = np.float32(-1 if float(np.mean(residual**3)) < 0 else 1)
    return sign * (grey - _resized_to(trend + _shade(small - trend, sign), grey.shape))


def _trend(grey: Floats) -> Floats:
    """The quadratic surface with the least absolute residuals, which ink hardly changes."""
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
    """The rest of the light, after its trend: a smooth mean of the pixels that are not ink."""
    shade: Floats = np.zeros_like(residual)
    for _ in range(3):
        ink = sign * (residual - shade)
        paper = (ink <= otsu(ink)).astype(np.float32)
        weight = ndimage.gaussian_filter(paper, SHADE, mode="nearest")
        sums = ndimage.gaussian_filter(residual * paper, SHADE, mode="nearest")
        shade = (sums / np.maximum(weight, 1e-3)).astype(np.float32)
    return shade


def _resized(grey: Floats, scale: float) -> Floats:
    """A smaller picture, each pixel the mean of those it replaces."""
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    return np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BOX))


def _resized_to(grey: Floats, shape: tuple[int, ...]) -> Floats:
    """A smooth picture, resized."""
    return np.asarray(Image.fromarray(grey).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _normalised(ink: Floats) -> Floats:
    """Ink without noise, scaled so that full ink is 1."""
    paper, noise = (0.0, 0.0) if max(ink.shape) < SMALL else _paper_level(ink)
    if noise > FAINTEST / 10:
        ink = ndimage.gaussian_filter(ink - np.float32(paper), max(ink.shape) / SMOOTHING)
        noise = _paper_level(ink)[1]
    least = max(FAINTEST / 2, NOISE_LEVELS * noise, FAINT_INK * float(ink.max()))
    candidates = ink[ink > least]
    if not candidates.size:
        raise BlankDrawing("Nothing is drawn yet: draw a digit.")
    full = float(np.median(candidates[candidates >= np.percentile(candidates, 95) / 2]))
    if full < max(FAINTEST, SURE_LEVELS * noise):
        raise BlankDrawing("Nothing stands out from the paper: draw with a darker line.")
    return np.asarray(np.clip(ink / np.float32(full), 0, 1))


def _paper_level(ink: Floats) -> tuple[float, float]:
    """The paper's level and its noise (standard deviation).

    Ink lies above the paper, and may cover half of a tight crop, so only low values are used.
    """
    level = float(np.percentile(ink, 30))
    below = ink[ink < level]
    return level, float(np.sqrt(np.mean((below - level) ** 2))) if below.size else 0.0
