"""The three pushes: the same function for numbers, arrays and tensors."""

import math

import numpy as np
import pytest
import tensorflow as tf

from siamese.lessons.hinges import HINGES, hinge_of_distance, positive_part

DISTANCES = np.linspace(0, 2.5, 51)


@pytest.mark.parametrize("name", list(HINGES))
@pytest.mark.parametrize("margin", [0.4, 1.0, 1.7])
def test_arrays_and_tensors_get_the_same(name: str, margin: float) -> None:
    array = HINGES[name](DISTANCES, margin)
    tensor = HINGES[name](tf.constant(DISTANCES), margin)
    assert isinstance(array, np.ndarray)
    assert tf.is_tensor(tensor)
    np.testing.assert_allclose(tensor, array, rtol=1e-12, atol=1e-15)
    assert HINGES[name](1.25, margin) == pytest.approx(array[25])


def test_positive_part_is_that_of_a_loop() -> None:
    found = positive_part(DISTANCES - 1)
    np.testing.assert_array_equal(found, [max(distance - 1, 0) for distance in DISTANCES])


@pytest.mark.parametrize(
    ("name", "reach"),
    [("contrastive", 1.44), ("contrastive-margin", 1.2), ("contrastive-simple", 1.2)],
)
def test_where_pushing_ends(name: str, reach: float) -> None:
    """With m = 1.44: at m for the form of D, at √m = 1.2 for those of D²."""
    assert HINGES[name](reach - 0.01, 1.44) > 0
    assert HINGES[name](reach + 0.01, 1.44) == 0


def test_the_gradient_reaches_a_tensor() -> None:
    """−2·(m − D) = −2·(1.5 − 0.5) = −2 inside the margin, and 0 outside."""
    distance = tf.Variable([0.5, 2.0])
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(hinge_of_distance(distance, 1.5))
    slope = tape.gradient(total, distance)
    assert slope.numpy().tolist() == pytest.approx([-2.0, 0.0])
    assert math.isfinite(float(total))
