"""From any drawing to 28x28: the same digit, however large, wherever, with whatever line."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from siamese.data.digits import Digits
from siamese.handwriting.drawing_tools import TOOLS
from siamese.handwriting.redraw import centre_line
from siamese.preprocessing.digit_image import (
    BOX,
    LINE,
    BlankDrawing,
    DrawingError,
    center_in_28x28,
    normalize_stroke_width,
    to_digit,
)
from tests.support.glyphs import STROKES, on_paper, write

DRAWN = sorted(STROKES)


def digit_or_refusal(picture: np.ndarray) -> np.ndarray | None:
    """What any picture comes to: 28x28 bytes, or a named refusal."""
    try:
        digit = to_digit(picture)
    except DrawingError:
        return None
    assert digit.dtype == np.uint8
    assert digit.shape == (28, 28)
    assert digit.max() > 100
    return digit


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Mean difference of two digits, of 255; our four digits are 25 or more apart."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_our_four_digits_differ() -> None:
    """What the bounds below are to be read against."""
    digits = [to_digit(on_paper(write(digit))) for digit in DRAWN]
    assert min(apart(a, b) for i, a in enumerate(digits) for b in digits[:i]) > 25


@pytest.mark.parametrize("digit", DRAWN)
def test_a_digit_is_framed_as_mnist_frames_it(digit: int) -> None:
    """Longer side 20 (a soft edge may add one), centre of mass in the middle, black outside."""
    framed = to_digit(on_paper(write(digit)))
    rows, columns = np.nonzero(framed > 127)
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21
    y, x = np.mgrid[:28, :28]
    assert (y * (framed / framed.sum())).sum() == pytest.approx(13.75, abs=0.5)
    assert (x * (framed / framed.sum())).sum() == pytest.approx(13.75, abs=0.5)
    assert framed.max() == 255
    assert framed.min() == 0


@given(
    digit=st.sampled_from(DRAWN),
    size=st.floats(25, 300),
    x=st.floats(5, 80),
    y=st.floats(5, 80),
)
@settings(max_examples=60)
def test_shift_and_scale_hardly_matter(digit: int, size: float, x: float, y: float) -> None:
    side = int(size + 2 * max(x, y) + 20)
    picture = on_paper(write(digit, (side, side + 30), size, (x, y), width=size / 15))
    assert apart(to_digit(picture), to_digit(on_paper(write(digit)))) < 6


@pytest.mark.parametrize("digit", DRAWN)
def test_thickness_hardly_matters(digit: int) -> None:
    """Lines of 1 to 40 pixels in a digit of 200: the same picture, the same amount of ink."""
    expected = to_digit(on_paper(write(digit)))
    for width in (1, 2, 3, 5, 8, 12, 20, 30, 40):
        drawn = to_digit(on_paper(write(digit, (300, 300), 200, (50, 50), width)))
        assert apart(drawn, expected) < 6, width
        assert drawn.mean() == pytest.approx(float(expected.mean()), rel=0.1), width


@pytest.mark.parametrize("width", [1, 4, 10, 25, 40])
def test_a_line_gets_mnists_thickness(width: float) -> None:
    """A one: its line is as long as the box is high, less its two round ends."""
    one = to_digit(on_paper(write(1, (300, 300), 200, (50, 50), width)))
    assert one[10:18].sum(axis=1).mean() / 255 == pytest.approx(LINE, rel=0.15)


@pytest.mark.parametrize("digit", DRAWN)
def test_dark_on_light_is_light_on_dark(digit: int) -> None:
    picture = on_paper(write(digit))
    np.testing.assert_array_equal(to_digit(255 - picture), to_digit(picture))


@pytest.mark.parametrize("digit", DRAWN)
@pytest.mark.parametrize(("paper", "full"), [(0.8, 0.2), (0.2, 0.8), (0.6, 0.5), (0.3, 0.4)])
def test_shades_do_not_matter(digit: int, paper: float, full: float) -> None:
    ink = write(digit)
    assert apart(to_digit(on_paper(ink, paper, full)), to_digit(on_paper(ink))) < 1


@pytest.mark.parametrize("digit", DRAWN)
def test_grey_colours_and_a_pad_give_the_same(digit: int) -> None:
    """A pad: ink of any colour on nothing."""
    ink = write(digit)
    grey = on_paper(ink)
    expected = to_digit(grey)
    opacity = on_paper(ink, 0, 1)
    black, white = np.zeros_like(grey), np.full_like(grey, 255)
    for layers in (
        [grey, grey, grey],
        [grey, grey, grey, white],
        [black, black, black, opacity],
        [white, white, white, opacity],
    ):
        assert apart(to_digit(np.stack(layers, axis=-1)), expected) < 1


def test_specks_and_the_edge_of_the_paper_are_left_out() -> None:
    ink = write(3)
    expected = to_digit(on_paper(ink))
    ink[180:182, 180:182] = 1
    ink[:, :4] = 1
    assert apart(to_digit(on_paper(ink)), expected) < 3


def test_a_digit_in_two_parts_keeps_both() -> None:
    """A five whose roof does not touch: it makes the digit wider than its body."""
    body, roof = np.zeros((200, 200), np.float32), np.zeros((200, 200), np.float32)
    body[60:160, 60:68] = 1
    roof[60:68, 90:150] = 1
    both = to_digit(on_paper(body + roof))
    columns = np.nonzero(both.max(axis=0) > 127)[0]
    assert np.ptp(columns) > 14


def test_a_digit_of_mnist_stays_as_it_is(mnist: Digits) -> None:
    """What is in MNIST's form already changes little, and its line's thickness evens out."""
    images = mnist.x_test[:200]
    framed = np.stack([to_digit(image) for image in images]).astype(int)
    assert np.abs(framed - images).mean() < 18  # with another digit's picture it would be 42
    assert framed.mean() == pytest.approx(float(images.mean()), rel=0.2)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_every_tool_draws_the_same_digit(tool: Callable[..., np.ndarray]) -> None:
    """Pencil, photo, scan, a mouse's hairline: nearly the same picture; few pixels, less so."""
    pieces = centre_line(to_digit(on_paper(write(3))))
    expected = to_digit(on_paper(write(3)))
    drawn = [to_digit(tool(pieces, np.random.default_rng(seed))) for seed in range(7)]
    assert np.median([apart(digit, expected) for digit in drawn]) < 20


@pytest.mark.parametrize("side", [5, 28, 100, 600])
def test_a_full_pad_is_blank(side: int) -> None:
    for shade in (0, 255):
        with pytest.raises(BlankDrawing):
            to_digit(np.full((side, side), shade, np.uint8))


@pytest.mark.parametrize("radius", [1, 3, 6])
def test_a_dot_is_asked_to_become_a_digit(radius: int) -> None:
    y, x = np.mgrid[:400, :400] - 200
    with pytest.raises(BlankDrawing, match="only a dot"):
        to_digit(on_paper((np.hypot(y, x) <= radius).astype(np.float32)))


@pytest.mark.parametrize("side", [*range(1, 30, 3), 60, 96, 128, 180])
def test_a_filled_square_is_read_or_refused(side: int) -> None:
    """Whatever its size: its centre line is a point."""
    picture = np.full((200, 200), 255, np.uint8)
    picture[10 : 10 + side, 5 : 5 + side] = 0
    digit_or_refusal(picture)


def test_a_scribble_of_one_pixel_width_is_read() -> None:
    path = np.cumsum(np.random.default_rng(8).integers(-1, 2, (600, 2)), axis=0) + 100
    picture = np.full((200, 200), 255, np.uint8)
    picture[tuple(path.clip(0, 199).T)] = 0
    assert digit_or_refusal(picture) is not None


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=14)))
@settings(max_examples=150)
def test_any_small_picture_is_read_or_refused(picture: np.ndarray) -> None:
    digit_or_refusal(picture)


sides = st.one_of(st.integers(1, 300), st.integers(1, 300), st.integers(301, 2000))  # mostly quick
spans = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
boxes = st.lists(st.tuples(spans, spans, st.integers(0, 255)), max_size=6)


@given(
    height=sides,
    width=sides,
    channels=st.sampled_from([(), (3,), (4,)]),
    paper=st.integers(0, 255),
    drawn=boxes,
    noise=st.sampled_from([0, 3, 60]),
)
@example(200, 200, (), 255, [([0.1, 0.16], [0.1, 0.16], 0)], 0)
@settings(max_examples=120)
def test_any_picture_is_read_or_refused(
    height: int,
    width: int,
    channels: tuple[int, ...],
    paper: int,
    drawn: list[tuple[list[float], list[float], int]],
    noise: int,
) -> None:
    """Boxes of any shade on paper of any shade, in any number of colours, with noise or not."""
    picture = np.full((height, width, *channels), paper, np.uint8)
    for (top, bottom), (left, right), shade in drawn:
        rows = slice(int(top * height), int(bottom * height) + 1)
        picture[rows, int(left * width) : int(right * width) + 1] = shade
    rng = np.random.default_rng(height * 1000 + width)
    grain = rng.integers(-noise, noise + 1, picture.shape)
    digit_or_refusal((picture + grain).clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    "shape", [(2000, 2000, 4), (2000, 1), (1, 2000, 3), (3, 1999), (2000, 700)]
)
@pytest.mark.parametrize("kind", ["noise", "gradient", "stripes", "pixel"])
def test_any_large_picture_is_read_or_refused(shape: tuple[int, ...], kind: str) -> None:
    picture = np.zeros(shape, np.uint8)
    if kind == "noise":
        picture[:] = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    elif kind == "gradient":
        picture += np.linspace(0, 255, shape[1]).astype(np.uint8)[(...,) + (None,) * len(shape[2:])]
    elif kind == "stripes":
        picture[:, ::2] = 255
    else:
        picture[-1, -1] = 255
    digit_or_refusal(picture)


def test_even_gives_thin_and_thick_bars_the_same_line() -> None:
    """A bar 160 high: LINE of BOX − LINE of its height, so 160·2.3 / 17.7 ≈ 21 pixels."""
    for width in (1, 9, 24, 40):
        bar = normalize_stroke_width(np.ones((160, width), dtype=bool))
        middle = bar[bar.shape[0] // 2].sum()
        assert middle == pytest.approx(160 * LINE / (BOX - LINE), abs=6), width


def test_frame_puts_the_centre_of_mass_in_the_middle() -> None:
    """An L 100 high: scaled by 20/100, its corner lies where its mass says."""
    strokes = np.zeros((100, 60), dtype=bool)
    strokes[:, :10] = strokes[90:, :] = True
    rows, columns = np.nonzero(strokes)
    framed = center_in_28x28(strokes)
    top = np.nonzero(framed.max(axis=1) > 127)[0][0]
    left = np.nonzero(framed.max(axis=0) > 127)[0][0]
    assert top == pytest.approx(14 - (rows.mean() + 0.5) / 5, abs=1)
    assert left == pytest.approx(14 - (columns.mean() + 0.5) / 5, abs=1)
