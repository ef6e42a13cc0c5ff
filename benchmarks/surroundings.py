"""More scenes: what a hand adds, what a photograph shows beside the sheet, and what a file does."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from benchmarks.scenes import (
    DESKS,
    INKS,
    WHITE,
    Scene,
    box,
    camera,
    chalkboard,
    drawn,
    form,
    graph,
    one_of,
    picture,
    plain,
    ruled,
    same_luminance,
    sheet,
    write,
)
from siamese.handwriting.drawing_tools import Segments


def underline(line: Segments, rng: np.random.Generator) -> Image.Image:
    """The digit underlined once or twice by hand."""
    there = sheet(line, rng, room=0.5)
    left, _, right, bottom = there.box
    middle, reach = (left + right) / 2, (bottom - there.box[1]) * rng.uniform(0.4, 0.9)
    for stroke in range(int(rng.integers(1, 3))):
        y = bottom + (bottom - there.box[1]) * (rng.uniform(0.05, 0.3) + 0.15 * stroke)
        slope = rng.uniform(-0.06, 0.06) * reach
        ends = np.array([[[middle - reach, y - slope], [middle + reach, y + slope]]])
        write(there, ends)
    return camera(there.image, rng)


def circle(line: Segments, rng: np.random.Generator) -> Image.Image:
    """The digit circled by hand."""
    there = sheet(line, rng, (0.2, 0.5), room=0.4)
    left, top, right, bottom = there.box
    angle = np.linspace(0, 2 * np.pi + rng.uniform(-0.2, 0.3), 80)
    wobble = 1 + 0.05 * np.sin(angle * rng.integers(1, 4) + rng.uniform(0, 6))
    radius = 0.5 * np.hypot(right - left, bottom - top) * rng.uniform(1.1, 1.6)
    x = (left + right) / 2 + rng.uniform(0.85, 1.2) * radius * wobble * np.cos(angle)
    y = (top + bottom) / 2 + radius * wobble * np.sin(angle)
    points = np.stack([x, y], axis=1)
    if rng.uniform() < 0.4:
        there.ink = one_of(INKS, rng)
    there.width = max(2.0, there.width * rng.uniform(0.4, 1.1))
    write(there, np.stack([points[:-1], points[1:]], axis=1))
    return camera(there.image, rng)


def _wood(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    grain = ndimage.gaussian_filter(
        rng.standard_normal(size[::-1]), (rng.uniform(0.5, 3), rng.uniform(5, 60))
    )
    strength = rng.uniform(0, 14) * grain / grain.std()
    return picture(np.array(one_of(DESKS, rng)) + strength[..., None])


def desk(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A desk beside the sheet, on one to four sides and up to 40 % of the width."""
    paper = sheet(line, rng).image
    sides = rng.permutation(4) < rng.integers(1, 5)
    part = (
        rng.uniform(0.01, 0.4, 4) * sides / max(1, sides[0] + sides[2], sides[1] + sides[3]) * 1.2
    )
    left, top, right, bottom = np.minimum(part, 0.4)
    width, height = paper.width / (1 - left - right), paper.height / (1 - top - bottom)
    there = _wood((int(width), int(height)), rng)
    there.paste(paper, (int(left * width), int(top * height)))
    return camera(there, rng)


def tilted(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A tilted sheet on a desk, cut by the picture's edge or not."""
    paper = sheet(line, rng, (0.25, 0.45), room=0.5).image
    turn = rng.uniform(-18, 18)
    turned = paper.convert("RGBA").rotate(turn, Image.Resampling.BICUBIC, expand=True)
    grow = rng.uniform(0.85, 1.3)
    there = _wood((int(turned.width * grow), int(turned.height * grow)), rng)
    corner = ((there.width - turned.width) // 2, (there.height - turned.height) // 2)
    there.paste(turned, corner, turned)
    return camera(there, rng)


def letterbox(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Bars of one color above and below, or all around."""
    paper = sheet(line, rng).image
    wide, high = rng.uniform(0, 0.6, 2) * (rng.uniform(size=2) < 0.7)
    size = (int(paper.width * (1 + wide)), int(paper.height * (1.02 + high)))
    there = Image.new("RGB", size, one_of(((0, 0, 0), (40, 40, 44), (128, 128, 128)), rng))
    there.paste(paper, ((there.width - paper.width) // 2, (there.height - paper.height) // 2))
    return there


def _light(image: Image.Image, light: np.ndarray) -> Image.Image:
    return picture(np.asarray(image, np.float32) * light[..., None])


def shadow(line: Segments, rng: np.random.Generator) -> Image.Image:
    """The edge of a shadow across the sheet, sharp or soft."""
    image = sheet(line, rng).image
    y, x = np.mgrid[: image.height, : image.width] / max(image.size) - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    across = np.cos(angle) * x + np.sin(angle) * y - rng.uniform(-0.3, 0.3)
    dark = rng.uniform(0.25, 0.65)
    return camera(_light(image, 1 - dark / (1 + np.exp(-across * rng.uniform(20, 300)))), rng)


def glare(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A marker on a grey whiteboard, with a lamp's reflection."""
    there = sheet(line, rng, paper=(205, 206, 208), room=0.5)
    image = there.image
    y, x = np.mgrid[: image.height, : image.width]
    spread = rng.uniform(0.05, 0.2) * max(image.size)
    at = np.hypot(x - rng.uniform(0, image.width), y - rng.uniform(0, image.height))
    lamp = rng.uniform(60, 170) * np.exp(-((at / spread) ** 2) / 2)
    return camera(picture(np.asarray(image, np.float32) + lamp[..., None]), rng)


def corners(line: Segments, rng: np.random.Generator) -> Image.Image:
    """White paper with transparent corners: a straightened scan, or a window with a shadow."""
    paper = sheet(line, rng, paper=WHITE).image.convert("RGBA")
    if rng.uniform() < 0.6:
        return paper.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)
    mask = Image.new("L", paper.size)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, *(side - 1 for side in paper.size)), rng.uniform(8, 40), fill=255
    )
    margin = int(rng.integers(10, 60))
    there = Image.new("RGBA", (paper.width + 2 * margin, paper.height + 2 * margin))
    shade = Image.new("L", there.size)
    shade.paste(mask.point(lambda value: value // 3), (margin, margin + margin // 4))
    soft = ndimage.gaussian_filter(np.asarray(shade), margin / 3)
    there.putalpha(Image.fromarray(soft))
    there.paste(paper, (margin, margin), mask)
    return there


def eraser(line: Segments, rng: np.random.Generator) -> Image.Image:
    """Ink on a transparent canvas, on which an eraser has painted opaque white."""
    there = sheet(line, rng, ink=(0, 0, 0), paper=WHITE)
    inked = 255 - np.asarray(there.image.convert("L"))
    opaque = Image.fromarray(inked)
    wipe = ImageDraw.Draw(opaque)
    for _ in range(int(rng.integers(1, 8))):
        x, y = rng.uniform(0, there.image.width), rng.uniform(0, there.image.height)
        reach = rng.uniform(0.05, 0.5) * np.array(there.image.size)
        wipe.ellipse((x - reach[0], y - reach[1], x + reach[0], y + reach[1]), fill=255)
    cover = np.maximum(np.asarray(opaque), inked)
    return Image.merge("RGBA", [*there.image.split(), Image.fromarray(cover)])


def deep(line: Segments, rng: np.random.Generator) -> Image.Image:
    """16 bits, of which 8, 10, 12 or all are used."""
    grey = np.asarray(sheet(line, rng).image.convert("L"), np.float64) / 255
    most = 2 ** int(rng.choice([8, 10, 12, 16])) - 1
    return Image.fromarray((grey * most).astype(np.uint16))


def small(line: Segments, rng: np.random.Generator) -> Image.Image:
    """A digit of 6 to 12 mm on A4 at 150 to 300 dpi."""
    dots = rng.uniform(150, 300) / 25.4  # a millimetre
    there = sheet(line, rng)
    there.image = Image.new("RGB", (int(210 * dots), int(297 * dots)), WHITE)
    there.width = rng.uniform(0.4, 0.9) * dots
    extent = rng.uniform(6, 12) * dots
    room = np.array(there.image.size) - extent - 20 * dots
    write(there, line * extent + 10 * dots + rng.uniform(0, 1, 2) * room)
    return there.image


SCENES: tuple[Scene, ...] = (drawn, plain, same_luminance, chalkboard, box, form, ruled, graph)
SCENES += (underline, circle, desk, tilted, letterbox, shadow, glare, corners, eraser, deep, small)
