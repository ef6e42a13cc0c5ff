"""Training data a batch at a time: all of it, in a new order each epoch, by the seed."""

import numpy as np
import pytest

from siamese.pairs import pair_indices
from siamese.preprocessing.augmentation import Distortion
from siamese.training.batches import ImageBatches, PairBatches, as_input

# Image i is filled with i, so that it can be told again.
IMAGES = np.broadcast_to(np.arange(50, dtype=np.uint8)[:, None, None], (50, 28, 28))
LABELS = np.arange(50) % 10


def numbers(images: np.ndarray) -> list[int]:
    return np.rint(images[:, 0, 0, 0] * 255).astype(int).tolist()


def test_input_is_between_0_and_1() -> None:
    made = as_input(np.full((2, 28, 28), 51, np.uint8))
    assert made.shape == (2, 28, 28, 1)
    assert made.dtype == np.float32
    np.testing.assert_allclose(made, 0.2)


def test_an_epoch_shows_each_image_once_with_its_label() -> None:
    batches = ImageBatches(IMAGES, LABELS, batch_size=10, seed=1)
    assert len(batches) == 5
    seen = []
    for images, labels in (batches[i] for i in range(5)):
        assert images.shape == (10, 28, 28, 1)
        assert labels.tolist() == [number % 10 for number in numbers(images)]
        seen += numbers(images)
    assert sorted(seen) == list(range(50))


def test_what_is_left_over_is_dropped_and_too_large_a_batch_is_all() -> None:
    assert len(ImageBatches(IMAGES, LABELS, batch_size=20, seed=1)) == 2
    assert len(ImageBatches(IMAGES, LABELS, batch_size=500, seed=1)) == 1


def test_each_epoch_has_its_own_order_and_the_seed_decides() -> None:
    one, same, other = (ImageBatches(IMAGES, LABELS, 50, seed) for seed in (1, 1, 2))
    first = numbers(one[0][0])
    assert numbers(same[0][0]) == first
    assert numbers(other[0][0]) != first
    one.on_epoch_end()
    assert numbers(one[0][0]) != first


def test_batches_may_be_asked_for_in_any_order() -> None:
    here, there = (ImageBatches(IMAGES, LABELS, 10, 3, Distortion()) for _ in range(2))
    forwards = [here[i][0] for i in range(5)]
    backwards = [there[i][0] for i in reversed(range(5))]
    np.testing.assert_array_equal(forwards, backwards[::-1])


def test_half_of_a_batch_is_bent_and_the_source_is_not() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (50, 28, 28), dtype=np.uint8)
    before = pictures.copy()
    bent, _ = ImageBatches(pictures, LABELS, 50, seed=1, distortion=Distortion())[0]
    plain, _ = ImageBatches(pictures, LABELS, 50, seed=1)[0]
    changed = (bent != plain).any(axis=(1, 2, 3))
    assert changed.tolist() == [True] * 25 + [False] * 25
    np.testing.assert_array_equal(pictures, before)


def test_images_are_shifted_anew_each_epoch_and_the_source_is_not() -> None:
    dots = np.zeros((50, 28, 28), np.uint8)
    dots[:, 14, 14] = 255
    one, same = (ImageBatches(dots, LABELS, 50, seed=1, farthest=1) for _ in range(2))
    first = one[0][0]
    assert len(np.unique(first, axis=0)) == 9
    np.testing.assert_array_equal(same[0][0], first)
    one.on_epoch_end()
    assert (one[0][0] != first).any()
    assert (dots[:, 14, 14] == 255).all()


@pytest.mark.parametrize("epochs", [1, 2])
def test_an_epoch_shows_each_pair_once(epochs: int) -> None:
    pairs = pair_indices(LABELS, np.random.default_rng(0))
    batches = PairBatches(IMAGES, pairs, batch_size=16, seed=1)
    assert len(batches) == 7  # 100 pairs: six batches of 16 and one of 4
    for _ in range(epochs):
        seen = []
        for (left, right), same in (batches[i] for i in range(7)):
            assert same.shape == (len(left), 1)
            shown = zip(numbers(left), numbers(right), same[:, 0].astype(int), strict=True)
            seen += list(shown)
        batches.on_epoch_end()
    assert sorted(seen) == sorted(zip(pairs.left, pairs.right, pairs.same, strict=True))


def test_pairs_are_shuffled_anew_by_the_seed() -> None:
    pairs = pair_indices(LABELS, np.random.default_rng(0))
    one, same, other = (PairBatches(IMAGES, pairs, 100, seed) for seed in (1, 1, 2))
    first = numbers(one[0][0][0])
    assert numbers(same[0][0][0]) == first
    assert numbers(other[0][0][0]) != first
    one.on_epoch_end()
    assert numbers(one[0][0][0]) != first


def counts_of_classes(batches: ImageBatches) -> np.ndarray:
    """How often each batch holds each class: (batches, 10)."""
    labels = [batches[i][1].astype(int) for i in range(len(batches))]
    return np.stack([np.bincount(label, minlength=10) for label in labels])


def test_mixed_batches_hold_every_class_in_proportion() -> None:
    """Of 1,000 images a fifth are 0s and a twentieth 9s: 20 and 5 in a batch of 100, give or take.

    Chance alone is off by 4 and 2 in the mean, and by far more in some of ten batches.
    """
    labels = np.repeat(np.arange(10), [200, 100, 100, 100, 100, 100, 100, 100, 50, 50])
    images = np.zeros((1000, 28, 28), np.uint8)
    shares = np.bincount(labels) / 10
    batches = ImageBatches(images, labels, 100, seed=1, mixed=True)
    for _ in range(2):
        assert np.abs(counts_of_classes(batches) - shares).max() <= 2
        batches.on_epoch_end()
    random = ImageBatches(images, labels, 100, seed=1)
    assert np.abs(counts_of_classes(random) - shares).max() > 4


def test_mixed_batches_show_each_image_once_in_an_order_of_the_seed_and_epoch() -> None:
    one, same, other = (ImageBatches(IMAGES, LABELS, 50, seed, mixed=True) for seed in (1, 1, 2))
    first = numbers(one[0][0])
    assert sorted(first) == list(range(50))
    assert one[0][1].tolist() == [number % 10 for number in first]
    assert numbers(same[0][0]) == first
    assert numbers(other[0][0]) != first
    one.on_epoch_end()
    assert numbers(one[0][0]) != first
    assert sorted(numbers(one[0][0])) == list(range(50))
