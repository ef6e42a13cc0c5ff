"""Persian digits: as a person would know them, and what a network makes of them."""

import numpy as np
import pytest
from scipy import ndimage

from siamese.comparator import Comparator
from siamese.evaluation.persian import EXAMPLES, measure_one_shot, persian_digits, persian_set
from siamese.handwriting.digit_strokes import NUMERALS as LATIN
from siamese.handwriting.persian_strokes import NAMES, NUMERALS
from siamese.handwriting.renderer import write
from siamese.manifest import Manifest

EACH = 60


@pytest.fixture(scope="module")
def written() -> np.ndarray:
    """Sixty of each digit, uint8 (10, 60, 28, 28)."""
    images, labels = persian_digits(EACH, seed=1)
    return np.stack([images[labels == digit] for digit in range(10)])


def test_every_digit_is_written_in_several_ways() -> None:
    """No way stands under two digits, and none twice."""
    assert [ord(name) for name in NAMES] == list(range(0x6F0, 0x6FA))
    ways = [text for numeral in NUMERALS for text in numeral]
    assert min(map(len, NUMERALS)) >= 5
    assert len(set(ways)) == len(ways)
    assert min(usual for numeral in NUMERALS for usual in numeral.values()) > 0


def test_the_seed_decides(written: np.ndarray) -> None:
    images, labels = persian_digits(EACH, seed=1)
    np.testing.assert_array_equal(images[labels == 4], written[4])
    other, _ = persian_digits(EACH, seed=2)
    assert (other != images).any(axis=(1, 2)).all()


def test_latin_digits_are_still_the_usual_ones() -> None:
    labels = np.arange(10)
    usual = write(labels, np.random.default_rng(1))
    np.testing.assert_array_equal(usual, write(labels, np.random.default_rng(1), LATIN))
    assert (usual != write(labels, np.random.default_rng(1), NUMERALS)).any()


def widths(image: np.ndarray) -> tuple[int, int]:
    """Columns from the first ink to the last, in the upper and in the lower quarter of a digit."""
    rows, columns = ndimage.find_objects((image > 100).astype(np.uint8))[0]
    ink = image[rows, columns] > 100
    quarter = len(ink) // 4
    spans = [np.flatnonzero(part.any(axis=0)) for part in (ink[:quarter], ink[-quarter:])]
    upper, lower = (int(np.ptp(span)) + 1 for span in spans)
    return upper, lower


def test_seven_opens_above_and_eight_below(written: np.ndarray) -> None:
    """۷ is a V and ۸ is a Λ."""
    seven = [upper > lower for upper, lower in map(widths, written[7])]
    eight = [upper < lower for upper, lower in map(widths, written[8])]
    assert min(np.mean(seven), np.mean(eight)) > 0.8


def test_one_is_a_line_and_nine_has_a_ring(written: np.ndarray) -> None:
    """Paper that ink encloses: none within ۱; within most ۹ and ۵, and hardly a ۲."""

    def rings(images: np.ndarray) -> float:
        paper = [ndimage.label(np.pad(image, 1) < 100)[1] > 1 for image in images]
        return float(np.mean(paper))

    assert rings(written[1]) == 0
    assert rings(written[2]) < 0.2
    assert min(rings(written[9]), rings(written[5])) > 0.4


def test_two_three_and_four_have_their_stem_to_the_left(written: np.ndarray) -> None:
    """A stem below, whose upper end branches to the right."""
    for digit in (2, 3, 4):
        branched = [upper > lower for upper, lower in map(widths, written[digit])]
        assert np.mean(branched) > 0.7, NAMES[digit]


def test_digits_are_told_apart_by_their_pixels_alone(written: np.ndarray) -> None:
    """By the nearest mean of each digit's other pictures, most of them: guessing finds 10 %."""
    learned, asked = written[:, ::2] / 255, written[:, 1::2] / 255
    means = learned.mean(axis=1)
    distances = np.linalg.norm(asked[:, :, None] - means, axis=(3, 4))
    found = distances.argmin(axis=2) == np.arange(10)[:, None]
    assert found.mean() > 0.55
    assert found.mean(axis=1).min() > 0.2


def test_the_set_that_comes_with_the_app() -> None:
    support = persian_set()
    assert support.names == tuple("۰۱۲۳۴۵۶۷۸۹")
    assert np.bincount(support.labels).tolist() == [EXAMPLES] * 10
    np.testing.assert_array_equal(persian_set().images, support.images)


def test_the_manifest_says_what_is_measured(shipped: Comparator) -> None:
    """The same function on the same network; another processor may turn an answer or two."""
    said, found = Manifest.load().one_shot, measure_one_shot(shipped.embed)
    assert found.accuracy == pytest.approx(said.accuracy, abs=0.005)
    assert found.threshold == pytest.approx(said.threshold, abs=0.01)
    assert (said.pictures, said.ways, said.shots) == (found.pictures, found.ways, found.shots)
    assert said.low < said.accuracy < said.high


def test_pictures_that_say_all_are_always_told_apart() -> None:
    """A network that knows the answer finds it; one that knows nothing, one time in five."""
    answers = np.eye(10, dtype=np.float32)
    _, labels = persian_digits(20, seed=1)
    found = measure_one_shot(lambda _: answers[labels])
    assert found.accuracy == 1
    assert 0 < found.threshold < 2**0.5
    chance = np.random.default_rng(1).normal(size=(len(labels), 48)).astype(np.float32)
    assert measure_one_shot(lambda _: chance).accuracy == pytest.approx(0.2, abs=0.05)
