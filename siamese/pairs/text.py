"""Text and signs on pictures, in Pillow's own font, with the signs that this font lacks."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

# Lines through points of a unit square, y downwards.
SIGNS: dict[str, list[list[tuple[float, float]]]] = {
    "=": [[(0.08, 0.34), (0.92, 0.34)], [(0.08, 0.66), (0.92, 0.66)]],
    "≠": [[(0.08, 0.34), (0.92, 0.34)], [(0.08, 0.66), (0.92, 0.66)], [(0.7, 0.04), (0.3, 0.96)]],
    "✓": [[(0.06, 0.55), (0.36, 0.85), (0.94, 0.15)]],
    "✗": [[(0.12, 0.12), (0.88, 0.88)], [(0.12, 0.88), (0.88, 0.12)]],
}
FINE = 8  # a sign is drawn this much larger, then reduced, for smooth edges
BOLD = 0.5  # pixels around each letter


def draw_text(
    canvas: Image.Image,
    box: Box,
    text: str,
    size: int,
    colour: Colour,
    align: Literal["left", "middle", "right"] = "left",
    sign: str = "",
    bold: bool = False,
) -> None:
    """Writes a line into a box, vertically centred, with or without a sign before it.

    Args:
        canvas: An RGB picture, changed in place.
        box: Left, top, right and bottom, in pixels.
        text: One line of Latin letters.
        size: Font size, in pixels.
        colour: Colour of text and sign.
        align: Horizontal alignment in the box.
        sign: One of `SIGNS`, or "" for none.
        bold: Whether the letters are bold.
    """
    left, top, right, bottom = box
    sign_size = round(size * 0.75)
    before = sign_size + size // 3 if sign else 0
    spare = right - left - before - text_width(text, size)
    x = left + {"left": 0, "middle": spare // 2, "right": spare}[align]
    middle = (top + bottom) // 2
    if sign:
        canvas.paste(colour, (x, middle - sign_size // 2), _sign(sign, sign_size))
    canvas.paste(colour, (x + before - size, middle - size), _letters(text, size, bold))


def text_width(text: str, size: int) -> int:
    """How wide a line is, in pixels."""
    return round(_font(size).getlength(text))


def wrapped(text: str, size: int, width: int) -> list[str]:
    """The lines of a text, broken between words so that none is wider than `width` pixels.

    A word that is wider than that gets a line of its own. An empty text has no lines.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=1000)  # few words, and the distances on a page
def _letters(text: str, size: int, bold: bool) -> Image.Image:
    """The letters as a mask, vertically centred, with a margin of `size` around."""
    mask = Image.new("L", (text_width(text, size) + 2 * size, 2 * size))
    ImageDraw.Draw(mask).text(
        (size, size + round(size * 0.35)),
        text,
        fill=255,
        font=_font(size),
        anchor="ls",  # on the baseline, so that "same" and "right" are level
        stroke_width=BOLD if bold else 0,
    )
    return mask


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)


@cache
def _sign(sign: str, size: int) -> Image.Image:
    """The sign as a mask, (size, size)."""
    fine = Image.new("L", (size * FINE, size * FINE))
    draw, width = ImageDraw.Draw(fine), round(size * FINE * 0.14)
    for line in SIGNS[sign]:
        points = [(x * size * FINE, y * size * FINE) for x, y in line]
        draw.line(points, fill=255, width=width, joint="curve")
    return fine.reduce(FINE)
