"""Ink and paper: which is which, on whatever paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from siamese.preprocessing.foreground import BlankDrawing, find_ink, otsu
from siamese.preprocessing.image_file import DrawingError
from tests.support.glyphs import on_paper, write

INK = write(3)
PAPER = INK == 0


def found(picture: np.ndarray) -> np.ndarray:
    """Ink found, checked for what it always is."""
    ink = find_ink(picture)
    assert ink.dtype == np.float32
    assert ink.min() >= 0
    assert ink.max() == 1
    return ink


def overlap(ink: np.ndarray) -> float:
    """Pixels that are ink in both, of those that are in either: 1 for the very same."""
    here, there = ink > 0.5, INK > 0.5
    return float((here & there).sum() / (here | there).sum())


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40).filter(lambda v: len(set(v)) > 1))
def test_otsus_level_splits_with_the_least_variance_within(values: list[int]) -> None:
    """Against every possible split, where the values are far enough apart for its bins."""
    v = np.sort(np.array(values, dtype=float))

    def within(level: float) -> float:
        below, above = v[v <= level], v[v > level]
        return float(below.var() * len(below) + above.var() * len(above))

    splits = [within(level) for level in v[:-1] if (v > level).any()]
    bin_width = np.ptp(v) / 128
    level = otsu(v)
    assert v.min() < level < v.max()
    assert within(level) <= min(splits) + len(v) * bin_width * np.ptp(v)


def test_otsus_level_by_hand() -> None:
    """Four dark values and two light ones: split between 0.2 and 0.8."""
    assert 0.2 < otsu(np.array([0.0, 0.1, 0.1, 0.2, 0.8, 1.0])) < 0.8


@pytest.mark.parametrize(
    ("paper", "full"),
    [(1, 0), (0, 1), (0.8, 0.3), (0.3, 0.8), (0.55, 0.5), (0.02, 0.1)],
    ids=["black on white", "white on black", "grey", "light grey", "faint", "dim"],
)
def test_ink_is_found_whatever_the_shades(paper: float, full: float) -> None:
    ink = found(on_paper(INK, paper, full))
    assert ink[PAPER].max() == 0
    assert overlap(ink) > 0.95


@pytest.mark.parametrize("channels", [3, 4])
def test_ink_is_found_in_colours(channels: int) -> None:
    """Blue on yellow, opaque."""
    picture = np.empty((*INK.shape, channels), np.uint8)
    picture[:] = [250, 240, 120, 255][:channels]
    picture[INK > 0.5] = [30, 40, 160, 255][:channels]
    assert overlap(found(picture)) == 1


@pytest.mark.parametrize("shade", [0, 128, 255], ids=["black", "grey", "white"])
def test_ink_of_any_shade_is_found_on_nothing(shade: int) -> None:
    """A pad's pixels: transparent where nothing is drawn."""
    pad = np.zeros((*INK.shape, 4), np.uint8)
    pad[..., :3] = shade
    pad[..., 3] = INK * 255
    assert overlap(found(pad)) > 0.95


def test_colours_of_what_is_transparent_do_not_count() -> None:
    pad = np.random.default_rng(0).integers(0, 256, (*INK.shape, 4), dtype=np.uint8)
    pad[..., 3] = 0
    with pytest.raises(BlankDrawing):
        find_ink(pad)


@pytest.mark.parametrize("light_on_dark", [False, True])
def test_uneven_light_is_taken_away(light_on_dark: bool) -> None:
    """Across the page the light falls by more than the ink is dark."""
    y, x = np.mgrid[:200, :200] / 200
    light = 0.9 - 0.35 * x - 0.15 * y
    picture = on_paper(-0.3 * INK if not light_on_dark else 0.3 * INK, light - 0.2, light + 0.8)
    assert overlap(found(picture)) > 0.75


def test_noise_is_not_ink() -> None:
    """A grain of one in forty, and ink of a quarter: what is found outside the strokes is rare."""
    rng = np.random.default_rng(2)
    grain = ndimage.gaussian_filter(rng.standard_normal(INK.shape), 1)
    ink = found(on_paper(0.25 * INK + 0.025 * grain / grain.std(), 0.8, -0.2))
    assert overlap(ink) > 0.6
    assert (ink[ndimage.distance_transform_edt(PAPER) > 4] > 0.5).mean() < 0.01


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 200), (40, 40, 3), (40, 40, 4)])
def test_an_even_picture_is_blank(shade: int, shape: tuple[int, ...]) -> None:
    with pytest.raises(BlankDrawing, match="Nothing is drawn yet"):
        find_ink(np.full(shape, shade, np.uint8))


def test_rough_paper_without_ink_is_blank() -> None:
    rng = np.random.default_rng(3)
    with pytest.raises(BlankDrawing):
        find_ink(on_paper(0.01 * rng.standard_normal((300, 300)), 0.8, -0.2))


def test_large_pictures_are_brought_down() -> None:
    assert found(on_paper(write(3, (2000, 1400), 900, (200, 200), 40))).shape == (1000, 700)
    assert found(on_paper(write(3, (999, 1000), 600, (200, 200), 40))).shape == (999, 1000)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((28, 28)),
        np.zeros((28, 28), bool),
        np.zeros(28, np.uint8),
        np.zeros((28, 28, 2), np.uint8),
        np.zeros((2, 28, 28, 3), np.uint8),
        np.zeros((0, 28), np.uint8),
        np.zeros((28, 0, 4), np.uint8),
    ],
    ids=lambda picture: f"{picture.dtype} {picture.shape}",
)
def test_arrays_that_are_no_pictures_are_refused(picture: np.ndarray) -> None:
    with pytest.raises(DrawingError, match="Received: ") as caught:
        find_ink(picture)
    assert not isinstance(caught.value, BlankDrawing)
    assert str(caught.value).endswith(str(picture.shape))
