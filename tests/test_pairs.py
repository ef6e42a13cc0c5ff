"""Which image stands beside which: labels, partners and chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.digits import Digits
from siamese.pairs import class_indices, make_pairs, pair_indices, sample_pairs

# At least two classes, some of them with a single image.
some_labels = st.lists(st.integers(0, 4), min_size=2, max_size=30).filter(lambda y: len(set(y)) > 1)


@given(some_labels)
def test_class_indices_are_the_decks(labels: list[int]) -> None:
    found = class_indices(labels)
    assert list(found) == np.unique(labels).tolist()
    for i, indices in found.items():
        np.testing.assert_array_equal(indices, np.where(np.array(labels) == i)[0])


def test_class_indices_of_mnist_are_those_on_the_slide(mnist: Digits) -> None:
    """The slide's table begins `0: 5923 [1 21 34 … 59952 59972 59987]`."""
    zeros = class_indices(mnist.y_train)[0]
    assert len(zeros) == 5923
    assert zeros[:3].tolist() == [1, 21, 34]
    assert zeros[-3:].tolist() == [59952, 59972, 59987]


@given(some_labels, st.integers(0, 1000))
def test_each_image_has_a_positive_and_a_negative_pair(labels: list[int], seed: int) -> None:
    y = np.array(labels)
    pairs = pair_indices(labels, np.random.default_rng(seed))
    assert pairs.left.tolist() == [i for i in range(len(y)) for _ in "+-"]
    assert pairs.same.tolist() == [1, 0] * len(y)
    np.testing.assert_array_equal(y[pairs.left] == y[pairs.right], pairs.same == 1)


@given(some_labels, st.integers(0, 1000))
def test_positive_partner_is_another_image_where_there_is_one(labels: list[int], seed: int) -> None:
    pairs = pair_indices(labels, np.random.default_rng(seed))
    for image, partner in zip(pairs.left[::2], pairs.right[::2], strict=True):
        alone = labels.count(labels[image]) == 1
        assert (image == partner) == alone


def partners_of_first(kind: int, draws: int) -> np.ndarray:
    """How often each image becomes the partner of image 0, among labels 5 5 5 5 2 2 7."""
    labels, rng = [5, 5, 5, 5, 2, 2, 7], np.random.default_rng(3)
    partners = [pair_indices(labels, rng).right[kind] for _ in range(draws)]
    return np.bincount(partners, minlength=7)


def chi_square(counts: np.ndarray) -> float:
    expected = counts.mean()
    return float(((counts - expected) ** 2 / expected).sum())


def test_positive_partners_are_equally_likely() -> None:
    """Images 1, 2 and 3: with 2 degrees of freedom, chance goes past 13.8 once in a thousand."""
    counts = partners_of_first(0, draws=3000)
    assert counts[[0, 4, 5, 6]].sum() == 0
    assert chi_square(counts[1:4]) < 13.8


def test_negative_partners_are_equally_likely_whatever_the_size_of_their_class() -> None:
    """Images 4, 5 and 6, of which two are of one class."""
    counts = partners_of_first(1, draws=3000)
    assert counts[:4].sum() == 0
    assert chi_square(counts[4:]) < 13.8


@given(some_labels, st.integers(2, 40), st.integers(0, 1000))
def test_sampled_pairs_are_half_positive(labels: list[int], count: int, seed: int) -> None:
    y = np.array(labels)
    if np.unique(y, return_counts=True)[1].max() == 1:
        labels, y = [*labels, labels[0]], np.append(y, y[0])
    pairs = sample_pairs(labels, count, np.random.default_rng(seed))
    assert len(pairs.left) == len(pairs.right) == len(pairs.same) == count
    assert pairs.same.sum() == count // 2
    np.testing.assert_array_equal(y[pairs.left] == y[pairs.right], pairs.same == 1)
    assert (pairs.left != pairs.right).all()


def test_the_same_seed_gives_the_same_pairs() -> None:
    labels = np.arange(50) % 10
    one, two, other = (sample_pairs(labels, 60, np.random.default_rng(s)) for s in (4, 4, 5))
    np.testing.assert_array_equal(one.right, two.right)
    assert (one.right != other.right).any()


def test_make_pairs_gives_images_side_by_side() -> None:
    """Each image is filled with its own number, so that it can be told again."""
    labels = np.array([7, 3, 7, 3, 3])
    images = np.broadcast_to(np.arange(5, dtype=np.uint8)[:, None, None], (5, 28, 28))
    pairs, same = make_pairs(images, labels, np.random.default_rng(0))
    assert pairs.shape == (10, 2, 28, 28)
    assert pairs.dtype == np.uint8
    assert same.shape == (10, 1)
    left, right = pairs[:, 0, 0, 0], pairs[:, 1, 0, 0]
    assert left.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    np.testing.assert_array_equal(labels[left] == labels[right], same[:, 0] == 1)
    assert (pairs == pairs[:, :, :1, :1]).all()


def test_make_pairs_needs_no_generator() -> None:
    pairs, same = make_pairs(np.zeros((4, 28, 28), np.uint8), [1, 1, 2, 2])
    assert pairs.shape == (8, 2, 28, 28)
    assert same.ravel().tolist() == [1, 0] * 4


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ([3, 3, 3], "second class"),
        ([], "one number an image. Received: shape \\(0,\\)"),
        ([[1], [2]], "one number an image. Received: shape \\(2, 1\\)"),
    ],
)
def test_labels_without_both_kinds_of_pairs_are_refused(labels: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        pair_indices(labels, np.random.default_rng(0))
    with pytest.raises(ValueError, match=reason):
        sample_pairs(labels, 4, np.random.default_rng(0))


def test_sampling_refuses_what_it_cannot_halve() -> None:
    with pytest.raises(ValueError, match="two at least"):
        sample_pairs([1, 1, 2], 1, np.random.default_rng(0))
    with pytest.raises(ValueError, match="two images of one class"):
        sample_pairs([1, 2, 3], 4, np.random.default_rng(0))


def test_make_pairs_refuses_images_without_labels() -> None:
    with pytest.raises(ValueError, match="Received: 3 images, 2 labels"):
        make_pairs(np.zeros((3, 28, 28), np.uint8), [1, 2])
