"""What a threshold makes of pairs: by hand, by plain loops, and as scikit-learn has it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from siamese.evaluation.pair_scores import distances_of, pair_distances
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.pairs import PairIndices, sample_pairs

# Seven images of three classes; few different distances, so that ties occur.
LABELS = np.array([4, 4, 4, 7, 7, 9, 9])
two_images = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 12))
some_pairs = st.lists(two_images, min_size=1, max_size=30).map(lambda found: [(0, 1, 3), (0, 3, 5),
                                                                              *found])  # fmt: skip


def sort(found: list[tuple[int, int, int]]) -> SortedPairs:
    left, right, eighths = np.array(found).T
    same = (LABELS[left] == LABELS[right]).astype(np.uint8)
    return SortedPairs.of(PairIndices(left, right, same), eighths / 8, LABELS)


def overlapping(count: int = 3000) -> tuple[SortedPairs, np.ndarray, np.ndarray]:
    """Pairs of four classes whose distances overlap as a real network's do."""
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 4, 200)
    pairs = sample_pairs(labels, count, rng)
    distances = np.where(pairs.same == 1, rng.normal(0.4, 0.2, count), rng.normal(1, 0.25, count))
    return SortedPairs.of(pairs, distances, labels), distances, labels


def test_an_outcome_by_hand() -> None:
    """Positive at 1, 2 and 4, negative at 3 and 5, threshold 3: one of three is rejected, one of
    two accepted. Accuracy (2/3 + 1/2) / 2 = 7/12; of three accepted two are the same."""
    pairs = PairIndices(np.array([0, 0, 1, 0, 1]), np.array([1, 2, 2, 3, 3]),
                        np.array([1, 1, 1, 0, 0], np.uint8))  # fmt: skip
    found = SortedPairs.of(pairs, [1, 2, 4, 3, 5], [5, 5, 5, 6]).outcome(3)
    assert found == Outcome(true_accepts=2, false_rejects=1, false_accepts=1, true_rejects=1)
    assert found.false_accept_rate == 1 / 2
    assert found.false_reject_rate == pytest.approx(1 / 3)
    assert found.accuracy == pytest.approx(7 / 12)
    assert [found.precision, found.recall] == pytest.approx([2 / 3, 2 / 3])


def test_nothing_accepted_has_no_precision() -> None:
    assert Outcome(0, 3, 0, 2).precision is None
    assert Outcome(0, 3, 0, 2).recall == 0


@given(some_pairs, st.integers(-1, 13).map(lambda n: n / 8))
def test_every_pair_is_counted_where_a_loop_counts_it(
    found: list[tuple[int, int, int]], threshold: float
) -> None:
    pairs = sort(found)
    errors, total = np.zeros((2, 3, 3), int)
    counts = dict.fromkeys(("accept", "reject", "false accept", "false reject"), 0)
    number = {4: 0, 7: 1, 9: 2}
    for left, right, eighths in found:
        a, b = number[int(LABELS[left])], number[int(LABELS[right])]
        accepted = eighths / 8 <= threshold
        wrong = accepted != (a == b)
        counts["false " * wrong + ("accept" if accepted else "reject")] += 1
        for row, column in {(a, b), (b, a)}:
            errors[row, column] += wrong
            total[row, column] += 1
    assert list(counts.values()) == [
        getattr(pairs.outcome(threshold), name)
        for name in ("true_accepts", "true_rejects", "false_accepts", "false_rejects")
    ]
    np.testing.assert_array_equal(pairs.confusion(threshold), [errors, total])


@given(some_pairs)
def test_the_hardest_of_two_classes_come_first_and_once(
    found: list[tuple[int, int, int]],
) -> None:
    pairs = sort(found)
    for a, b, one, other in [(0, 1, 4, 7), (2, 0, 9, 4), (1, 1, 7, 7)]:
        places = pairs.hardest(a, b, most=4)
        listed = sorted(
            (eighths * (-1 if a == b else 1), frozenset((left, right)))
            for left, right, eighths in found
            if {LABELS[left], LABELS[right]} == {one, other}
        )
        nearest = {}
        for eighths, images in listed:
            nearest.setdefault(images, eighths)
        expected = sorted(nearest.values())[:4]
        assert (pairs.distances[places] * 8 * (-1 if a == b else 1)).tolist() == expected
        images = [frozenset((found[at][0], found[at][1])) for at in places]
        assert len(set(images)) == len(images)


@pytest.mark.parametrize("threshold", [0.3, 0.7, 1.1])
def test_figures_are_scikit_learns(threshold: float) -> None:
    pairs, distances, _ = overlapping()
    said, truth = distances <= threshold, pairs.pairs.same
    found = pairs.outcome(threshold)
    (true_rejects, false_accepts), (false_rejects, true_accepts) = metrics.confusion_matrix(
        truth, said
    )
    assert found == Outcome(true_accepts, false_rejects, false_accepts, true_rejects)
    assert found.precision == pytest.approx(metrics.precision_score(truth, said))
    assert found.recall == pytest.approx(metrics.recall_score(truth, said))
    assert found.accuracy == pytest.approx(metrics.balanced_accuracy_score(truth, said))


def test_the_curve_is_scikit_learns() -> None:
    """Its points at its own thresholds, which are nearness: minus our distance."""
    pairs, distances, _ = overlapping()
    false_accept_rate, recall, nearness = metrics.roc_curve(
        pairs.pairs.same, -distances, drop_intermediate=False
    )
    positive, negative = pairs.accepted(-nearness[1:])
    np.testing.assert_allclose(positive / len(pairs.positive), recall[1:])
    np.testing.assert_allclose(negative / len(pairs.negative), false_accept_rate[1:])


def test_each_cell_is_that_of_its_two_classes_alone() -> None:
    pairs, distances, labels = overlapping()
    errors, total = pairs.confusion(0.7)
    shown = np.sort(labels[np.stack([pairs.pairs.left, pairs.pairs.right])], axis=0)
    for a, b in [(0, 0), (0, 3), (2, 1)]:
        alone = (shown == np.array([[min(a, b)], [max(a, b)]])).all(axis=0)
        assert total[a, b] == total[b, a] == alone.sum()
        assert errors[a, b] == ((distances[alone] <= 0.7) != (a == b)).sum()
    found = pairs.outcome(0.7)
    assert np.trace(errors) == found.false_rejects
    assert np.triu(errors, 1).sum() == found.false_accepts


def test_a_pair_on_the_threshold_is_accepted() -> None:
    pairs = sort([(0, 1, 4), (0, 3, 4)])
    assert pairs.outcome(0.5) == Outcome(1, 0, 1, 0)
    assert pairs.outcome(np.nextafter(0.5, 0)) == Outcome(0, 1, 0, 1)


def test_two_classes_that_never_met_have_no_hardest_pair() -> None:
    assert sort([(0, 1, 1), (0, 3, 1)]).hardest(1, 2, most=5).tolist() == []


def test_the_pairs_are_those_that_evaluate_measures() -> None:
    """Same seed, same pairs; also where they are measured in more than one piece."""
    rng = np.random.default_rng(8)
    embeddings = rng.standard_normal((300, 5)).astype(np.float32)
    labels = rng.integers(0, 10, 300)
    expected = pair_distances(embeddings, labels, 70_001, np.random.default_rng(4))
    chosen = sample_pairs(labels, 70_001, np.random.default_rng(4))
    distances = distances_of(embeddings, chosen)
    np.testing.assert_array_equal(distances, expected.distances)
    np.testing.assert_array_equal(chosen.same, expected.same)
    apart = embeddings[chosen.left] - embeddings[chosen.right]
    np.testing.assert_allclose(distances, np.sqrt((apart**2).sum(axis=1)), rtol=1e-6)


@pytest.mark.parametrize(
    ("same", "distances", "words"),
    [
        ([1, 0], [0.1], "its distance, a finite number. Received: 2 pairs, 1 distances"),
        ([1, 0], [0.1, np.nan], "its distance, a finite number"),
        ([1, 1], [0.1, 0.2], "both kinds of pairs are needed. Received: 2 positive, 0 negative"),
        ([0, 0], [0.1, 0.2], "Received: 0 positive, 2 negative"),
    ],
)
def test_what_cannot_be_sorted_is_refused(same: list, distances: list, words: str) -> None:
    pairs = PairIndices(np.array([0, 1]), np.array([1, 2]), np.array(same, np.uint8))
    with pytest.raises(ValueError, match=words):
        SortedPairs.of(pairs, distances, [1, 1, 2])
