"""Which image stands beside which: labels, partners and chance."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.data.digits import Digits
from siamese.pairs.sampling import (
    Kind,
    PairIndices,
    choose_pairs,
    class_indices,
    class_table,
    make_pairs,
    pair_indices,
    sample_pairs,
)

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


def test_the_table_of_mnist_is_the_slides(mnist: Digits) -> None:
    lines = class_table(mnist.y_train).splitlines()
    assert lines[0] == "0: 5923 [1 21 34 … 59952 59972 59987]"
    assert lines[1] == "1: 6742 [3 6 8 … 59979 59984 59994]"
    assert lines[9] == "9: 5949 [4 19 22 … 59973 59990 59992]"
    assert len(lines) == 10


def test_a_small_class_is_listed_whole() -> None:
    assert class_table([4] * 6 + [8] * 7) == "4: 6 [0 1 2 3 4 5]\n8: 7 [6 7 8 … 10 11 12]"


def slides_loop(
    images: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """`make_pairs` as the slides go about it: image by image, into lists."""
    index = {label: np.where(labels == label)[0] for label in labels}
    pairs, same = [], []
    for image, label in zip(images, labels, strict=True):
        positive = rng.choice(index[label])
        negative = rng.choice(np.where(labels != label)[0])
        pairs += [[image, images[positive]], [image, images[negative]]]
        same += [[1], [0]]
    return np.array(pairs), np.array(same)


@given(some_labels, st.integers(0, 1000))
def test_make_pairs_does_what_the_loop_of_the_slides_does(labels: list[int], seed: int) -> None:
    """Each image is filled with its own number, so that it can be told again."""
    y, rng = np.array(labels), np.random.default_rng(seed)
    images = np.broadcast_to(np.arange(len(y), dtype=np.uint8)[:, None, None], (len(y), 3, 4))
    pairs, same = make_pairs(images, labels, rng)
    expected_pairs, expected_same = slides_loop(images, y, rng)
    assert pairs.shape == expected_pairs.shape
    assert pairs.dtype == expected_pairs.dtype
    np.testing.assert_array_equal(same, expected_same)
    np.testing.assert_array_equal(pairs[:, 0], expected_pairs[:, 0])
    assert (pairs == pairs[:, :, :1, :1]).all(), "whole images, not parts of several"
    for (left, right), label in zip(pairs[:, :, 0, 0], same[:, 0], strict=True):
        assert (y[left] == y[right]) == label


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


def class_chi_square(labels: np.ndarray, negatives: PairIndices) -> float:
    """How far the classes of negative partners are from their share among all other images.

    For an image of class c, a partner of class k is expected in n_k / (n − n_c) of the pairs.
    """
    classes, index, size = np.unique(labels, return_inverse=True, return_counts=True)
    found = np.zeros((len(classes), len(classes)))
    np.add.at(found, (index[negatives.left], index[negatives.right]), 1)
    expected = found.sum(axis=1, keepdims=True) * size / (len(labels) - size[:, None])
    others = ~np.eye(len(classes), dtype=bool)
    assert not found[~others].any()
    return float(((found - expected)[others] ** 2 / expected[others]).sum())


UNEQUAL = np.repeat(np.arange(10), [500, 200, 300, 400, 200, 600, 300, 500, 400, 600])
# With 10 · 8 degrees of freedom, chance goes past it once in a thousand.
BOUND = 124.8


def test_negative_classes_come_in_their_shares() -> None:
    rng = np.random.default_rng(11)
    drawn = [pair_indices(UNEQUAL, rng) for _ in range(5)]
    sides = [
        np.concatenate([getattr(pairs, side)[1::2] for pairs in drawn])
        for side in ("left", "right")
    ]
    assert class_chi_square(UNEQUAL, PairIndices(*sides, np.zeros(20000, np.uint8))) < BOUND
    chosen = choose_pairs(UNEQUAL, 20000, rng, kind="negative")
    assert class_chi_square(UNEQUAL, chosen) < BOUND


def test_the_statistic_sees_what_is_not_random() -> None:
    """Partners of the next class, and partners whose class is drawn first, whatever its size."""
    rng, left = np.random.default_rng(11), np.arange(len(UNEQUAL))
    first, size = np.unique(UNEQUAL, return_index=True, return_counts=True)[1:]
    for step in (1, rng.integers(1, 10, len(left))):
        other = (UNEQUAL + step) % 10
        right = first[other] + rng.integers(0, size[other])
        biased = PairIndices(left, right, np.zeros(len(left), np.uint8))
        assert class_chi_square(UNEQUAL, biased) > BOUND


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


@pytest.mark.parametrize(
    "make",
    [
        lambda y, rng: sample_pairs(y, 60, rng),
        lambda y, rng: choose_pairs(y, 60, rng),
        lambda y, rng: pair_indices(y, rng),
        lambda y, rng: PairIndices(
            *make_pairs(np.arange(len(y))[:, None, None], y, rng)[0][:, :, 0, 0].T, y
        ),
    ],
    ids=["sample_pairs", "choose_pairs", "pair_indices", "make_pairs"],
)
def test_the_same_seed_gives_the_same_pairs(make: Callable[..., PairIndices]) -> None:
    labels = np.arange(50) % 10
    one, two, other = (make(labels, np.random.default_rng(s)) for s in (4, 4, 5))
    np.testing.assert_array_equal(one.left, two.left)
    np.testing.assert_array_equal(one.right, two.right)
    assert (one.right != other.right).any()


def test_make_pairs_needs_no_generator() -> None:
    pairs, same = make_pairs(np.zeros((4, 28, 28), np.uint8), [1, 1, 2, 2])
    assert pairs.shape == (8, 2, 28, 28)
    assert same.ravel().tolist() == [1, 0] * 4


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ([3, 3, 3], "second class"),
        ([], "labels must be .* Received: shape \\(0,\\)"),
        ([[1], [2]], "labels must be .* Received: shape \\(2, 1\\)"),
    ],
)
def test_labels_without_both_kinds_of_pairs_are_refused(labels: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        pair_indices(labels, np.random.default_rng(0))
    with pytest.raises(ValueError, match=reason):
        sample_pairs(labels, 4, np.random.default_rng(0))


def test_sampling_refuses_what_it_cannot_halve() -> None:
    with pytest.raises(ValueError, match=r"count must be at least 2\. Received: 1"):
        sample_pairs([1, 1, 2], 1, np.random.default_rng(0))
    with pytest.raises(ValueError, match="two images of one class"):
        sample_pairs([1, 2, 3], 4, np.random.default_rng(0))


some_classes = st.none() | st.sets(st.integers(0, 4), min_size=1).map(sorted)
some_kind = st.sampled_from(["both", "positive", "negative"])


@given(some_labels, st.integers(1, 40), some_classes, some_kind, st.integers(0, 1000))
def test_chosen_pairs_are_of_the_classes_and_the_kind_wanted(
    labels: list[int], count: int, classes: list[int] | None, kind: Kind, seed: int
) -> None:
    y = np.array(labels * 2 + [0, 1, 2, 3, 4] * 2)
    pairs = choose_pairs(y, count, np.random.default_rng(seed), classes, kind)
    left, right = y[pairs.left], y[pairs.right]
    wanted = {"both": [1, 0] * count, "positive": [1] * count, "negative": [0] * count}[kind]
    assert pairs.same.tolist() == wanted[:count]
    np.testing.assert_array_equal(left == right, pairs.same == 1)
    assert (pairs.left != pairs.right).all()
    chosen = classes or range(5)
    assert np.isin(left, chosen).all()
    if len(chosen) > 1:
        assert np.isin(right, chosen).all()


def test_strangers_of_a_single_class_are_of_every_other() -> None:
    pairs = choose_pairs(UNEQUAL, 500, np.random.default_rng(0), [3], "negative")
    assert set(UNEQUAL[pairs.left]) == {3}
    assert set(UNEQUAL[pairs.right]) == set(range(10)) - {3}


def test_every_image_is_equally_likely_to_be_chosen() -> None:
    """Images 1, 2, 4 and 5, of which 4 and 5 alone are 3s: 3 degrees of freedom, past 16.3 once
    in a thousand."""
    labels = [9, 1, 1, 9, 3, 3]
    for kind in ("positive", "negative"):
        pairs = choose_pairs(labels, 4000, np.random.default_rng(2), [1, 3], kind)
        for side in (pairs.left, pairs.right):
            counts = np.bincount(side, minlength=6)
            assert counts[[0, 3]].sum() == 0
            assert chi_square(counts[[1, 2, 4, 5]]) < 16.3


@pytest.mark.parametrize("kind", ["both", "positive", "negative"])
@pytest.mark.parametrize("classes", [None, [3], [3, 8]])
def test_fewer_pairs_are_the_beginning_of_more(kind: Kind, classes: list[int] | None) -> None:
    few, many = (
        choose_pairs(UNEQUAL, count, np.random.default_rng(6), classes, kind) for count in (7, 100)
    )
    for side in ("left", "right", "same"):
        np.testing.assert_array_equal(getattr(few, side), getattr(many, side)[:7])


@pytest.mark.parametrize(
    ("labels", "settings", "reason"),
    [
        ([1, 1, 2], {"count": 0}, "count must be at least 1. Received: 0"),
        ([1, 1, 2], {"classes": []}, r"some that have images. Received: \[\]"),
        ([1, 1, 2], {"classes": [1, 5]}, r"Received: \[1, 5\]"),
        ([1, 1, 2], {"kind": "odd"}, "kind must be one of both, positive, negative. Received: odd"),
        ([1, 1, 2], {"classes": [2], "kind": "positive"}, "two images of one class"),
        ([1, 1, 1], {"kind": "negative"}, "second class"),
        ([], {}, "labels must be"),
    ],
)
def test_choosing_refuses_what_there_is_not(
    labels: list[int], settings: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        choose_pairs(labels, **{"count": 5, "rng": np.random.default_rng(0), **settings})


@pytest.mark.parametrize("labels", [[0.5, 1.5], ["a", "b"], [True, False]])
def test_labels_that_are_no_whole_numbers_are_refused(labels: list[object]) -> None:
    with pytest.raises(ValueError, match=r"labels must be whole numbers. Received: "):
        class_indices(labels)


def test_make_pairs_refuses_images_without_labels() -> None:
    with pytest.raises(ValueError, match="Received: 3 images, 2 labels"):
        make_pairs(np.zeros((3, 28, 28), np.uint8), [1, 2])
