"""What a pen did stays, and what it was written on or underlined with goes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from siamese.comparator import Comparator
from siamese.pictures import Finding, find_digit
from siamese.preprocessing import to_digit

INK, PAPER, DESK = (18, 20, 40), (250, 248, 240), (70, 48, 32)
SIDE = 480


def sheet(paper: tuple[int, ...] = PAPER, side: int = SIDE) -> Image.Image:
    return Image.new("RGB", (side, side), paper)


def on_desk(there: Image.Image, desk: tuple[int, ...] = DESK) -> Image.Image:
    around = Image.new("RGB", (there.width + 220, there.height + 140), desk)
    around.paste(there, (120, 70))
    return around


def eight(there: Image.Image, width: int = 52, apart: int = 0) -> Image.Image:
    """An 8 of two loops; they touch where they are not apart, in pixels."""
    pen = ImageDraw.Draw(there)
    pen.ellipse((190, 100, 300, 235 - apart), outline=INK, width=width)
    pen.ellipse((170, 235 - width // 2, 320, 375), outline=INK, width=width)
    return there


def three(
    there: Image.Image, width: int, x: int = 160, y: int = 110, ink: tuple[int, ...] = INK
) -> Image.Image:
    """A 3 of 160×270 pixels."""
    pen = ImageDraw.Draw(there)
    pen.arc((x + 10, y, x + 150, y + 135), 200, 450, ink, width)
    pen.arc((x, y + 125, x + 160, y + 270), 270, 530, ink, width)
    return there


def distance(found: Finding, plain: Image.Image, shipped: Comparator) -> float:
    assert found.others == ()
    return shipped.distance(found.digit, to_digit(np.asarray(plain)))


def found(image: Image.Image) -> Finding:
    return find_digit(np.asarray(image))


def test_the_hole_of_an_eight_is_no_digit(shipped: Comparator) -> None:
    """Paper inside a bold line has a digit's shape."""
    there = found(on_desk(eight(sheet())))
    assert distance(there, eight(sheet()), shipped) < shipped.threshold


def test_two_loops_that_do_not_touch_are_an_eight(shipped: Comparator) -> None:
    there = found(eight(sheet(), 2, apart=8))
    assert distance(there, eight(sheet(), 14), shipped) < shipped.threshold


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_thin_line_stays_on_a_large_sheet(width: int, shipped: Comparator) -> None:
    there = found(three(sheet(side=1500), width))
    assert distance(there, three(sheet(), 14), shipped) < shipped.threshold


@pytest.mark.parametrize("corner", [(0, 110), (160, 0), (319, 110), (160, 209), (0, 0)])
def test_a_digit_may_touch_the_pictures_edge(corner: tuple[int, int], shipped: Comparator) -> None:
    there = found(three(sheet(), 14, *corner))
    assert distance(there, three(sheet(), 14), shipped) < shipped.threshold
    assert there.box[3] > 250


@pytest.mark.parametrize("below", [2, 12, 30])
def test_an_underline_goes(below: int, shipped: Comparator) -> None:
    """It may touch the digit."""
    there = three(sheet(), 14)
    y = 380 + below
    ImageDraw.Draw(there).line((90, y, 400, y + 6), fill=INK, width=14)
    assert distance(found(there), three(sheet(), 14), shipped) < shipped.threshold
    assert found(there).box[1] + found(there).box[3] < 400


def grained_desk() -> Image.Image:
    """A desk of 900×760 pixels, whose grain is darker than pencil."""
    there = Image.new("RGB", (900, 760), (140, 100, 60))
    pen, rng = ImageDraw.Draw(there), np.random.default_rng(3)
    for y in range(0, there.height, 12):
        slant, width = rng.integers((-6, 1), (6, 6))
        pen.line((0, y, there.width, y + slant), fill=(30, 20, 10), width=int(width))
    return there


def test_pencil_is_seen_on_a_sheet_whatever_lies_around_it(shipped: Comparator) -> None:
    desk = grained_desk()
    desk.paste(three(sheet(), 7, ink=(190, 190, 190)), (200, 140))
    there = found(desk)
    assert distance(there, three(sheet(), 14), shipped) < shipped.threshold
    assert there.box[0] > 300


def test_a_dark_card_is_no_digit_with_holes(shipped: Comparator) -> None:
    there = found(on_desk(three(sheet((30, 30, 33)), 12, ink=(235, 235, 235)), (205, 205, 200)))
    assert distance(there, three(sheet(), 14), shipped) < shipped.threshold
