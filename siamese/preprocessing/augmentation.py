"""Random distortions of digits: slant, proportions, wobble and thickness.

`siamese.preprocessing.digit_image` already centres and scales a drawing and normalizes its line.
What still differs from MNIST is varied here: rotation, slant and proportions (an affine map),
wobble (a smooth displacement, as in Simard, Steinkraus and Platt, 2003, "Best practices for
convolutional neural networks applied to visual document analysis"), and the line's thickness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

SIDE = 28
CENTRE = (SIDE - 1) / 2
CONTROL_POINTS = 5  # along each side, from which the wobble is interpolated
MOST_CHANGE = 0.8  # of the way to a line one pixel thicker or thinner: a thin line never vanishes
CHUNK = 1000  # images distorted at a time, so that they fit a processor's cache


@dataclass(frozen=True)
class Distortion:
    """How far a digit may be distorted."""

    rotation: float = 0.17  # largest angle, in radians
    shear: float = 0.3  # largest slant, in columns per row
    scale: float = 0.15  # largest change of either side, as a fraction
    shift: float = 1.5  # largest shift, in pixels
    wobble: float = 0.9  # standard deviation of the smooth displacement, in pixels
    thickness: float = 0.25  # share of the digits made thicker, and of those made thinner


def _spline_basis() -> NDArray[np.float32]:
    """Weights that spread `CONTROL_POINTS` values smoothly over `SIDE` pixels."""
    at = np.linspace(0, CONTROL_POINTS - 1, SIDE)
    columns = [
        ndimage.map_coordinates(unit, [at], order=3, mode="nearest")
        for unit in np.eye(CONTROL_POINTS)
    ]
    return np.stack(columns, axis=1).astype(np.float32)  # (28, control points)


BASIS = _spline_basis()


def distort(
    images: NDArray[np.uint8], rng: np.random.Generator, distortion: Distortion
) -> NDArray[np.uint8]:
    """Distorts each image at random.

    Args:
        images: uint8 (n, 28, 28).
        rng: Random generator.
        distortion: The largest changes.

    Returns:
        uint8 (n, 28, 28), a new array.
    """
    chunks = [images[start : start + CHUNK] for start in range(0, len(images), CHUNK)]
    bent = [_sample(chunk, _coordinates(len(chunk), rng, distortion)) for chunk in chunks]
    return _vary_thickness(np.concatenate(bent), rng, distortion.thickness)


def shift(images: NDArray[np.uint8], rng: np.random.Generator, farthest: int) -> NDArray[np.uint8]:
    """Shifts each image by a random number of whole pixels.

    Args:
        images: uint8 (n, 28, 28).
        rng: Random generator.
        farthest: Largest shift in either direction, in pixels.

    Returns:
        uint8 (n, 28, 28), a new array; black where the image has moved away.
    """
    padded = np.pad(images, ((0, 0), (farthest, farthest), (farthest, farthest)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE), axis=(1, 2))
    down, right = rng.integers(0, 2 * farthest + 1, (2, len(images)))
    return np.asarray(windows[np.arange(len(images)), down, right])


def _coordinates(count: int, rng: np.random.Generator, by: Distortion) -> NDArray[np.float32]:
    """Where each output pixel is read from: float32 (2, n, 28, 28), rows, then columns."""
    angle = rng.uniform(-by.rotation, by.rotation, count)
    shear = rng.uniform(-by.shear, by.shear, count)
    scale = np.exp(rng.uniform(-by.scale, by.scale, (2, count)))
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.array(
        [
            [cos * scale[0], -sin * scale[1]],
            [(sin + shear * cos) * scale[0], (cos - shear * sin) * scale[1]],
        ],
        dtype=np.float32,
    )  # (2, 2, n)
    grid = np.mgrid[:SIDE, :SIDE].astype(np.float32) - np.float32(CENTRE)  # (2, 28, 28)
    coordinates: NDArray[np.float32] = np.einsum("abn,byx->anyx", matrix, grid, optimize=True)
    coordinates += rng.uniform(-by.shift, by.shift, (2, count, 1, 1)).astype(np.float32) + CENTRE
    knots = rng.standard_normal((2, count, CONTROL_POINTS, CONTROL_POINTS), dtype=np.float32)
    coordinates += np.float32(by.wobble) * (BASIS @ knots @ BASIS.T)  # (2, n, 28, 28)
    return coordinates


def _sample(images: NDArray[np.uint8], coordinates: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Reads the images at coordinates between their pixels (bilinear; black outside)."""
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2))).astype(np.float32)
    rows, columns = np.clip(coordinates + 1, 0, SIDE + 0.999)
    top, left = rows.astype(np.int32), columns.astype(np.int32)
    down, right = rows - top, columns - left
    width = padded.shape[2]
    start = np.arange(len(images), dtype=np.int32)[:, None, None] * (padded.shape[1] * width)
    corner = start + top * width + left
    flat = padded.ravel()
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    lower = flat[corner + width] * (1 - right) + flat[corner + width + 1] * right
    return np.asarray(upper * (1 - down) + lower * down + 0.5).astype(np.uint8)


def _vary_thickness(
    images: NDArray[np.uint8], rng: np.random.Generator, share: float
) -> NDArray[np.uint8]:
    """Makes a share of the images thicker and a share thinner, each by up to a pixel."""
    chance = rng.uniform(size=len(images))
    for chosen, extreme in (
        (chance < share, ndimage.maximum_filter),
        (chance > 1 - share, ndimage.minimum_filter),
    ):
        some = images[chosen].astype(np.float32)
        amount = rng.uniform(0, MOST_CHANGE, (len(some), 1, 1)).astype(np.float32)
        some += amount * (extreme(some, size=(1, 2, 2)) - some)
        images[chosen] = (some + 0.5).astype(np.uint8)
    return images
