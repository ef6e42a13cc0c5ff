"""Pictures as people send them: a digit on a sheet, with whatever lies around it.

A scene takes a digit's line and a random generator, and returns a picture: a sheet of paper with
the digit, then a form's box, rulings, a desk, a shadow and so on, each in a random strength.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from siamese.handwriting.drawing_tools import TOOLS, Segments
from siamese.preprocessing.foreground import LUMINANCE

Color = tuple[int, int, int]
Scene = Callable[[Segments, np.random.Generator], Image.Image]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels

WHITE: Color = (255, 255, 255)
INKS: tuple[Color, ...] = ((20, 20, 24), (30, 40, 120), (150, 30, 30), (70, 70, 70), (20, 90, 50))
PAPERS: tuple[Color, ...] = (WHITE, (235, 232, 224), (245, 240, 210), (215, 222, 230))
RULES: tuple[Color, ...] = ((120, 150, 190), (60, 80, 130), (150, 150, 150), (40, 40, 40))
DESKS: tuple[Color, ...] = (
    (62, 44, 32),
    (140, 100, 60),
    (30, 30, 34),
    (185, 180, 170),
    (90, 110, 90),
)


@dataclass
class Sheet:
    """A sheet of paper with one digit, on which more can be drawn."""

    image: Image.Image
    ink: Color
    width: float  # of the pen, in pixels
    box: Box  # of the digit

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)


def one_of(colors: tuple[Color, ...], rng: np.random.Generator) -> Color:
    """A random color of these."""
    return colors[rng.integers(len(colors))]


def sheet(
    line: Segments,
    rng: np.random.Generator,
    share: tuple[float, float] = (0.25, 0.6),
    ink: Color | None = None,
    paper: Color | None = None,
    room: float = 1.0,
) -> Sheet:
    """A sheet of 400 to 700 pixels with the digit on it, written with a pen.

    Args:
        line: The digit's line.
        rng: Random generator.
        share: The digit's longer side as a share of the sheet's shorter one, from and to.
        ink: Its color; random without it.
        paper: The sheet's.
        room: How far from the middle it may lie: 1 up to the edge, 0 not at all.
    """
    size = np.array(rng.integers(400, 700, 2))
    ink, paper = ink or one_of(INKS, rng), paper or one_of(PAPERS, rng)
    extent = rng.uniform(*share) * size.min()
    width = max(2.0, rng.uniform(0.05, 0.14) * extent)
    span = line.max(axis=(0, 1)) * extent
    free = (size - span) / 2 - 2 * width
    corner = (size - span) / 2 + rng.uniform(-1, 1, 2) * room * np.maximum(free, 0)
    found = Sheet(Image.new("RGB", tuple(size.tolist()), paper), ink, width, (0, 0, 0, 0))
    found.box = write(found, line * extent + corner)
    return found


def write(there: Sheet, line: Segments) -> Box:
    """Draws a line, in pixels, with the sheet's pen.

    Returns:
        Its box.
    """
    radius = there.width / 2
    low, high = line.min(axis=(0, 1)) - radius - 2, line.max(axis=(0, 1)) + radius + 2
    left, top = (int(x) for x in low)
    mask = Image.new("L", (int(high[0] - left) + 2, int(high[1] - top) + 2))
    pen = ImageDraw.Draw(mask)
    for start, end in line - (left, top):
        pen.line([tuple(start), tuple(end)], fill=255)
    away = ndimage.distance_transform_edt(np.asarray(mask) == 0)
    cover = np.clip(radius + 0.5 - away, 0, 1)
    there.image.paste(there.ink, (left, top), Image.fromarray((cover * 255).astype(np.uint8)))
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def camera(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The picture with a little blur and noise."""
    soft = ndimage.gaussian_filter(
        np.asarray(image, np.float32), (rng.uniform(0.3, 1), rng.uniform(0.3, 1), 0)
    )
    return picture(soft + rng.normal(0, rng.uniform(0.5, 4), soft.shape))


def picture(colors: NDArray[np.floating]) -> Image.Image:
    """Colors from 0 to 255 as a picture."""
    return Image.fromarray(np.clip(colors, 0, 255).astype(np.uint8))


def drawn(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Any of the tools that drawings are trained with, and nothing around the digit."""
    return Image.fromarray(TOOLS[rng.integers(len(TOOLS))](line, rng))


def plain(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Ink on paper, in color."""
    return camera(sheet(line, rng).image, rng)


def same_luminance(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Ink and paper of different hues and of one luminance."""
    hue, other = rng.uniform(), rng.uniform(0.25, 0.75)
    pure = np.array([colorsys.hsv_to_rgb((hue + add) % 1, 1, 1) for add in (0, other)])
    light = pure @ LUMINANCE
    target = light.min() * rng.uniform(0.7, 1)
    ink, paper = (tuple((255 * one).astype(int).tolist()) for one in pure * target / light[:, None])
    return camera(sheet(line, rng, ink=ink, paper=paper).image, rng)


def chalkboard(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Light chalk on a dark board that is not quite clean."""
    board = one_of(((30, 60, 45), (35, 35, 38), (40, 50, 80)), rng)
    image = sheet(line, rng, ink=(230, 230, 220), paper=board).image
    cloud = ndimage.gaussian_filter(rng.standard_normal(image.size[::-1]), rng.uniform(8, 40))
    return camera(
        picture(np.asarray(image) + rng.uniform(2, 9) * (cloud / cloud.std())[..., None]), rng
    )


def box(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A printed box round the digit, sometimes along the picture's edge."""
    there = sheet(line, rng, room=0.6)
    gap = rng.uniform(0.1, 0.6) * max(there.box[2] - there.box[0], there.box[3] - there.box[1])
    frame = (there.box[0] - gap, there.box[1] - gap, there.box[2] + gap, there.box[3] + gap)
    if rng.uniform() < 0.25:
        edge = rng.uniform(0, 8)
        frame = (edge, edge, there.image.width - 1 - edge, there.image.height - 1 - edge)
    color = there.ink if rng.uniform() < 0.3 else one_of(RULES, rng)
    there.pen.rectangle(frame, outline=color, width=int(rng.integers(1, 7)))
    return camera(there.image, rng)


def form(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A row of fields, and the digit in one of them."""
    there = sheet(line, rng, (0.15, 0.3), room=0.5)
    left, top, right, bottom = there.box
    side = max(right - left, bottom - top) * rng.uniform(1.15, 1.7)
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    color, thick, before = one_of(RULES, rng), int(rng.integers(1, 5)), int(rng.integers(0, 4))
    for place in range(-before, int(rng.integers(1, 4))):
        at = x + place * side
        there.pen.rectangle((at, y, at + side, y + side), outline=color, width=thick)
    return camera(there.image, rng)


def _rulings(there: Sheet, spacing: float, axis: int, color: Color, thick: int, at: float) -> None:
    width, height = there.image.size
    for place in np.arange(at, (height, width)[axis], spacing):
        ends = [(0, place), (width, place)] if axis == 0 else [(place, 0), (place, height)]
        there.pen.line(ends, fill=color, width=thick)


def _ruled(line: Segments, rng: np.random.Generator, axes: tuple[int, ...]) -> Image.Image:
    there = sheet(line, rng, ink=one_of(INKS, rng))
    written = there.image.copy()
    extent = max(there.box[2] - there.box[0], there.box[3] - there.box[1])
    spacing, color = extent * rng.uniform(0.15, 1.2), one_of(RULES, rng)
    thick = int(rng.integers(1, max(2, int(0.5 * there.width)) + 1))
    for axis in axes:
        _rulings(there, spacing, axis, color, thick, rng.uniform(0, spacing))
    paper = np.asarray(written).reshape(-1, 3)[0]
    inked = np.abs(np.asarray(written).astype(int) - paper).sum(axis=2) > 60
    there.image.paste(written, (0, 0), Image.fromarray(inked))  # the pen writes over the print
    turned = there.image.rotate(
        rng.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=tuple(paper.tolist())
    )
    return camera(turned if rng.uniform() < 0.5 else there.image, rng)


def ruled(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Ruled paper, sometimes a little turned."""
    return _ruled(line, rng, (0,))


def graph(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Graph paper, sometimes a little turned."""
    return _ruled(line, rng, (0, 1))
