"""The pairs of a contest, against what it promises."""

import numpy as np
import pytest

from siamese.pairs.contest import OF_EACH_KIND, POOL, draw_contest
from siamese.pairs.hard_pairs import MinedPairs
from siamese.pairs.mining import hardest_pairs
from siamese.pairs.sampling import PairIndices
from tests.pairs.test_mining import some_embeddings

THRESHOLD = 2.5
LABELS = [label for label in range(5) for _ in range(40)]


@pytest.fixture(scope="module")
def mined() -> MinedPairs:
    """Pairs of two hundred images in five classes, of which a bad network gets many wrong."""
    return hardest_pairs(some_embeddings(LABELS, 1), LABELS, THRESHOLD)


def drawn(mined: MinedPairs, seed: int) -> MinedPairs:
    return draw_contest(mined, THRESHOLD, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(20))
def test_half_are_the_same_and_no_image_comes_twice(mined: MinedPairs, seed: int) -> None:
    pairs = drawn(mined, seed).pairs
    labels = np.array(LABELS)
    same = labels[pairs.left] == labels[pairs.right]
    assert same.sum() == (~same).sum() == OF_EACH_KIND
    assert (pairs.same == same).all()
    assert len({*pairs.left.tolist(), *pairs.right.tolist()}) == 4 * OF_EACH_KIND


def test_a_seed_gives_the_same_pairs_and_another_one_others(mined: MinedPairs) -> None:
    first, again, other = (drawn(mined, seed).pairs for seed in (7, 7, 8))
    assert first.left.tolist() == again.left.tolist()
    assert first.right.tolist() == again.right.tolist()
    assert first.left.tolist() != other.left.tolist()


def test_the_kinds_come_in_no_fixed_order(mined: MinedPairs) -> None:
    orders = {tuple(drawn(mined, seed).pairs.same.tolist()) for seed in range(20)}
    assert len(orders) > 15


def ladder(wrong: int, right: int) -> MinedPairs:
    """Pairs of a kind, each of two images of its own, at 0.01 more on from the threshold of 1."""
    beyond = 0.01 * np.arange(wrong, -right, -1) - 0.005
    beyond = np.tile(beyond, 2)
    same = np.repeat(np.array([1, 0], np.uint8), wrong + right)
    left = np.arange(len(same)) * 2
    distances = np.where(same, 1 + beyond, 1 - beyond).astype(np.float32)
    order = np.argsort(-beyond, kind="stable")
    return MinedPairs(PairIndices(left, left + 1, same), distances)[order]


def test_wrong_pairs_and_right_ones_are_equally_likely_and_the_hardest() -> None:
    """Of 200 wrong and 300 right pairs of each kind, the hardest 50 of either are drawn from."""
    mined = ladder(2 * 100, 3 * 100)
    games = [draw_contest(mined, 1.0, np.random.default_rng(seed)) for seed in range(200)]
    right = np.concatenate([game.judged_right(1.0) for game in games])
    assert 0.45 < right.mean() < 0.55
    distance = np.concatenate([np.abs(game.distances - 1) for game in games])
    assert distance[right].max() < 0.01 * POOL  # the closest to the threshold
    assert distance[~right].min() > 0.01 * (200 - POOL) - 0.01  # the farthest on the wrong side


def test_a_network_without_errors_gets_its_closest_pairs() -> None:
    game = draw_contest(ladder(0, 60), 1.0, np.random.default_rng(1))
    assert len(game.distances) == 2 * OF_EACH_KIND
    assert game.judged_right(1.0).all()


def test_a_distance_at_the_threshold_is_judged_the_same() -> None:
    pairs = PairIndices(np.array([0, 2]), np.array([1, 3]), np.array([1, 0], np.uint8))
    mined = MinedPairs(pairs, np.array([0.5, 0.5], np.float32))
    assert mined.judged_right(0.5).tolist() == [True, False]


@pytest.mark.parametrize("labels", [[0, 1, 2, 3], [0] * 30, [0] * 5 + [1] * 5])
def test_too_few_images_are_refused(labels: list[int]) -> None:
    mined = hardest_pairs(some_embeddings(labels, 1), labels, THRESHOLD)
    with pytest.raises(ValueError, match="needs 5 pairs of each kind"):
        drawn(mined, 1)
