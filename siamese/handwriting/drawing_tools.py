"""Eight tools that draw a digit's line on a picture: pen, pencil, photo, scan and others.

Each takes the line and a random generator, and returns a picture of any size. They show what
MNIST does not: very thin and very thick lines, few pixels, grey and rough paper, uneven light.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

Picture = NDArray[np.uint8]  # (height, width), grey
Ink = NDArray[np.float32]  # (height, width), 0 paper, 1 ink
Segments = NDArray[np.float64]  # (n, 2 ends, 2): x and y, the digit's longer side being 1
Tool = Callable[[Segments, np.random.Generator], Picture]

QUICK_FRAME = 160  # largest frame of the tools that training draws with, in pixels


def _stroke(
    line: Segments, frame: int, share: float, width: float, rng: np.random.Generator
) -> Ink:
    """Draws a line `width` pixels wide, over `share` of a square frame, at a random place."""
    extent = share * frame
    ends = line * extent
    room = np.maximum(frame - ends.max(axis=(0, 1)) - width - 2, 0)
    ends = ends + width / 2 + 1 + rng.uniform(0, 1, 2) * room
    canvas = Image.new("1", (frame, frame))
    pen = ImageDraw.Draw(canvas)
    for start, end in ends:
        pen.line([tuple(start), tuple(end)], fill=1)
    away = ndimage.distance_transform_edt(~np.asarray(canvas))
    return np.clip(width / 2 + 0.5 - away, 0, 1).astype(np.float32)


def _picture(grey: NDArray[np.floating]) -> Picture:
    return np.asarray(np.clip(grey, 0, 1) * 255 + 0.5).astype(np.uint8)


def pen(line: Segments, rng: np.random.Generator) -> Picture:
    """A pen on a screen: an even line of moderate width."""
    frame = int(rng.integers(60, QUICK_FRAME))
    share = rng.uniform(0.4, 0.85)
    return _picture(1 - _stroke(line, frame, share, rng.uniform(0.03, 0.1) * frame, rng))


def thick(line: Segments, rng: np.random.Generator) -> Picture:
    """A very thick line: up to a quarter of the digit."""
    frame = int(rng.integers(60, QUICK_FRAME))
    share = rng.uniform(0.5, 0.75)
    return _picture(1 - _stroke(line, frame, share, rng.uniform(0.1, 0.25) * share * frame, rng))


def mouse(line: Segments, rng: np.random.Generator) -> Picture:
    """A line of one to three pixels in a frame of 28 to 1000."""
    frame = int(rng.integers(28, 1000))
    return _picture(1 - _stroke(line, frame, rng.uniform(0.35, 0.9), int(rng.integers(1, 4)), rng))


def pixels(line: Segments, rng: np.random.Generator) -> Picture:
    """8 to 20 pixels a side, grey or black and white, often stretched to fill the square."""
    side = int(rng.integers(8, 21))
    ink = _stroke(line, 128, 0.75, rng.uniform(8, 18), rng)
    rows, columns = ndimage.find_objects((ink > 0.5).astype(np.uint8))[0]
    height, width = rows.stop - rows.start, columns.stop - columns.start
    factor = side / max(height, width)
    stretch = rng.uniform(1, 2) if rng.uniform() < 0.5 else 1.0
    size = (
        int(np.clip(round(width * factor * stretch), 2, side)),
        int(np.clip(round(height * factor * stretch), 2, side)),
    )
    small = Image.fromarray(_picture(ink[rows, columns])).resize(size, Image.Resampling.BOX)
    canvas = Image.new("L", (side, side))
    canvas.paste(small, ((side - size[0]) // 2, (side - size[1]) // 2))
    grey = np.asarray(canvas)
    if side > 12 and rng.uniform() < 0.5:
        grey = np.where(grey > 110, 255, 0).astype(np.uint8)
    return 255 - grey if rng.uniform() < 0.5 else grey


def light_on_dark(line: Segments, rng: np.random.Generator) -> Picture:
    """Chalk: light on dark, of any contrast."""
    frame = int(rng.integers(60, 400))
    ink = _stroke(line, frame, rng.uniform(0.4, 0.85), rng.uniform(0.03, 0.1) * frame, rng)
    return _picture(rng.uniform(0, 0.3) + rng.uniform(0.3, 0.7) * ink)


def pencil(line: Segments, rng: np.random.Generator) -> Picture:
    """Faint pencil on rough paper."""
    frame = int(rng.integers(120, 1000))
    ink = _stroke(line, frame, rng.uniform(0.4, 0.85), rng.uniform(0.015, 0.04) * frame, rng)
    pressure = ndimage.gaussian_filter(rng.uniform(0.3, 1.7, ink.shape), frame / 15)
    return _on_paper(ink * np.clip(pressure, 0.5, 1), rng, contrast=rng.uniform(0.12, 0.35))


def photo(line: Segments, rng: np.random.Generator) -> Picture:
    """Ink on paper, photographed: a page or a tight crop, in uneven light, sometimes in shadow."""
    frame = int(np.exp(rng.uniform(np.log(32), np.log(1000))))
    share = rng.uniform(0.3, 0.92)
    ink = _stroke(line, frame, share, rng.uniform(0.04, 0.15) * share * frame, rng)
    y, x = np.mgrid[:frame, :frame] / frame - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    across = np.cos(angle) * x + np.sin(angle) * y
    light = rng.uniform(0.05, 0.5) * across - rng.uniform(0, 0.5) * (x**2 + y**2)
    if rng.uniform() < 0.3:
        light -= 0.15 / (1 + np.exp(-(across - rng.uniform(-0.3, 0.3)) * rng.uniform(8, 40)))
    return _on_paper(ink, rng, contrast=rng.uniform(0.25, 0.6), light=light)


def scan(line: Segments, rng: np.random.Generator) -> Picture:
    """Ink on grey paper, evenly lit."""
    frame = int(rng.integers(60, 600))
    ink = _stroke(line, frame, rng.uniform(0.4, 0.9), rng.uniform(0.02, 0.09) * frame, rng)
    return _on_paper(ink, rng, contrast=rng.uniform(0.4, 0.8))


def _on_paper(
    ink: Ink, rng: np.random.Generator, contrast: float, light: NDArray[np.floating] | float = 0.0
) -> Picture:
    """Soft dark ink on grey paper with a grain, taken by a camera with noise."""
    grain = ndimage.gaussian_filter(rng.standard_normal(ink.shape), rng.uniform(0.7, 3))
    grain *= rng.uniform(0.005, 0.025) / grain.std()
    noise = rng.standard_normal(ink.shape) * rng.uniform(0, 0.02)
    soft = ndimage.gaussian_filter(ink, rng.uniform(0.3, max(0.4, len(ink) / 400)))
    return _picture(rng.uniform(0.55, 0.95) + light - contrast * soft + grain + noise)


QUICK_TOOLS: tuple[Tool, ...] = (pen, thick, pixels)
TOOLS: tuple[Tool, ...] = (*QUICK_TOOLS, mouse, light_on_dark, pencil, photo, scan)
