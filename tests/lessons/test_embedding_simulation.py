"""Points on a plane: their loss and their steps by hand, in plain loops, and TensorFlow's."""

import math

import numpy as np
import pytest
import tensorflow as tf

from siamese.layers import euclidean_distance
from siamese.lessons.embedding_simulation import CLASSES, forces, scatter, simulate
from siamese.lessons.loss_curves import PAIR_LOSSES
from tests.lessons.test_loss_curves import in_plain_python, loss_in_tensorflow

NAMES = list(PAIR_LOSSES)


def test_three_points_by_hand() -> None:
    """a = (0, 0) and b = (3, 4) of a class, c = (0, 0.5) of another, m = 1, max(m − D, 0)².

    ab: D = 5, costs 25, slope 10; ac: D = ½, costs ¼, slope −1; bc: D = √21.25, beyond the margin.
    The loss is 25.25 / 3; a is pulled 10/3 towards (0.6, 0.8), and pushed 1/3 away from c.
    """
    points, labels = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.5]]), np.array([0, 0, 1])
    found = forces(points, labels, PAIR_LOSSES["contrastive"], 1.0)
    assert found.loss == pytest.approx(25.25 / 3)
    np.testing.assert_allclose(found.pull, np.array([[6, 8], [-6, -8], [0, 0]]) / 3, atol=1e-12)
    np.testing.assert_allclose(found.push, np.array([[0, -1], [0, 0], [0, 1]]) / 3, atol=1e-12)
    assert found.same == pytest.approx(5)
    assert found.different == pytest.approx((0.5 + math.sqrt(21.25)) / 2)


@pytest.mark.parametrize("name", NAMES)
def test_the_loss_is_the_mean_of_all_pairs_in_a_loop(name: str) -> None:
    points, labels = scatter(4, np.random.default_rng(3))
    costs = [
        in_plain_python(name, math.dist(points[i], points[j]), 0.9, bool(labels[i] == labels[j]))
        for i in range(12)
        for j in range(i)
    ]
    found = forces(points, labels, PAIR_LOSSES[name], 0.9).loss
    assert found == pytest.approx(sum(costs) / len(costs))


def gradient_in_tensorflow(
    name: str, points: np.ndarray, labels: np.ndarray, margin: float
) -> np.ndarray:
    left, right = np.triu_indices(len(points), 1)
    same = tf.constant((labels[left] == labels[right])[:, None], tf.float32)
    variable, loss = tf.Variable(points, dtype=tf.float32), loss_in_tensorflow(name, margin)
    with tf.GradientTape() as tape:
        pair = (tf.gather(variable, left), tf.gather(variable, right))
        value = loss(same, euclidean_distance(pair))
    return tf.convert_to_tensor(tape.gradient(value, variable)).numpy()


@pytest.mark.parametrize("name", NAMES)
def test_each_step_is_tensorflows(name: str) -> None:
    """Ten steps: each goes against TensorFlow's gradient, by the learning rate."""
    margin = 1.0 if name == "contrastive-simple" else 1.2
    points, labels = scatter(5, np.random.default_rng(7))
    made = simulate(points, labels, PAIR_LOSSES[name], margin, 3.0, 10)
    assert made.points.shape == (11, 15, 2)
    np.testing.assert_array_equal(made.points[0], points)
    for before, after in zip(made.points[:-1], made.points[1:], strict=True):
        gradient = gradient_in_tensorflow(name, before, labels, margin)
        np.testing.assert_allclose(after - before, -3.0 * gradient, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_points_in_one_place_do_not_move_each_other(name: str) -> None:
    points, labels = np.full((3, 2), 0.5), np.array([0, 1, 0])
    found = forces(points, labels, PAIR_LOSSES[name], 1.0)
    assert not found.pull.any()
    assert not found.push.any()
    assert np.isfinite(found.loss)
    gradient = gradient_in_tensorflow(name, points, labels, 1.0)
    np.testing.assert_allclose(gradient, 0, atol=1e-5)


def test_points_are_scattered_by_their_seed() -> None:
    points, labels = scatter(10, np.random.default_rng(1))
    again, _ = scatter(10, np.random.default_rng(1))
    other, _ = scatter(10, np.random.default_rng(2))
    np.testing.assert_array_equal(points, again)
    assert not np.array_equal(points, other)
    assert np.bincount(labels).tolist() == [10] * CLASSES


def test_the_contrastive_loss_sorts_the_classes_and_then_rests() -> None:
    """Equal ones meet, others are a margin apart: the loss is 0, and nothing moves any more."""
    points, labels = scatter(10, np.random.default_rng(1))
    made = simulate(points, labels, PAIR_LOSSES["contrastive"], 1.0, 5.0, 100)
    last = made.forces[-1]
    assert last.loss < 1e-6
    assert last.same < 0.01
    apart = [
        math.dist(made.points[-1, i], made.points[-1, j])
        for i in range(30)
        for j in range(i)
        if labels[i] != labels[j]
    ]
    assert min(apart) > 0.99
    assert np.abs(made.points[-1] - made.points[-2]).max() < 1e-3


def test_a_sigmoid_first_with_a_small_margin_lets_all_fall_together() -> None:
    points, labels = scatter(10, np.random.default_rng(1))
    made = simulate(points, labels, PAIR_LOSSES["after-sigmoid"], 0.5, 5.0, 100)
    assert not any(force.push.any() for force in made.forces)
    assert made.forces[-1].different < made.forces[0].different / 2
