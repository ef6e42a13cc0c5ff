"""The hardest pairs, against a loop over all of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese import mining
from siamese.mining import MinedPairs, hardest_pairs, in_turn, narrowed, varied
from siamese.pairs import Kind

Pair = tuple[int, int]


def some_embeddings(labels: list[int], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(len(labels), 5)).astype(np.float32)


def all_pairs(embeddings: np.ndarray, labels: list[int], threshold: float) -> dict[Pair, float]:
    """How hard each pair is, by a loop over all; left is of the lower class, or the earlier."""
    hardness = {}
    for i, j in combinations(range(len(labels)), 2):
        distance = float(np.sqrt(((embeddings[i] - embeddings[j]) ** 2).sum()))
        same = labels[i] == labels[j]
        left, right = (j, i) if labels[j] < labels[i] else (i, j)
        hardness[left, right] = distance - threshold if same else threshold - distance
    return hardness


def listed(mined: MinedPairs) -> list[Pair]:
    return list(zip(mined.pairs.left.tolist(), mined.pairs.right.tolist(), strict=True))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=25), st.integers(0, 99), st.integers(1, 9))
def test_of_each_two_classes_the_hardest_are_kept(labels: list[int], seed: int, most: int) -> None:
    embeddings = some_embeddings(labels, seed)
    expected = all_pairs(embeddings, labels, threshold=2.5)
    by_classes: dict[Pair, list[Pair]] = {}
    for left, right in sorted(expected, key=lambda pair: -expected[pair]):
        by_classes.setdefault((labels[left], labels[right]), []).append((left, right))
    kept = {pair for pairs in by_classes.values() for pair in pairs[:most]}

    mined = hardest_pairs(embeddings, labels, 2.5, most)
    assert set(listed(mined)) == kept
    assert len(listed(mined)) == len(kept)
    found = [expected[pair] for pair in listed(mined)]
    np.testing.assert_allclose(found, sorted(found, reverse=True), atol=1e-5)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=25), st.integers(0, 99))
def test_distances_and_labels_are_those_of_the_pairs(labels: list[int], seed: int) -> None:
    embeddings, y = some_embeddings(labels, seed), np.array(labels)
    mined = hardest_pairs(embeddings, labels, 2.5)
    apart = embeddings[mined.pairs.left] - embeddings[mined.pairs.right]
    np.testing.assert_allclose(mined.distances, np.linalg.norm(apart, axis=1), rtol=1e-6)
    np.testing.assert_array_equal(
        y[mined.pairs.left] == y[mined.pairs.right], mined.pairs.same == 1
    )
    assert mined.distances.dtype == np.float32
    assert mined.pairs.same.dtype == np.uint8


def test_hardest_first_by_hand() -> None:
    """On a line: a 1 at 0 and at 3, a 2 at 1 and at 1.5, threshold 2.

    Hardness: the ones lie 3 apart, 1 too far; the twos 0.5, which is 1.5 on the right side.
    0–1 are 1 apart: 1 too close; 0–1.5: 0.5; 3–1: exactly on the threshold; 3–1.5: 0.5.
    Equally hard: the pair with the earlier left image, then with the earlier right one, first.
    """
    embeddings = np.array([[0], [1], [3], [1.5]], np.float32)
    mined = hardest_pairs(embeddings, [1, 2, 1, 2], threshold=2)
    assert listed(mined) == [(0, 1), (0, 2), (0, 3), (2, 3), (2, 1), (1, 3)]
    assert mined.pairs.same.tolist() == [0, 1, 0, 0, 0, 1]
    assert mined.distances.tolist() == [1, 3, 1.5, 1.5, 2, 0.5]


def test_a_block_cut_into_pieces_gives_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = np.random.default_rng(0).integers(0, 3, 200).tolist()
    embeddings = some_embeddings(labels, 0)
    whole = hardest_pairs(embeddings, labels, 2.5, most=20)
    monkeypatch.setattr(mining, "CELLS", 150)  # less than three rows
    pieces = hardest_pairs(embeddings, labels, 2.5, most=20)
    assert listed(pieces) == listed(whole)


def test_of_equally_hard_pairs_the_earlier_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """All in one point, as a network that learned nothing puts them."""
    for cells in (mining.CELLS, 8):
        monkeypatch.setattr(mining, "CELLS", cells)
        mined = hardest_pairs(np.ones((6, 3), np.float32), [0, 0, 0, 1, 1, 1], 0.5, most=2)
        assert listed(mined) == [(0, 3), (0, 4), (0, 1), (0, 2), (3, 4), (3, 5)]


def test_one_class_has_positive_pairs_only_and_one_image_none() -> None:
    assert hardest_pairs(np.eye(3, dtype=np.float32), [4, 4, 4], 1).pairs.same.tolist() == [1, 1, 1]
    assert len(hardest_pairs(np.eye(1, dtype=np.float32), [4], 1).distances) == 0


def test_a_loner_has_negative_pairs_only() -> None:
    mined = hardest_pairs(np.eye(3, dtype=np.float32), [4, 4, 7], 1)
    assert dict(zip(listed(mined), mined.pairs.same.tolist(), strict=True)) == {
        (0, 1): 1,
        (0, 2): 0,
        (1, 2): 0,
    }


@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=20),
    st.sets(st.integers(0, 3), min_size=1),
    st.sampled_from(["both", "positive", "negative"]),
)
def test_narrowed_means_what_choose_pairs_means(
    labels: list[int], classes: set[int], kind: Kind
) -> None:
    labels = [*labels, 0, 1, 2, 3]
    mined = hardest_pairs(some_embeddings(labels, 1), labels, 2.5)
    kept = narrowed(mined, labels, sorted(classes), kind)

    wanted = []
    for (left, right), same in zip(listed(mined), mined.pairs.same, strict=True):
        if len(classes) == 1 and labels[right] in classes:
            left, right = (right, left) if not same else (left, right)
        fits = labels[left] in classes and (labels[right] in classes or len(classes) == 1)
        if fits and kind in ("both", "positive" if same else "negative"):
            wanted.append((left, right))
    assert listed(kept) == wanted
    assert len(kept.distances) == len(kept.pairs.same) == len(wanted)


def test_narrowed_by_nothing_is_everything() -> None:
    labels = [0, 0, 1, 1, 2]
    mined = hardest_pairs(some_embeddings(labels, 1), labels, 2.5)
    assert listed(narrowed(mined, labels)) == listed(mined)
    np.testing.assert_array_equal(narrowed(mined, labels).distances, mined.distances)


def test_varied_lets_an_odd_image_wait_its_turn() -> None:
    """On a line: ones at 0, 1/8 and 1/4, a 7 close to them at 3/8 and another at 5; threshold 1.

    The 7 at 3/8 fills the list: with the other 7, then with the nearest one, the next and the last.
    It gets one partner a round, and the first round goes on with the two outer ones. The second
    begins with its second partner, and has the ones at 0 and 1/8 besides; and so on.
    """
    embeddings = np.array([[0], [1 / 8], [1 / 4], [3 / 8], [5]], np.float32)
    mined = hardest_pairs(embeddings, [1, 1, 1, 7, 7], threshold=1)
    assert listed(mined)[:4] == [(3, 4), (2, 3), (1, 3), (0, 3)]
    assert listed(mined)[4:] == [(0, 2), (0, 1), (1, 2), (2, 4), (1, 4), (0, 4)]
    rounds = [[(3, 4), (0, 2)], [(2, 3), (0, 1)], [(1, 3), (2, 4)], [(0, 3), (1, 2)]]
    rest = [(1, 4)], [(0, 4)]
    assert listed(varied(mined)) == [pair for pairs in (*rounds, *rest) for pair in pairs]


def test_kinds_come_in_turn_and_what_is_left_of_one_comes_last() -> None:
    """On the line of the test before: by hardness 3-4 (twins), 2-3, 1-3, 0-3 (strangers), then
    0-2, 0-1, 1-2 (twins), then 2-4, 1-4, 0-4 (strangers)."""
    embeddings = np.array([[0], [1 / 8], [1 / 4], [3 / 8], [5]], np.float32)
    turns = in_turn(hardest_pairs(embeddings, [1, 1, 1, 7, 7], threshold=1))
    pairs = [(2, 3), (3, 4), (1, 3), (0, 2), (0, 3), (0, 1), (2, 4), (1, 2), (1, 4), (0, 4)]
    assert listed(turns) == pairs
    assert turns.pairs.same.tolist() == [0, 1, 0, 1, 0, 1, 0, 1, 0, 0]
    apart = [abs(float(embeddings[a, 0] - embeddings[b, 0])) for a, b in pairs]
    assert turns.distances.tolist() == apart


@given(st.lists(st.integers(0, 3), min_size=2, max_size=20), st.integers(0, 99))
def test_varied_is_round_after_round_down_the_list(labels: list[int], seed: int) -> None:
    mined = hardest_pairs(some_embeddings(labels, seed), labels, 2.5)
    left, expected = listed(mined), []
    while left:
        seen: set[int] = set()
        taken = []
        for pair in left:
            if not seen & set(pair):
                taken.append(pair)
                seen |= set(pair)
        expected += taken
        left = [pair for pair in left if pair not in taken]
    order = varied(mined)
    assert listed(order) == expected
    known = dict(zip(listed(mined), mined.distances.tolist(), strict=True))
    assert [known[pair] for pair in expected] == order.distances.tolist()
    same = dict(zip(listed(mined), mined.pairs.same.tolist(), strict=True))
    assert [same[pair] for pair in expected] == order.pairs.same.tolist()


@pytest.mark.parametrize(
    ("labels", "value", "most", "reason"),
    [
        ([1, 2], 1, 5, "embeddings \\(3, 2\\), 2 labels"),
        ([1, 2, 2], np.nan, 5, "must be finite. Received: NaN"),
        ([1, 2, 2], np.inf, 5, "must be finite"),
        ([1, 2, 2], 1, 0, "one pair of each at least. Received: 0"),
        ([], 1, 5, "one number an image"),
    ],
)
def test_what_cannot_be_mined_is_refused(
    labels: list[int], value: float, most: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        hardest_pairs(np.full((3, 2), value, np.float32), labels, 1, most)


def test_narrowing_refuses_what_there_is_not() -> None:
    mined = hardest_pairs(np.eye(3, dtype=np.float32), [4, 4, 7], 1)
    with pytest.raises(ValueError, match=r"classes that have images. Received: \[5\]"):
        narrowed(mined, [4, 4, 7], [5])
    with pytest.raises(ValueError, match=r"kind is one of both, positive, negative. Received: odd"):
        narrowed(mined, [4, 4, 7], kind="odd")  # type: ignore[arg-type]
