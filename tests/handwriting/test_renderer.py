"""Handwriting: by the seed, in MNIST's form, legible to a network, and as varied as people's."""

import numpy as np
import pytest
from scipy import ndimage

from siamese.comparator import Comparator
from siamese.data.digits import Digits
from siamese.evaluation.metrics import balanced_accuracy
from siamese.evaluation.pair_scores import pair_distances
from siamese.handwriting.digit_strokes import NUMERALS
from siamese.handwriting.redraw import sketch_all
from siamese.handwriting.renderer import write, write_segments
from siamese.preprocessing import to_digit

EACH = 100
LABELS = np.tile(np.arange(10, dtype=np.uint8), EACH)


@pytest.fixture(scope="module")
def written() -> np.ndarray:
    """A hundred of each digit."""
    return write(LABELS, np.random.default_rng(1))


def test_every_digit_is_written_in_several_ways() -> None:
    """No way stands under two digits, and none twice."""
    ways = [text for numeral in NUMERALS for text in numeral]
    assert min(map(len, NUMERALS)) >= 7
    assert len(set(ways)) == len(ways)
    assert min(usual for numeral in NUMERALS for usual in numeral.values()) > 0


def test_the_seed_decides(written: np.ndarray) -> None:
    np.testing.assert_array_equal(write(LABELS, np.random.default_rng(1)), written)
    other = write(LABELS, np.random.default_rng(2))
    assert (other != written).any(axis=(1, 2)).all()


def test_all_are_different(written: np.ndarray) -> None:
    assert len({image.tobytes() for image in written}) == len(written)


def test_digits_have_mnists_form(written: np.ndarray) -> None:
    """The longer side is 20 pixels, and the centre of mass in the middle of pixel 14."""
    assert written.dtype == np.uint8
    assert written.shape == (len(LABELS), 28, 28)
    for image in written:
        rows, columns = ndimage.find_objects((image > 100).astype(np.uint8))[0]
        assert 18 <= max(rows.stop - rows.start, columns.stop - columns.start) <= 21
        assert np.abs(np.subtract(ndimage.center_of_mass(image), 14)).max() < 0.3


def test_a_digit_comes_the_way_of_any_drawing(written: np.ndarray) -> None:
    """What is written, taken as a drawing, stays where it is: only its line is evened."""
    overlaps = []
    for image in written[:50]:
        again = to_digit(255 - image) > 127
        line = image > 127
        overlaps.append((again & line).sum() / min(again.sum(), line.sum()))
    assert np.mean(overlaps) > 0.9


@pytest.mark.parametrize("digit", range(10))
def test_a_network_knows_every_digit(digit: int, written: np.ndarray, shipped: Comparator) -> None:
    """Pairs of this digit and of it with others, at the network's own threshold."""
    embeddings = shipped.embed(written)
    wanted = np.equal(LABELS, digit)
    own, others = embeddings[wanted], embeddings[~wanted]
    positive = np.linalg.norm(own[:, None] - own[None], axis=2)[np.triu_indices(EACH, 1)]
    negative = np.linalg.norm(own[:, None] - others[None], axis=2).ravel()
    distances = np.concatenate([positive, negative])
    same = np.repeat([1, 0], [len(positive), len(negative)])
    assert balanced_accuracy(distances, same, shipped.threshold) >= 0.95


def test_a_network_verifies_handwriting(written: np.ndarray, shipped: Comparator) -> None:
    pairs = pair_distances(shipped.embed(written), LABELS, 50_000, np.random.default_rng(1))
    assert balanced_accuracy(pairs.distances, pairs.same, shipped.threshold) >= 0.97


def test_handwriting_is_as_varied_as_mnist(written: np.ndarray, mnist: Digits) -> None:
    """How far the images of a class spread around its mean image, and how much ink they have."""
    for digit in range(10):
        ours = written[np.equal(LABELS, digit)] / 255
        theirs = mnist.x_test[mnist.y_test == digit][:EACH] / 255
        assert ours.var(axis=0).sum() > 0.8 * theirs.var(axis=0).sum()
        assert 0.8 < ours.sum() / theirs.sum() < 1.25


def test_pens_differ(written: np.ndarray) -> None:
    """Ones are single lines, more or less: the thickest hold two and a half times the ink."""
    thin, thick = np.percentile(written[LABELS == 1].sum(axis=(1, 2), dtype=float), [3, 97])
    assert thick > 2.5 * thin


def test_lines_are_short_pieces_of_a_digit_one_high() -> None:
    for pieces in write_segments(LABELS[:200], np.random.default_rng(1)):
        assert pieces.shape[1:] == (2, 2)
        np.testing.assert_allclose([pieces.min(), pieces.max()], [0, 1], atol=1e-12)
        assert np.linalg.norm(pieces[:, 0] - pieces[:, 1], axis=1).max() < 0.15


def test_lines_stand_in_the_order_of_their_labels(shipped: Comparator) -> None:
    """Drawn by pen, a shuffled row of digits is what it says."""
    labels = np.random.default_rng(3).permutation(LABELS[:300])
    drawn, index = sketch_all(write_segments(labels, np.random.default_rng(4)), seed=5)
    assert len(index) >= 0.98 * len(labels)
    pairs = pair_distances(shipped.embed(drawn), labels[index], 20_000, np.random.default_rng(1))
    assert balanced_accuracy(pairs.distances, pairs.same, shipped.threshold) >= 0.95


@pytest.mark.parametrize("labels", [[10], [-1], [1.5], ["a"], [[1]], 3])
@pytest.mark.parametrize("function", [write, write_segments])
def test_what_is_no_digit_is_refused(function, labels: object) -> None:  # noqa: ANN001
    with pytest.raises(ValueError, match=r"0 to 9.*Received"):
        function(labels, np.random.default_rng(1))


def test_nothing_asked_nothing_written() -> None:
    assert write([], np.random.default_rng(1)).shape == (0, 28, 28)
    assert write_segments([], np.random.default_rng(1)) == []
