"""Embeddings on a plane: against the covariance matrix, and against the embeddings themselves."""

import numpy as np
import pytest

from siamese.inspection.neighbors import label_purity
from siamese.inspection.projection import neighbour_plane, principal_plane


def cloud(dimensions: int = 6, count: int = 80) -> np.ndarray:
    """Points that spread more along some axes than along others, none of them along a side."""
    rng = np.random.default_rng(1)
    turned, _ = np.linalg.qr(rng.normal(size=(dimensions, dimensions)))
    return rng.normal(size=(count, dimensions)) * (2.0 ** -np.arange(dimensions)) @ turned + 3


def groups() -> tuple[np.ndarray, np.ndarray]:
    """Ten tight groups at the corners of a simplex: no plane keeps them all apart."""
    rng, labels = np.random.default_rng(2), np.repeat(np.arange(10), 15)
    return np.eye(10)[labels] + rng.normal(scale=0.12, size=(150, 10)), labels


def test_the_axes_are_the_covariance_matrix_s() -> None:
    points = cloud()
    values, vectors = np.linalg.eigh(np.cov(points.T))
    plane = principal_plane(points)
    for axis, expected in zip(plane.axes, vectors.T[::-1], strict=False):
        assert abs(axis @ expected) == pytest.approx(1)
        assert axis[np.abs(axis).argmax()] > 0
    assert plane.share == pytest.approx(values[-2:].sum() / values.sum())
    assert plane.place(points).var(axis=0, ddof=1) == pytest.approx(values[:-3:-1])


def test_in_two_dimensions_no_distance_changes() -> None:
    points = cloud(2, 12)
    placed = principal_plane(points).place(points)
    for one in range(12):
        for other in range(one):
            before = np.linalg.norm(points[one] - points[other])
            assert np.linalg.norm(placed[one] - placed[other]) == pytest.approx(before)


def test_mirrored_or_shuffled_embeddings_lie_the_same_way_round() -> None:
    points = cloud()
    order = np.random.default_rng(4).permutation(len(points))
    assert principal_plane(points[order]).axes == pytest.approx(principal_plane(points).axes)
    assert principal_plane(6 - points).axes == pytest.approx(principal_plane(points).axes)


@pytest.mark.parametrize("points", [np.arange(5.0)[:, None], np.ones((5, 3)), np.ones((1, 3))])
def test_what_fills_no_plane_has_its_place(points: np.ndarray) -> None:
    plane = principal_plane(points)
    assert plane.share == 1
    assert plane.place(points).shape == neighbour_plane(points, 1).shape == (len(points), 2)
    assert np.isfinite(neighbour_plane(points, 1)).all()


@pytest.mark.parametrize("points", [np.zeros((0, 3)), np.zeros(3), np.full((3, 2), np.nan)])
def test_what_is_no_embedding_is_refused(points: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"Received: shape \("):
        principal_plane(points)


def test_neighbours_stay_neighbours_where_principal_axes_lose_them() -> None:
    points, labels = groups()
    assert label_purity(points, labels) > 0.99
    assert label_purity(principal_plane(points).place(points), labels) < 0.75
    placed = neighbour_plane(points, 1)
    assert label_purity(placed, labels) > 0.95
    assert np.array_equal(placed, neighbour_plane(points, 1))
