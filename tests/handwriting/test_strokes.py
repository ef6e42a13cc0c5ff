"""From a path to a line: through its points, sharp where it says so, lifted at a slash."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.handwriting.strokes import SPACING, PenPath

CORNER = "0,0 60,0! 60,100"
POINTS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, unique=True)


def text_of(points: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def away(path: PenPath, weights: np.ndarray) -> np.ndarray:
    """How far each point of a path is from the nearest of its line's."""
    line = weights @ path.points
    return np.linalg.norm(path.points[:, None] - line[None], axis=2).min(axis=1)


@given(POINTS)
def test_a_careful_line_passes_every_point(points: list[tuple[int, int]]) -> None:
    path = PenPath.read(text_of(points))
    assert (path.careful.shape[0], path.careful.shape[1]) == (len(path.line_stroke), len(points))
    ends = (path.careful @ path.points)[[0, -1]]
    np.testing.assert_allclose(ends, path.points[[0, -1]], atol=1e-9)
    assert away(path, path.careful).max() < 2 * SPACING / 100


@given(POINTS)
def test_a_line_moves_with_its_points(points: list[tuple[int, int]]) -> None:
    """All weights of a point of the line add up to 1."""
    path = PenPath.read(text_of(points))
    np.testing.assert_allclose(path.careful.sum(axis=1), 1, atol=1e-9)
    np.testing.assert_allclose(path.hasty.sum(axis=1), 1, atol=1e-9)


def test_a_sharp_turn_is_sharp() -> None:
    """Right along the top, then straight down: no point of the line is anywhere else."""
    path = PenPath.read(CORNER)
    x, y = (path.careful @ path.points).T
    assert np.all(np.isclose(y, -0.5) | np.isclose(x, 0.3))
    assert away(path, path.careful).max() < 1e-9


def test_without_the_sign_the_turn_is_round() -> None:
    """The line leaves the frame of its points, as a pen that swings round does."""
    path = PenPath.read(CORNER.replace("!", ""))
    x, y = (path.careful @ path.points).T
    assert not np.all(np.isclose(y, -0.5) | np.isclose(x, 0.3))


def test_haste_cuts_corners() -> None:
    path = PenPath.read(CORNER)
    assert away(path, path.hasty)[1] > 0.02


def test_a_pen_is_lifted_between_strokes() -> None:
    """Ten hundredths are four steps of 2.5, twenty are eight; nothing lies between the strokes."""
    path = PenPath.read("0,0 10,0 / 0,50 20,50")
    assert path.stroke.tolist() == [0, 0, 1, 1]
    assert path.line_stroke.tolist() == [0] * 4 + [1] * 8
    heights = (path.careful @ path.points)[:, 1]
    np.testing.assert_allclose(heights, np.repeat([-0.25, 0.25], [4, 8]))


@pytest.mark.parametrize("text", ["", "1,2", "0,0 1,1 / 5,5", "0,0 1;1", "0,0 a,b", "0,0 1,2,3"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PenPath.read(text)
