"""The digit among its surroundings: each kind of picture gives what the plain drawing gives."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks import surroundings
from benchmarks.scenes import Scene
from siamese.comparator import Comparator
from siamese.pictures import Finding, find_digit
from siamese.preprocessing import BlankDrawing, to_digit
from tests.support.glyphs import STROKES, on_paper, write

SIDE = 480
DIGITS = (1, 3, 7)
INK = (18, 20, 40)
AT = (150, 120)  # left and top of the digit


def ink_of(digit: int, width: int = 18) -> np.ndarray:
    """Where a digit is written on a sheet: float (480, 480)."""
    return write(digit, frame=(SIDE, SIDE), size=200, at=AT, width=width)


def sheet(digit: int, paper: tuple[int, ...] = (250, 248, 240), width: int = 18) -> Image.Image:
    cover = ink_of(digit, width)[..., None]
    colors = np.array(paper) * (1 - cover) + np.array(INK) * cover
    return Image.fromarray(colors.astype(np.uint8))


def desk(digit: int) -> Image.Image:
    there = Image.new("RGB", (700, 620), (70, 48, 32))
    there.paste(sheet(digit), (120, 70))
    return there


def desk_on_one_side(digit: int) -> Image.Image:
    there = Image.new("RGB", (SIDE + 120, SIDE), (70, 48, 32))
    there.paste(sheet(digit), (120, 0))
    return there


def thin_rim(digit: int) -> Image.Image:
    there = Image.new("RGB", (SIDE + 20, SIDE + 20), (70, 48, 32))
    there.paste(sheet(digit), (10, 10))
    return there


def tilted(digit: int) -> Image.Image:
    return sheet(digit).rotate(8, expand=True, fillcolor=(50, 50, 56))


def letterboxed(digit: int) -> Image.Image:
    there = Image.new("RGB", (SIDE, 1000))
    there.paste(sheet(digit), (0, 260))
    return there


def with_lines(
    digit: int, *lines: tuple[tuple[int, ...], int], color: str = "#26262e"
) -> Image.Image:
    """The digit over lines that were there before it."""
    there = sheet(digit)
    lined = Image.new("RGB", there.size, there.getpixel((0, 0)))
    pen = ImageDraw.Draw(lined)
    for ends, thick in lines:
        pen.line(ends, fill=color, width=thick)
    lined.paste(INK, (0, 0), Image.fromarray((255 * ink_of(digit)).astype(np.uint8)))
    return lined


def ruled(digit: int) -> Image.Image:
    return with_lines(digit, *(((0, y, SIDE, y), 3) for y in range(20, SIDE, 56)), color="#7896be")


def graph_paper(digit: int) -> Image.Image:
    places = range(20, SIDE, 44)
    level = [((0, at, SIDE, at), 2) for at in places]
    return with_lines(digit, *level, *(((at, 0, at, SIDE), 2) for at in places), color="#7896be")


def underlined(digit: int) -> Image.Image:
    return with_lines(digit, ((120, 360, 360, 366), 14))


def in_a_box(digit: int) -> Image.Image:
    there = sheet(digit)
    ImageDraw.Draw(there).rectangle((60, 60, 420, 420), outline=INK, width=5)
    return there


def in_a_box_at_the_edge(digit: int) -> Image.Image:
    there = sheet(digit)
    ImageDraw.Draw(there).rectangle((2, 2, SIDE - 3, SIDE - 3), outline=INK, width=5)
    return there


def in_a_field(digit: int) -> Image.Image:
    there = sheet(digit)
    pen = ImageDraw.Draw(there)
    for left in (-150, 110, 370):
        pen.rectangle((left, 90, left + 260, 350), outline=(90, 90, 100), width=3)
    return there


def in_a_row_of_fields(digit: int) -> Image.Image:
    """The sides between fields are left when their level lines are taken out."""
    there = sheet(digit, width=10)
    pen = ImageDraw.Draw(there)
    for left in range(-20, 500, 235):
        pen.rectangle((left - 100, 90, left + 135, 350), outline=INK, width=6)
    return there


def circled(digit: int) -> Image.Image:
    there = sheet(digit)
    ImageDraw.Draw(there).arc((70, 40, 420, 400), 20, 372, fill=INK, width=9)
    return there


def in_a_shadow(digit: int) -> Image.Image:
    y, x = np.mgrid[:SIDE, :SIDE]
    light = np.where(x + 0.4 * y > 330, 0.45, 1.0)[..., None]
    return Image.fromarray((np.asarray(sheet(digit)) * light).astype(np.uint8))


def half_in_a_shadow(digit: int) -> Image.Image:
    """The shadow's paper is as dark as the ink beside it."""
    light = np.where(np.arange(SIDE) < 235, 0.35, 1.0)[:, None]
    cover = ink_of(digit, 34)[..., None]
    colors = np.array((215, 222, 230)) * (1 - cover) + np.array((30, 95, 50)) * cover
    return Image.fromarray((colors * light).astype(np.uint8))


def with_glare(digit: int) -> Image.Image:
    y, x = np.mgrid[:SIDE, :SIDE]
    lamp = 120 * np.exp(-((x - 330) ** 2 + (y - 140) ** 2) / 2 / 60**2)[..., None]
    board = np.asarray(sheet(digit, (205, 206, 208)), float)
    return Image.fromarray((board + lamp).clip(0, 255).astype(np.uint8))


def transparent_corners(digit: int) -> Image.Image:
    return sheet(digit, (255, 255, 255)).convert("RGBA").rotate(20, expand=True)


def erased(digit: int) -> Image.Image:
    """Ink on nothing, and opaque white where the eraser went."""
    cover = (255 * ink_of(digit)).astype(np.uint8)
    wiped = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(wiped).ellipse((20, 30, 300, 460), fill=255)
    there = sheet(digit, (255, 255, 255)).convert("RGBA")
    there.putalpha(Image.fromarray(np.maximum(cover, np.asarray(wiped))))
    return there


def same_luminance(digit: int) -> Image.Image:
    """Red (201, 40, 40) and blue (60, 70, 218) have the same luminance, 88."""
    cover = ink_of(digit)[..., None]
    colors = np.array((60, 70, 218)) * (1 - cover) + np.array((201, 40, 40)) * cover
    return Image.fromarray(colors.astype(np.uint8))


def white_on_nothing(digit: int) -> Image.Image:
    there = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    there.putalpha(Image.fromarray((255 * ink_of(digit)).astype(np.uint8)))
    return there


def small_on_a4(digit: int) -> Image.Image:
    """8 mm high on a sheet of 210×297 mm at 150 dpi."""
    there = Image.new("RGB", (1240, 1754), "white")
    there.paste(
        Image.fromarray(on_paper(write(digit, frame=(60, 60), size=47, at=(6, 6), width=4))),
        (800, 300),
    )
    return there


KINDS: list[Callable[[int], Image.Image]] = [
    sheet, desk, desk_on_one_side, thin_rim, tilted, letterboxed, ruled, graph_paper, underlined,
    in_a_box, in_a_box_at_the_edge, in_a_field, in_a_row_of_fields, circled, in_a_shadow,
    half_in_a_shadow,
    with_glare, transparent_corners, erased, same_luminance, white_on_nothing, small_on_a4,
]  # fmt: skip


def found(image: Image.Image) -> Finding:
    return find_digit(np.asarray(image))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("digit", DIGITS)
def test_surroundings_change_nothing(
    kind: Callable[[int], Image.Image], digit: int, shipped: Comparator
) -> None:
    plain = to_digit(np.asarray(sheet(digit)))
    there = found(kind(digit))
    assert shipped.distance(there.digit, plain) < shipped.threshold
    assert there.others == ()


@pytest.mark.parametrize(
    ("scene", "digit", "seed"), [(surroundings.circle, 7, 7), (surroundings.desk, 3, 9)]
)
def test_a_circle_and_a_rough_desk_change_nothing(
    scene: Scene, digit: int, seed: int, shipped: Comparator
) -> None:
    """A circle that stays where the digit's bar is taken for a ruling; grain darker than ink."""
    strokes = [np.array(stroke) for stroke in STROKES[digit]]
    line = np.concatenate([np.stack([one[:-1], one[1:]], axis=1) for one in strokes])
    line -= line.min(axis=(0, 1))
    there = found(scene(line / line.max(), np.random.default_rng([5, seed])))
    plain = to_digit(np.asarray(sheet(digit)))
    assert shipped.distance(there.digit, plain) < shipped.threshold
    assert there.others == ()


def test_the_box_holds_the_digit_and_nothing_else() -> None:
    """The pen's middle goes from 150 to 350 at most, and the sheet lies 120 and 70 pixels in."""
    left, top, width, height = found(desk(3)).box
    assert 250 < left < 290 + 120
    assert 180 <= top < 220
    assert left + width < 490
    assert 170 < height < 230


def two_digits(gap: int = 60) -> Image.Image:
    row = [
        write(digit, frame=(SIDE, 240 + gap), size=180, at=(30, 150), width=16) for digit in (7, 3)
    ]
    return Image.fromarray(on_paper(np.concatenate(row, axis=1)))


def test_two_digits_are_told() -> None:
    there = found(two_digits())
    assert len(there.others) == 1
    places = sorted([there.box, there.others[0]])
    assert places[0][0] + places[0][2] < 300 < places[1][0]


def test_a_box_chooses_one_of_two(shipped: Comparator) -> None:
    picture = np.asarray(two_digits())
    for box, digit in (((0, 0, 300, SIDE), 7), ((300, 0, 300, SIDE), 3)):
        one = find_digit(picture, box)
        assert shipped.distance(one.digit, to_digit(np.asarray(sheet(digit)))) < shipped.threshold
        assert one.others == ()
        assert box[0] <= one.box[0] < one.box[0] + one.box[2] <= box[0] + box[2]


@pytest.mark.parametrize("box", [(-1, 0, 9, 9), (0, 0, 601, 9), (0, 470, 9, 11), (5, 5, 0, 9)])
def test_a_box_outside_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"within the picture of 600×480 pixels\. Received: "):
        find_digit(np.asarray(two_digits()), box)


def test_two_parts_of_a_five_are_one_digit() -> None:
    """A 5 whose bar does not touch it: nobody means two digits."""
    there = Image.new("L", (SIDE, SIDE), 255)
    pen = ImageDraw.Draw(there)
    pen.line((200, 120, 330, 118), fill=0, width=18)
    pen.line((196, 140, 190, 220), fill=0, width=18)
    pen.arc((150, 200, 330, 380), 230, 500, fill=0, width=18)
    assert found(there).others == ()


def scribble() -> Image.Image:
    """A mesh of lines over one another."""
    there = Image.new("L", (SIDE, SIDE), 255)
    pen = ImageDraw.Draw(there)
    for at in range(100, 400, 55):
        pen.line((100, at, 380, 480 - at), fill=0, width=12)
        pen.line((at, 90, 480 - at, 390), fill=0, width=12)
    return there


def word() -> Image.Image:
    there = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(there).text((20, 180), "paper", 0, font_size=150)
    return there


def filled() -> Image.Image:
    there = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(there).ellipse((120, 120, 360, 360), fill=0)
    return there


@pytest.mark.parametrize("kind", [scribble, filled], ids=lambda kind: kind.__name__)
def test_what_looks_like_no_digit_is_doubted(kind: Callable[[], Image.Image]) -> None:
    assert found(kind()).doubtful


def test_a_word_is_doubted_or_several() -> None:
    there = found(word())
    assert there.doubtful or there.others


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_not_doubted(digit: int) -> None:
    assert not found(sheet(digit)).doubtful


@pytest.mark.parametrize("shape", [(300, 300), (300, 300, 3), (300, 300, 4), (1, 1), (2, 900)])
def test_nothing_is_found_on_an_empty_picture(shape: tuple[int, ...]) -> None:
    with pytest.raises(BlankDrawing):
        find_digit(np.full(shape, 200, np.uint8))


@pytest.mark.parametrize("shape", [(40, 2000), (700, 500, 3), (64, 64, 4), (3, 3), (1, 500)])
def test_noise_is_read_or_refused(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    try:
        there = find_digit(noise)
    except BlankDrawing:
        return
    assert there.digit.shape == (28, 28)
