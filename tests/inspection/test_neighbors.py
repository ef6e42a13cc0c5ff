"""Nearest neighbours, against loops over every pair."""

import math

import numpy as np
import pytest

from siamese.inspection.neighbors import Neighbours, label_purity, nearest


def in_loops(embeddings: np.ndarray, point: np.ndarray, count: int) -> list[tuple[float, int]]:
    """Distance and index of the nearest, one number at a time."""
    far = []
    for index, embedding in enumerate(embeddings.tolist()):
        squares = [(a - b) ** 2 for a, b in zip(embedding, point.tolist(), strict=True)]
        far.append((math.sqrt(sum(squares)), index))
    return sorted(far)[:count]


def test_the_nearest_are_those_that_loops_find() -> None:
    rng = np.random.default_rng(3)
    embeddings = rng.normal(size=(60, 7)).astype(np.float32)
    points = rng.normal(size=(4, 7)).astype(np.float32)
    found = nearest(embeddings, points, 10)
    for row, point in enumerate(points):
        expected = in_loops(embeddings, point, 10)
        assert found.indices[row].tolist() == [index for _, index in expected]
        assert found.distances[row] == pytest.approx([far for far, _ in expected])


def test_of_equally_near_ones_the_earlier_is_first() -> None:
    ring = np.array([[0.0, 1], [1, 0], [0, -1], [-1, 0]])
    assert nearest(ring, np.zeros((1, 2)), 3).indices.tolist() == [[0, 1, 2]]


def test_there_are_no_more_than_there_are() -> None:
    assert nearest(np.eye(3), np.eye(3)[:1], 10).indices.shape == (1, 3)


def test_other_dimensions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Received: \(3, 3\) and \(1, 2\)"):
        nearest(np.eye(3), np.zeros((1, 2)))


def test_a_place_amid_neighbours_leans_to_the_nearer() -> None:
    """At distances 1 and 3 the weights are 3/4 and 1/4: between 0 and 8 that is 2."""
    found = Neighbours(np.array([[0, 1]]), np.array([[1.0, 3.0]]))
    assert found.interpolate(np.array([[0.0, 5.0], [8.0, 5.0]])) == pytest.approx(
        np.array([[2.0, 5.0]])
    )


def test_on_top_of_a_neighbour_is_its_place() -> None:
    found = Neighbours(np.array([[1, 0]]), np.array([[0.0, 0.5]]))
    assert found.interpolate(np.array([[9.0, 9.0], [1.0, -1.0]])) == pytest.approx(
        np.array([[1.0, -1]])
    )


def test_purity_counts_labels_of_neighbours() -> None:
    """On a line at 0, 1, 2, 10, each one's nearest two: 1 2 | 0 2 | 1 0 | 2 1, of labels a a b b.

    Alike are 1 of {a, b}, 1 of {a, b}, 0 of {a, a} and 1 of {b, a}: 3 of 8.
    """
    line = np.array([[0.0], [1.0], [2.0], [10.0]])
    assert label_purity(line, [0, 0, 1, 1], 2) == 3 / 8


def test_purity_in_loops() -> None:
    rng = np.random.default_rng(5)
    points, labels = rng.normal(size=(40, 3)), rng.integers(3, size=40)
    alike = 0
    for one in range(40):
        others = [index for index in range(40) if index != one]
        near = in_loops(points[others], points[one], 10)
        alike += sum(labels[others[index]] == labels[one] for _, index in near)
    assert label_purity(points, labels, 10) == pytest.approx(alike / 400)


def test_one_alone_has_no_neighbours() -> None:
    assert label_purity(np.zeros((1, 2)), [4]) == 1
