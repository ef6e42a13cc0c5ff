"""The loss of a pair over its distance: by hand, in loops, at its limits, and TensorFlow's."""

import math
from collections.abc import Callable

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.lessons.loss_curves import PAIR_LOSSES, sigmoid
from siamese.losses import (
    HINGES,
    ContrastiveLoss,
    SupervisedContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)

DISTANCES = np.linspace(0, 2.4, 49)  # 0.05 apart; none is √m of the margins below
MARGINS = [0.35, 1.03, 1.47]
NAMES = list(PAIR_LOSSES)


def loss_in_tensorflow(name: str, margin: float) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    """What a network trains with: labels (pairs, 1) and distances (pairs, 1) → their mean loss."""
    if name == "cross-entropy":
        dense = keras.layers.Dense(1, "sigmoid")
        dense.build((None, 1))
        dense.set_weights([np.array([[-8 / margin]]), np.array([4.0])])
        return lambda y, d: tf.reduce_mean(keras.losses.binary_crossentropy(y, dense(d)))
    if name == "supervised-contrastive":  # which of two pairs is the positive one?
        return lambda y, d: tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                tf.cast(1 - y[:, 0], tf.int32),
                tf.concat([-(d**2), tf.fill(tf.shape(d), -(margin**2))], 1) / (2 * 0.1),
            )
        )
    if name == "after-sigmoid":
        return lambda y, d: ContrastiveLoss(margin)(y, tf.sigmoid(d))
    if name == "contrastive-simple":
        assert margin == 1
        return contrastive_loss
    made = {
        "contrastive": ContrastiveLoss,
        "contrastive-margin": contrastive_loss_with_margin,
    }
    return made[name](margin)


def of_one_pair(name: str, margin: float, distance: float, same: bool) -> tuple[float, float]:
    """Loss and slope as TensorFlow has them."""
    loss, at = loss_in_tensorflow(name, margin), tf.Variable([[distance]], dtype=tf.float32)
    with tf.GradientTape() as tape:
        value = loss(tf.constant([[float(same)]]), at)
    return float(value), float(tape.gradient(value, at)[0, 0])


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("margin", [0.8, 1.0, 1.3])
@pytest.mark.parametrize("name", NAMES)
def test_losses_and_slopes_are_those_that_train(name: str, margin: float, same: bool) -> None:
    """Away from the kink of the simple hinge, where any slope between the two is as good."""
    margin = 1.0 if name == "contrastive-simple" else margin
    for distance in (0.0, 0.1, 0.45, 0.85, 0.99, 1.1, 1.35, 1.9):
        value, slope = of_one_pair(name, margin, distance, same)
        loss = PAIR_LOSSES[name]
        assert float(loss.loss(distance, margin, same)) == pytest.approx(value, rel=2e-4, abs=1e-6)
        assert float(loss.slope(distance, margin, same)) == pytest.approx(slope, rel=2e-4, abs=1e-5)


@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("name", list(HINGES))
def test_hinges_in_numpy_and_in_keras_agree(name: str, margin: float) -> None:
    """In value and in slope, at distances of which none is at the kink."""
    distance = tf.Variable(DISTANCES)
    with tf.GradientTape() as tape:
        push = HINGES[name](distance, margin)
    numpys = PAIR_LOSSES[name]
    np.testing.assert_allclose(push, numpys.push(DISTANCES, margin), atol=1e-12)
    slope = tape.gradient(push, distance)
    np.testing.assert_allclose(slope, numpys.push_slope(DISTANCES, margin), atol=1e-12)


def in_plain_python(name: str, d: float, m: float, same: bool) -> float:
    def squash(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    if name == "cross-entropy":
        p = squash(4 - 8 * d / m)
        return -math.log(p) if same else -math.log1p(-p)
    if name == "supervised-contrastive":
        this, held = math.exp(-(d**2) / 0.2), math.exp(-(m**2) / 0.2)
        return math.log1p(held / this if same else this / held)
    if name == "after-sigmoid":
        d = squash(d)
    if same:
        return d * d
    if name in ("contrastive", "after-sigmoid"):
        return max(m - d, 0) ** 2
    return max(m - d * d, 0) ** (2 if name == "contrastive-margin" else 1)


@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("name", NAMES)
def test_losses_are_those_of_a_loop(name: str, margin: float) -> None:
    same = np.arange(len(DISTANCES)) % 2 == 0
    expected = [
        in_plain_python(name, d, margin, y) for d, y in zip(DISTANCES, same.tolist(), strict=True)
    ]
    np.testing.assert_allclose(PAIR_LOSSES[name].loss(DISTANCES, margin, same), expected, rtol=1e-6)


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("name", NAMES)
def test_slopes_are_those_of_the_curves(name: str, margin: float, same: bool) -> None:
    """(L(D + h) − L(D − h)) / 2h, away from the kinks, of which none lies within h."""
    loss, h, inside = PAIR_LOSSES[name], 1e-5, DISTANCES[1:]
    rise = loss.loss(inside + h, margin, same) - loss.loss(inside - h, margin, same)
    np.testing.assert_allclose(loss.slope(inside, margin, same), rise / (2 * h), atol=1e-3)


@pytest.mark.parametrize(
    ("name", "at_zero", "at_margin", "at_root"),
    [
        ("contrastive", -2.4, 0, -2 * (1.2 - math.sqrt(1.2))),
        ("contrastive-margin", 0, 0, 0),
        ("contrastive-simple", 0, 0, None),
        ("cross-entropy", -8 / 1.2 / (1 + math.exp(-4)), -8 / 1.2 / (1 + math.exp(4)), None),
        ("supervised-contrastive", 0, -1.2 / 0.1 / 2, None),
        ("after-sigmoid", -2 * (1.2 - 0.5) / 4, None, None),
    ],
)
def test_the_push_at_its_limits(
    name: str, at_zero: float, at_margin: float | None, at_root: float | None
) -> None:
    """With m = 1.2: at D = 0, where two forms push least, at D = m, and at D = √m ≈ 1.095."""
    limits = {0.0: at_zero, 1.2: at_margin, math.sqrt(1.2): at_root}
    for distance, expected in limits.items():
        if expected is not None:
            slope = float(PAIR_LOSSES[name].slope(distance, 1.2, False))
            assert slope == pytest.approx(expected, abs=1e-9)


def test_the_simple_push_is_hardest_before_it_breaks_off() -> None:
    """−2·D: at D = 1.09 almost −2.2 = −2·√1.21, and nothing at 1.11."""
    slope = PAIR_LOSSES["contrastive-simple"].slope([0.5, 1.09, 1.11], 1.21, False)
    assert slope.tolist() == pytest.approx([-1.0, -2.18, 0])


@pytest.mark.parametrize("margin", [0.3, 0.5, 0.75, 0.99, 1.0, 1.4])
@pytest.mark.parametrize("name", NAMES)
def test_a_negative_pair_is_let_go_at_its_reach(name: str, margin: float) -> None:
    loss = PAIR_LOSSES[name]
    reach = loss.reach(margin)
    if math.isinf(reach):
        assert (loss.slope(np.linspace(0.1, 9, 50), margin, False) < 0).all()
        return
    assert (loss.slope(reach + np.linspace(0.001, 9, 50), margin, False) == 0).all()
    if reach:
        assert float(loss.slope(0.99 * reach, margin, False)) < 0


def test_a_sigmoid_reaches_a_margin_at_its_logit() -> None:
    """σ(D) = 0.75 at D = ln 3; σ(0) = 0.5 is the least there is; 1 is never reached."""
    reach = PAIR_LOSSES["after-sigmoid"].reach
    assert reach(0.75) == pytest.approx(math.log(3))
    assert reach(0.5) == reach(0.2) == 0
    assert math.isinf(reach(1.0))


@pytest.mark.parametrize(("near", "far"), [(0.3, 0.9), (1.1, 0.8), (0.5, 0.5)])
def test_the_curve_of_a_batch_is_its_loss_of_three_images(near: float, far: float) -> None:
    """Two of a class, `near` apart, and one of another, `far` from both, on the unit sphere."""
    products = 1 - np.array([[0, near, far], [near, 0, far], [far, far, 0]]) ** 2 / 2
    values, vectors = np.linalg.eigh(products)
    embeddings = vectors * np.sqrt(values)
    found = float(SupervisedContrastiveLoss()(np.array([3, 3, 8]), embeddings))
    curve = PAIR_LOSSES["supervised-contrastive"]
    assert float(curve.loss(near, far, True)) == pytest.approx(found, rel=1e-4)
    assert float(curve.loss(far, near, False)) == pytest.approx(found, rel=1e-4)


def test_cross_entropy_does_not_overflow() -> None:
    """z = 4 − 8·100/0.25 = −3196: a positive pair costs 3196, a negative one nothing."""
    loss = PAIR_LOSSES["cross-entropy"]
    assert loss.loss([100.0, 100.0], 0.25, [True, False]).tolist() == [3196.0, 0.0]
    assert loss.slope([100.0, 100.0], 0.25, [True, False]).tolist() == [32.0, 0.0]
    assert sigmoid(np.array([-1e6, 0.0, 1e6])).tolist() == [0.0, 0.5, 1.0]
