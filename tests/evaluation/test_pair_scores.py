"""Pairs in, figures out: against embeddings whose distances are known."""

import numpy as np
import pytest

from siamese.evaluation.pair_scores import PairDistances, pair_distances, score


def test_distances_are_those_of_the_pairs() -> None:
    """Class 0 lies at 0 on a line, class 1 at 3: positive pairs are 0 apart, negative ones 3."""
    embeddings = np.array([[0.0, 0], [0, 0], [3, 0], [3, 0]], np.float32)
    pairs = pair_distances(embeddings, [0, 0, 1, 1], 11, np.random.default_rng(0))
    assert pairs.same.tolist() == [1] * 5 + [0] * 6
    assert pairs.distances.tolist() == [0.0] * 5 + [3.0] * 6


def test_the_same_seed_measures_the_same_pairs() -> None:
    embeddings = np.random.default_rng(1).standard_normal((40, 4)).astype(np.float32)
    one, two = (
        pair_distances(embeddings, np.arange(40) % 5, 100, np.random.default_rng(9))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one.distances, two.distances)


def test_scores_by_hand() -> None:
    """Positive at 1, 2 and 4, negative at 3 and 5; threshold 2.5 rejects one positive of three.

    Accuracy (2/3 + 1) / 2 = 5/6. Of the six pairs of pairs one is in the wrong order (4 and 3):
    AUC 5/6. From threshold 2 (accepted 0, rejected 1/3) to 3 (1/2 and 1/3) the rates meet at 1/3.
    """
    pairs = PairDistances(
        np.array([1, 2, 4, 3, 5], np.float32), np.array([1, 1, 1, 0, 0], np.uint8)
    )
    scores = score(pairs, images=7, threshold=2.5)
    assert (scores.images, scores.pairs, scores.threshold) == (7, 5, 2.5)
    assert scores.accuracy == pytest.approx(5 / 6)
    assert scores.auc == pytest.approx(5 / 6)
    assert scores.equal_error_rate == pytest.approx(1 / 3)


def test_the_histogram_counts_every_pair_once() -> None:
    rng = np.random.default_rng(2)
    pairs = PairDistances(
        rng.uniform(0, 1.7, 500).astype(np.float32), rng.integers(0, 2, 500).astype(np.uint8)
    )
    histogram = pairs.histogram()
    assert sum(histogram.positive) == pairs.same.sum()
    assert sum(histogram.negative) == 500 - pairs.same.sum()
    assert histogram.edges[0] == 0
    assert histogram.edges[-1] >= pairs.distances.max()
    assert len(histogram.edges) == len(histogram.positive) + 1 == len(histogram.negative) + 1


def test_the_histogram_of_equal_pictures_is_no_exception() -> None:
    pairs = PairDistances(np.zeros(4, np.float32), np.array([1, 1, 0, 0], np.uint8))
    histogram = pairs.histogram()
    assert (sum(histogram.positive), sum(histogram.negative)) == (2, 2)
