"""The order to look at, against a loop over all pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.pairs.hard_pairs import EACH, MinedPairs, diversify, filter_pairs, interleave
from siamese.pairs.mining import hardest_pairs
from siamese.pairs.sampling import Kind
from tests.pairs.test_mining import all_pairs, listed, some_embeddings


@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=20),
    st.sets(st.integers(0, 3), min_size=1),
    st.sampled_from(["both", "positive", "negative"]),
)
def test_filtered_pairs_are_those_that_choose_pairs_means(
    labels: list[int], classes: set[int], kind: Kind
) -> None:
    labels = [*labels, 0, 1, 2, 3]
    mined = hardest_pairs(some_embeddings(labels, 1), labels, 2.5)
    kept = filter_pairs(mined, labels, sorted(classes), kind)

    wanted = []
    for (left, right), same in zip(listed(mined), mined.pairs.same, strict=True):
        if len(classes) == 1 and labels[right] in classes:
            left, right = (right, left) if not same else (left, right)
        fits = labels[left] in classes and (labels[right] in classes or len(classes) == 1)
        if fits and kind in ("both", "positive" if same else "negative"):
            wanted.append((left, right))
    assert listed(kept) == wanted
    assert len(kept.distances) == len(kept.pairs.same) == len(wanted)


def test_without_classes_or_kind_all_pairs_are_kept() -> None:
    labels = [0, 0, 1, 1, 2]
    mined = hardest_pairs(some_embeddings(labels, 1), labels, 2.5)
    assert listed(filter_pairs(mined, labels)) == listed(mined)
    np.testing.assert_array_equal(filter_pairs(mined, labels).distances, mined.distances)


def wrong(mined: MinedPairs, threshold: float) -> list[bool]:
    predicted_same = mined.distances.astype(float) <= threshold
    return [
        bool(predicted) != bool(same)
        for predicted, same in zip(predicted_same, mined.pairs.same, strict=True)
    ]


def test_pairs_of_new_images_come_before_those_of_repeated_ones() -> None:
    """On a line: ones at 0, 1/8 and 1/4, sevens at 3/8 and 5/8; threshold 1.

    All negative pairs are judged wrong; by hardness 2-3, 1-3, then 0-3 and 2-4, 1-4, 0-4. The first
    pair takes 2 and 3, which have stood in a pair when they come again. 1-4 comes after four of
    others, its images having stood in one each; and 0-4 after five.
    """
    embeddings = np.array([[0], [1 / 8], [1 / 4], [3 / 8], [5 / 8]], np.float32)
    mined = hardest_pairs(embeddings, [1, 1, 1, 7, 7], threshold=1)
    negatives = mined[mined.pairs.same == 0]
    assert listed(negatives) == [(2, 3), (1, 3), (0, 3), (2, 4), (1, 4), (0, 4)]
    assert listed(negatives[diversify(negatives, 1)]) == [
        (2, 3),
        (1, 3),
        (2, 4),
        (1, 4),
        (0, 3),
        (0, 4),
    ]


def test_wrong_ones_come_before_right_ones_that_show_others() -> None:
    """On a line: a 1 at 0, sevens at 1 and 2, a 1 at 9 and a 7 at 12; threshold 2.5.

    Of the negative pairs 0-1 and 0-2 are judged wrong, 3-4 right. 0-2 shows the 1 at 0 again, and
    still comes before 3-4, whose images no pair has shown.
    """
    embeddings = np.array([[0], [1], [2], [9], [12]], np.float32)
    mined = hardest_pairs(embeddings, [1, 7, 7, 1, 7], threshold=2.5)
    negatives = mined[mined.pairs.same == 0]
    assert listed(negatives[diversify(negatives, 2.5)])[:3] == [(0, 1), (0, 2), (3, 4)]


@given(
    st.lists(st.integers(0, 3), min_size=2, max_size=25),
    st.integers(0, 99),
    st.sampled_from([1.5, 2.5, 3.5]),
)
def test_the_order_to_look_at(labels: list[int], seed: int, threshold: float) -> None:
    """The first of each kind is the hardest of all, no image fills the page, wrong before right."""
    embeddings = some_embeddings(labels, seed)
    hardness = all_pairs(embeddings, labels, threshold)
    order = interleave(hardest_pairs(embeddings, labels, threshold), threshold)
    same, pairs = order.pairs.same.tolist(), listed(order)
    assert len(set(pairs)) == len(pairs)
    for kind in (0, 1):
        of_kind = [pair for pair, is_same in zip(pairs, same, strict=True) if is_same == kind]
        every = {p: h for p, h in hardness.items() if (labels[p[0]] == labels[p[1]]) == kind}
        assert bool(of_kind) == bool(every)
        if every:
            assert hardness[of_kind[0]] == pytest.approx(max(every.values()), abs=1e-5)
        assert max(np.bincount(np.ravel(of_kind).astype(int)), default=0) <= EACH
        verdicts = wrong(order[order.pairs.same == kind], threshold)
        assert verdicts == sorted(verdicts, reverse=True)
    few = min(same.count(0), same.count(1))
    assert same[: 2 * few] == [0, 1] * few
    assert len(set(same[2 * few :])) <= 1


@given(
    st.lists(st.integers(0, 1), min_size=2, max_size=30),
    st.integers(0, 99),
    st.sampled_from([1.5, 2.5, 3.5]),
)
def test_a_wrong_pair_of_all_is_left_out_only_for_what_is_shown_often(
    labels: list[int], seed: int, threshold: float
) -> None:
    """Of two classes, over all their pairs: one of its images stands in three wrong ones shown."""
    embeddings = some_embeddings(labels, seed)
    hardness = all_pairs(embeddings, labels, threshold)
    order = interleave(hardest_pairs(embeddings, labels, threshold), threshold)
    shown = order[np.array(wrong(order, threshold), bool)]
    for kind in (0, 1):
        of_kind = shown[shown.pairs.same == kind]
        times = np.bincount(np.ravel(listed(of_kind)).astype(int), minlength=len(labels))
        for (left, right), hard in hardness.items():
            if (labels[left] == labels[right]) == kind and hard > 1e-5:
                stands = (left, right) in listed(of_kind)
                assert stands or max(times[left], times[right]) == EACH


def test_filtering_refuses_an_empty_class_and_an_unknown_kind() -> None:
    mined = hardest_pairs(np.eye(3, dtype=np.float32), [4, 4, 7], 1)
    with pytest.raises(ValueError, match=r"classes must be some that have images. Received: \[5\]"):
        filter_pairs(mined, [4, 4, 7], [5])
    with pytest.raises(
        ValueError, match=r"kind must be one of both, positive, negative. Received: odd"
    ):
        filter_pairs(mined, [4, 4, 7], kind="odd")  # type: ignore[arg-type]
