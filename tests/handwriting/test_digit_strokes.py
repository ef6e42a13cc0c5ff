"""The ways to write a digit that a network confuses are as usual as among people."""

from collections.abc import Callable

import numpy as np
import pytest

from siamese.handwriting.digit_strokes import NUMERALS
from siamese.handwriting.strokes import PenPath

Lines = list[np.ndarray]  # of each stroke its points (k, 2), 1 being a digit's height, y down


def strokes_of(text: str) -> Lines:
    path = PenPath.read(text)
    line = path.careful @ path.points
    return [line[path.line_stroke == number] for number in range(path.line_stroke.max() + 1)]


def has_ink_within(strokes: Lines) -> bool:
    """A slash or a dot: the pen comes near the middle of the frame."""
    return bool(np.linalg.norm(np.concatenate(strokes), axis=1).min() < 0.12)


def has_foot(strokes: Lines) -> bool:
    """The lowest tenth is wide."""
    points = np.concatenate(strokes)
    return bool(np.ptp(points[points[:, 1] > points[:, 1].max() - 0.1, 0]) > 0.25)


def ends_in_hook(strokes: Lines) -> bool:
    """The pen rises again at the end, by less than a quarter."""
    last = strokes[-1]
    return bool(0.04 < last[:, 1].max() - last[-1, 1] < 0.25)


def has_bar(strokes: Lines) -> bool:
    """Below the middle, there is a stretch that is wide and hardly high."""
    points = np.concatenate(strokes)
    return any(
        np.ptp(points[(points[:, 1] > low) & (points[:, 1] < low + 0.1), 0]) > 0.25
        for low in np.arange(-0.1, 0.2, 0.02)
    )


def has_stem_above_hat(strokes: Lines) -> bool:
    """Of two strokes, the second begins well below the first one and left of it."""
    if len(strokes) < 2:
        return False
    (x, y), (hat_x, hat_y) = strokes[0][0], strokes[1][0]
    return bool(hat_y > y + 0.1 and hat_x < x)


@pytest.mark.parametrize(
    ("digit", "is_so", "share"),
    [
        (0, has_ink_within, 0.055),  # slashes, 4 %, and dots
        (1, has_foot, 0.12),  # with a flag 7 to 10 %, and some without
        (1, ends_in_hook, 0.07),
        (5, has_stem_above_hat, 0.10),
        (7, has_bar, 0.34),  # 36 % with those whose bar is slanted
    ],
)
def test_a_way_is_as_usual_as_it_was_counted(
    digit: int, is_so: Callable[[Lines], bool], share: float
) -> None:
    usual = NUMERALS[digit]
    found = sum(weight for text, weight in usual.items() if is_so(strokes_of(text)))
    assert found / sum(usual.values()) == pytest.approx(share, abs=0.02)
