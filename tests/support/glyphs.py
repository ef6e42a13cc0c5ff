"""Digits without a data set: strokes that a test draws as it likes, and a small set to train on."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from siamese.data.digits import Digits

Picture = np.ndarray

# Where the pen goes, (x, y) in a box one wide and one high.
STROKES: dict[int, list[list[tuple[float, float]]]] = {
    1: [[(0.4, 0.0), (0.5, 1.0)]],
    3: [[(0.2, 0.05), (0.7, 0.0), (0.8, 0.25), (0.4, 0.5), (0.8, 0.75), (0.6, 1.0), (0.15, 0.9)]],
    4: [[(0.3, 0.0), (0.15, 0.6), (0.85, 0.55)], [(0.65, 0.15), (0.6, 1.0)]],
    7: [[(0.1, 0.0), (0.8, 0.02), (0.4, 1.0)]],
}


def write(
    digit: int,
    frame: tuple[int, int] = (200, 200),
    size: float = 120,
    at: tuple[float, float] = (40, 40),
    width: float = 8,
) -> Picture:
    """Draws a digit: float32 ink of `frame` (height, width), 0 paper, 1 ink, anti-aliased.

    Args:
        digit: A key of `STROKES`.
        frame: (height, width) of the picture, in pixels.
        size: Height of the line's way, in pixels.
        at: (x, y) of its upper left corner.
        width: Of the line, in pixels.
    """
    y, x = np.mgrid[: frame[0], : frame[1]] + 0.5
    away = np.full(frame, np.inf)
    for start, end in _pieces(digit):
        ax, ay = np.add(at, np.multiply(start, size))
        bx, by = np.add(at, np.multiply(end, size))
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        along = along.clip(0, 1)
        piece = np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
        away = np.minimum(away, piece)
    return np.clip(width / 2 + 0.5 - away, 0, 1).astype(np.float32)


def _pieces(digit: int) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for stroke in STROKES[digit]:
        yield from pairwise(stroke)


def on_paper(ink: Picture, paper: float = 1.0, full: float = 0.0) -> Picture:
    """Ink on paper: uint8, both shades from 0 black to 1 white."""
    return np.asarray(np.clip(paper + (full - paper) * ink, 0, 1) * 255 + 0.5).astype(np.uint8)


def printed(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Printed digits, turned and shifted: uint8 (count, 28, 28), and what they show."""
    rng = np.random.default_rng(seed)
    font = ImageFont.load_default(22)
    labels = rng.permutation(np.arange(count) % 10).astype(np.uint8)
    images = []
    for label in labels:
        image = Image.new("L", (28, 28))
        at = (8 + rng.uniform(-1.5, 1.5), 1 + rng.uniform(-1.5, 1.5))
        ImageDraw.Draw(image).text(at, str(label), fill=255, font=font)
        images.append(np.asarray(image.rotate(rng.uniform(-12, 12), Image.Resampling.BILINEAR)))
    return np.stack(images), labels


def printed_digits(train: int = 360, test: int = 120) -> Digits:
    """A set of printed digits in MNIST's form."""
    return Digits(*printed(train, seed=1), *printed(test, seed=2), "print", "drawn by the tests")
