"""Words and signs on pictures: where their ink is."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from siamese.pairs.text import SIGNS, Box, draw_text, text_width, wrapped

BOX = (20, 10, 180, 40)
WHITE, RED = (255, 255, 255), (200, 0, 0)


def ink_of(*args: object, **settings: object) -> np.ndarray:
    """Where `draw_text` changed a white picture, bool (50, 200)."""
    canvas = Image.new("RGB", (200, 50), WHITE)
    draw_text(canvas, *args, **settings)  # type: ignore[arg-type]
    return (np.asarray(canvas) != WHITE).any(axis=2)


def bounds(ink: np.ndarray) -> Box:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


@pytest.mark.parametrize("sign", ["", *SIGNS])
@pytest.mark.parametrize("align", ["left", "middle", "right"])
def test_a_line_stands_in_its_box_where_it_is_wanted(align: str, sign: str) -> None:
    left, top, right, bottom = bounds(ink_of(BOX, "wrong", 20, RED, align, sign))
    assert top >= 10
    assert bottom <= 40
    spare = {"left": left - 20, "right": 180 - right, "middle": abs(left + right - 200) / 2}
    assert spare[align] <= 3


def test_a_line_is_half_way_up() -> None:
    """The line of x's: small letters, which the eye takes for the middle of a line."""
    _, top, _, bottom = bounds(ink_of(BOX, "xxx", 20, RED))
    assert abs((top + bottom) / 2 - 25) <= 2


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_stands_before_the_word_and_apart_from_it(sign: str) -> None:
    columns = ink_of(BOX, "l", 20, RED, sign=sign).any(axis=0)
    edges = np.flatnonzero(np.diff(columns.astype(int)) == 1)
    assert len(edges) == 2, "two runs of ink: the sign's and the letter's"
    assert edges[1] - edges[0] >= 15


@pytest.mark.parametrize("pair", list(combinations(SIGNS, 2)))
def test_signs_can_be_told_apart_without_colour(pair: tuple[str, str]) -> None:
    one, other = (ink_of(BOX, "", 20, RED, sign=sign) for sign in pair)
    assert (one != other).sum() >= 20


def test_bold_has_more_ink() -> None:
    plain, bold = (ink_of(BOX, "same", 20, RED, bold=bold).sum() for bold in (False, True))
    assert bold > plain * 1.1


def test_ink_has_the_colour_asked_for() -> None:
    canvas = Image.new("RGB", (200, 50), WHITE)
    draw_text(canvas, BOX, "same", 20, RED, sign="=")
    assert (np.asarray(canvas) == RED).all(axis=2).sum() > 50


@given(st.lists(st.text("abc1", min_size=1, max_size=12), max_size=12), st.integers(60, 300))
def test_wrapped_lines_hold_all_words_and_are_no_wider(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), 15, width)
    assert " ".join(lines).split() == words
    assert all(text_width(line, 15) <= width for line in lines if " " in line)
    for line, following in pairwise(lines):
        assert text_width(f"{line} {following.split()[0]}", 15) > width
