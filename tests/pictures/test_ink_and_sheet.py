"""What a pen did stays, and what it was written on or underlined with goes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.scenes import drawn
from siamese.comparator import Comparator
from siamese.pictures import Finding, find_digit
from siamese.pictures.candidates import candidates, whole_picture
from siamese.pictures.choice import WEIGHTS, is_one, measures
from siamese.pictures.likeness import likeness
from siamese.preprocessing import to_digit

INK, PAPER, DESK = (18, 20, 40), (250, 248, 240), (70, 48, 32)
SIDE = 480
# Where a pen went, in hundredths of the digit's height.
LOOPS = [
    list(
        zip(
            (71, 85, 86, 60, 37, 29, 54, 92, 99, 77, 63),
            (28, 16, 2, 4, 16, 35, 38, 22, 7, 0, 7),
            strict=True,
        )
    ),
    list(
        zip(
            (56, 58, 41, 16, 2, 8, 32, 60, 68, 55, 46),
            (56, 46, 42, 51, 68, 90, 92, 79, 60, 48, 46),
            strict=True,
        )
    ),
]
TWO = [
    list(
        zip(
            (6, 18, 42, 52, 40, 21, 2, 16, 36, 71),
            (0, 3, 10, 26, 60, 80, 94, 100, 98, 88),
            strict=True,
        )
    )
]


def sheet(paper: tuple[int, ...] = PAPER, side: int = SIDE) -> Image.Image:
    return Image.new("RGB", (side, side), paper)


def on_desk(there: Image.Image, desk: tuple[int, ...] = DESK) -> Image.Image:
    around = Image.new("RGB", (there.width + 220, there.height + 140), desk)
    around.paste(there, (120, 70))
    return around


def eight(there: Image.Image, width: int = 52) -> Image.Image:
    pen = ImageDraw.Draw(there)
    pen.ellipse((190, 100, 300, 235), outline=INK, width=width)
    pen.ellipse((170, 235 - width // 2, 320, 375), outline=INK, width=width)
    return there


def zero(there: Image.Image, width: int = 52) -> Image.Image:
    ImageDraw.Draw(there).ellipse((150, 90, 330, 380), outline=INK, width=width)
    return there


def written(
    there: Image.Image,
    strokes: list[list[tuple[int, int]]],
    width: int,
    scale: float,
    ink: tuple[int, ...],
) -> Image.Image:
    """Strokes in the middle of a picture."""
    left, top = (side / 2 - 50 * scale for side in there.size)
    for stroke in strokes:
        line = [(left + x * scale, top + y * scale) for x, y in stroke]
        ImageDraw.Draw(there).line(line, fill=ink, width=width, joint="curve")
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


@pytest.mark.parametrize(("write", "width"), [(eight, 66), (zero, 72)])
def test_the_hole_of_a_bold_digit_is_no_digit(
    write: Callable[[Image.Image, int], Image.Image], width: int, shipped: Comparator
) -> None:
    """If holes are not told, they have the highest score."""
    picture = write(sheet(), width)
    assert distance(found(picture), write(sheet(), 24), shipped) < shipped.threshold


def test_holes_are_told_and_the_digit_around_them_is_not(shipped: Comparator) -> None:
    picture = on_desk(eight(sheet()))
    seen = candidates(np.asarray(picture))
    is_hole = measures(seen, likeness())[:, list(WEIGHTS).index("hole")]
    holes = [one for one, hole in zip(seen, is_hole, strict=True) if hole]
    plain = to_digit(np.asarray(eight(sheet())))
    assert distance(found(picture), eight(sheet()), shipped) < shipped.threshold
    assert holes
    assert all(shipped.distance(one.digit, plain) > shipped.threshold for one in holes)


def test_two_loops_that_do_not_touch_are_an_eight() -> None:
    """By the thinnest of the tools that drawings are made with."""
    line = np.concatenate([np.stack([one[:-1], one[1:]], axis=1) for one in np.divide(LOOPS, 100)])
    there = found(drawn(line, np.random.default_rng([3, 0, 9])))
    assert there.box[3] > 380
    assert there.others == ()


@pytest.mark.parametrize(("width", "side"), [(1, 700), (1, 1500), (2, 1500), (3, 1500)])
def test_a_thin_line_stays_one_part_of_a_large_sheet(
    width: int, side: int, shipped: Comparator
) -> None:
    """On the reduced copy it is grey, and greyest where it runs diagonally."""
    picture = three(sheet(side=side), width)
    assert distance(found(picture), three(sheet(), 14), shipped) < shipped.threshold
    whole = whole_picture(np.asarray(picture))
    assert whole is not None
    assert is_one(whole.place)


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


def test_a_dark_card_is_no_digit_with_a_hole(shipped: Comparator) -> None:
    there = Image.new("RGB", (1800, 1350), (190, 190, 190))
    ImageDraw.Draw(there).polygon(
        [(300, 200), (1500, 260), (1450, 1180), (260, 1120)], fill=(30, 30, 33)
    )
    light = found(written(there, TWO, 12, 3.6, (225, 225, 225)).reduce(3))
    assert distance(light, written(sheet(), TWO, 14, 2.4, INK), shipped) < shipped.threshold
