"""A set of handwriting: how many of what, which half is which, and the same again by its seed."""

import numpy as np
import pytest

from siamese.handwriting.dataset import AT_ONCE, plan_splits


@pytest.mark.parametrize("count", [2, 10, 29, 70, 1234, 70_000])
def test_every_class_is_as_usual_as_any_other(count: int) -> None:
    """In each half, and in both together: give or take one."""
    train, test = (half.labels for half in plan_splits(count, seed=5))
    assert len(train) + len(test) == count
    for labels in (train, test, np.concatenate([train, test])):
        often = np.bincount(labels, minlength=10)
        assert often.max() - often.min() <= 1


def test_it_is_split_as_mnist_is() -> None:
    train, test = plan_splits(70_000, seed=1)
    assert np.bincount(train.labels).tolist() == [6000] * 10
    assert np.bincount(test.labels).tolist() == [1000] * 10


def test_labels_come_in_random_order() -> None:
    """Neighbours show the same digit about as often as chance has it: 1 time in 10."""
    for half in plan_splits(70_000, seed=1):
        alike = np.mean(half.labels[1:] == half.labels[:-1])
        assert alike == pytest.approx(0.1, abs=0.01)


def test_the_seed_decides_on_everything() -> None:
    once, again, other = (plan_splits(140, seed)[1] for seed in (3, 3, 4))
    np.testing.assert_array_equal(once.labels, again.labels)
    np.testing.assert_array_equal(once.write(), again.write())
    assert (once.labels != other.labels).any()
    assert (once.write() != other.write()).any()


def test_a_half_is_the_same_whether_or_not_the_other_is_written() -> None:
    train, test = plan_splits(140, seed=3)
    before = test.write()
    train.write()
    np.testing.assert_array_equal(test.write(), before)


def test_no_picture_is_there_twice() -> None:
    train, test = plan_splits(700, seed=3)
    pictures = np.concatenate([train.write(), test.write()]).reshape(700, -1)
    assert len(np.unique(pictures, axis=0)) == 700


def test_progress_is_told() -> None:
    shares: list[float] = []
    train, _ = plan_splits(round(2.5 * AT_ONCE * 7 / 6), seed=1)
    train.write(shares.append)
    assert shares == [AT_ONCE / len(train.labels), 2 * AT_ONCE / len(train.labels), 1]


@pytest.mark.parametrize("count", [1, 0, -3])
def test_both_halves_want_a_digit(count: int) -> None:
    with pytest.raises(ValueError, match=f"Received: {count}"):
        plan_splits(count, seed=1)
