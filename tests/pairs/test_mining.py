"""The hardest pairs, against a loop over all of them."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.pairs import mining
from siamese.pairs.hard_pairs import MinedPairs
from siamese.pairs.mining import hardest_pairs

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


def gone_through(hardness: dict[Pair, float]) -> list[Pair]:
    """By a loop from the hardest pair on: none whose image stands in three harder ones already."""
    seen: Counter[int] = Counter()
    taken = []
    for pair in sorted(hardness, key=lambda pair: (-hardness[pair], pair)):
        if max(seen[image] for image in pair) < 3:
            seen.update(pair)
            taken.append(pair)
    return taken


def block_by_block(hardness: dict[Pair, float], labels: list[int], most: int) -> set[Pair]:
    """What is kept of each class and of each two."""
    by_classes: dict[Pair, dict[Pair, float]] = {}
    for (left, right), hard in hardness.items():
        by_classes.setdefault((labels[left], labels[right]), {})[left, right] = hard
    return {pair for block in by_classes.values() for pair in gone_through(block)[:most]}


@given(st.lists(st.integers(0, 4), min_size=1, max_size=25), st.integers(0, 99), st.integers(1, 9))
def test_of_each_two_classes_the_hardest_are_kept(labels: list[int], seed: int, most: int) -> None:
    embeddings = some_embeddings(labels, seed)
    expected = all_pairs(embeddings, labels, threshold=2.5)
    mined = hardest_pairs(embeddings, labels, 2.5, most)
    kept = block_by_block(expected, labels, most)
    assert set(listed(mined)) == kept
    assert len(listed(mined)) == len(kept)
    found = [expected[pair] for pair in listed(mined)]
    np.testing.assert_allclose(found, sorted(found, reverse=True), atol=1e-5)


@pytest.mark.parametrize("cells", [mining.CELLS, 5000])
def test_odd_images_take_many_looks_and_hide_no_other_pair(
    cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six odd images in each of three classes lie among another's: they make the hardest pairs.

    A look at a few pairs sees only those of the odd ones. What is kept is still what a loop over
    all pairs keeps, whether a block is held as a whole or cut into pieces.
    """
    monkeypatch.setattr(mining, "FIRST_LOOK", 30)
    monkeypatch.setattr(mining, "SAMPLE", 20)
    monkeypatch.setattr(mining, "CELLS", cells)
    labels = np.repeat([0, 1, 2], 60).tolist()
    embeddings = some_embeddings(labels, 3)
    embeddings[:, 0] += 30 * np.array(labels)
    embeddings[::10, 0] += 30
    expected = all_pairs(embeddings, labels, threshold=2.5)
    mined = hardest_pairs(embeddings, labels, 2.5, most=40)
    assert set(listed(mined)) == block_by_block(expected, labels, 40)


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


@pytest.mark.parametrize(
    ("labels", "value", "most", "reason"),
    [
        ([1, 2], 1, 5, "embeddings \\(3, 2\\), 2 labels"),
        ([1, 2, 2], np.nan, 5, "must be finite. Received: NaN"),
        ([1, 2, 2], np.inf, 5, "must be finite"),
        ([1, 2, 2], 1, 0, "most must be at least 1. Received: 0"),
        ([], 1, 5, "labels must be"),
    ],
)
def test_what_cannot_be_mined_is_refused(
    labels: list[int], value: float, most: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        hardest_pairs(np.full((3, 2), value, np.float32), labels, 1, most)
