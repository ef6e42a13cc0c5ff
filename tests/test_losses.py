"""The contrastive losses: by hand, pair by pair in plain loops, and at their limits."""

import math
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.layers import EuclideanDistance, euclidean_distance
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    ContrastiveLoss,
    SupervisedContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)

Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]

# The push on a negative pair, in plain Python, by the names of `siamese.config.LOSSES`.
PUSH: dict[str, Callable[[float, float], float]] = {
    "contrastive-simple": lambda d, m: max(m - d**2, 0),
    "contrastive-margin": lambda d, m: max(m - d**2, 0) ** 2,
    "contrastive": lambda d, m: max(m - d, 0) ** 2,
}


def loss_of(name: str, margin: float) -> Loss:
    """A loss of pairs by its name."""
    if name == "contrastive-simple":
        assert margin == 1
        return contrastive_loss
    return {
        "contrastive-margin": contrastive_loss_with_margin,
        "contrastive": ContrastiveLoss,
    }[name](margin)


def of_one_pair(loss: Loss, same: int, distance: float) -> float:
    return float(loss(tf.constant([[float(same)]]), tf.constant([[distance]])))


NAMED = [("contrastive-simple", 1.0), ("contrastive-margin", 1.5), ("contrastive", 1.5)]


@pytest.mark.parametrize(
    ("name", "margin", "distance", "push"),
    [
        ("contrastive-simple", 1.0, 0.0, 1.0),  # 1 − 0
        ("contrastive-simple", 1.0, 0.5, 0.75),  # 1 − 1/4
        ("contrastive-simple", 1.0, 1.0, 0.0),  # at the margin
        ("contrastive-simple", 1.0, 3.0, 0.0),  # beyond it
        ("contrastive-margin", 2.0, 0.0, 4.0),  # (2 − 0)²
        ("contrastive-margin", 2.0, 1.0, 1.0),  # (2 − 1)²
        ("contrastive-margin", 4.0, 2.0, 0.0),  # the margin is one of D²: at D = √4
        ("contrastive-margin", 2.0, 3.0, 0.0),
        ("contrastive", 2.0, 0.0, 4.0),  # (2 − 0)²
        ("contrastive", 2.0, 0.5, 2.25),  # (2 − 1/2)²
        ("contrastive", 2.0, 2.0, 0.0),  # at the margin
        ("contrastive", 2.0, 3.0, 0.0),
    ],
)
def test_push_on_a_negative_pair_by_hand(
    name: str, margin: float, distance: float, push: float
) -> None:
    assert of_one_pair(loss_of(name, margin), 0, distance) == pytest.approx(push)


@pytest.mark.parametrize(("name", "margin"), NAMED)
@pytest.mark.parametrize(("distance", "pull"), [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0), (3.0, 9.0)])
def test_pull_on_a_positive_pair_is_its_squared_distance(
    name: str, margin: float, distance: float, pull: float
) -> None:
    assert of_one_pair(loss_of(name, margin), 1, distance) == pytest.approx(pull)


@pytest.mark.parametrize(("name", "margin"), NAMED)
def test_loss_is_the_mean_over_pairs(name: str, margin: float) -> None:
    rng = np.random.default_rng(1)
    distance = rng.uniform(0, 2.5, 40).astype(np.float32)
    same = rng.integers(0, 2, 40)
    pairs = zip(distance.tolist(), same.tolist(), strict=True)
    total = sum(d**2 if y else PUSH[name](d, margin) for d, y in pairs)
    loss = loss_of(name, margin)(tf.constant(same[:, None]), tf.constant(distance[:, None]))
    assert float(loss) == pytest.approx(total / 40, rel=1e-5)


@pytest.mark.parametrize(("name", "margin"), NAMED)
@pytest.mark.parametrize("same", [1.0, 0.0])
def test_gradient_is_finite_for_two_identical_images(name: str, margin: float, same: float) -> None:
    left = tf.Variable([[0.3, 0.4], [0.6, 0.8]])
    with tf.GradientTape() as tape:
        distance = euclidean_distance((left, tf.constant([[0.3, 0.4], [0.6, 0.8]])))
        loss = loss_of(name, margin)(tf.fill((2, 1), same), distance)
    assert np.isfinite(tape.gradient(loss, left)).all()


SHAPES = [((-1, 1), (-1, 1)), ((-1,), (-1, 1)), ((-1, 1), (-1,)), ((-1,), (-1,))]
LABEL_TYPES = [np.float32, np.float64, np.int64, np.uint8, np.bool_]


@pytest.mark.parametrize(("name", "margin"), NAMED)
@pytest.mark.parametrize(("labels", "distances"), SHAPES)
@pytest.mark.parametrize("kind", LABEL_TYPES)
@pytest.mark.parametrize("weighted", [False, True])
def test_any_shape_and_type_of_labels_gives_the_loop_of_pairs(
    name: str,
    margin: float,
    labels: tuple[int, ...],
    distances: tuple[int, ...],
    kind: type,
    weighted: bool,
) -> None:
    rng = np.random.default_rng(4)
    distance = rng.uniform(0, 2.5, 12).astype(np.float32)
    same = rng.integers(0, 2, 12)
    weight = rng.uniform(0, 3, 12).astype(np.float32) if weighted else np.ones(12, np.float32)
    pairs = zip(distance.tolist(), same.tolist(), weight.tolist(), strict=True)
    total = sum(w * (d**2 if y else PUSH[name](d, margin)) for d, y, w in pairs)
    found = loss_of(name, margin)(
        same.astype(kind).reshape(labels),
        tf.constant(distance.reshape(distances)),
        sample_weight=weight if weighted else None,
    )
    assert float(found) == pytest.approx(total / 12, rel=1e-5)


def twin_of(policy: str = "float32") -> keras.Model:
    """Two inputs of three numbers, one dense layer, their distance."""
    keras.utils.set_random_seed(1)
    sides = keras.Input((3,)), keras.Input((3,))
    encoder = keras.layers.Dense(2, dtype=policy)
    return keras.Model(list(sides), EuclideanDistance(dtype=policy)([encoder(x) for x in sides]))


@pytest.mark.parametrize(("name", "margin"), NAMED)
@pytest.mark.parametrize("shape", [(8,), (8, 1)])
def test_keras_weights_pairs_and_classes(name: str, margin: float, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(2, 8, 3)).astype(np.float32)
    same, weight = np.array([1, 0] * 4), rng.uniform(0, 2, 8).astype(np.float32)
    twin = twin_of()
    distance = np.asarray(twin([left, right]))[:, 0].tolist()
    each = [
        d**2 if y else PUSH[name](d, margin) for d, y in zip(distance, same.tolist(), strict=True)
    ]
    twin.compile(keras.optimizers.SGD(0.0), loss_of(name, margin))
    found = twin.evaluate([left, right], same.reshape(shape), sample_weight=weight, verbose=0)
    assert found == pytest.approx(np.mean(weight * each), rel=1e-5)
    history = twin.fit(
        [left, right], same.reshape(shape), class_weight={0: 3.0, 1: 0.5}, batch_size=8, verbose=0
    )
    by_class = np.where(same == 1, 0.5, 3.0) * each
    assert history.history["loss"][0] == pytest.approx(np.mean(by_class), rel=1e-5)


@pytest.mark.parametrize("loss", [AllPairsContrastiveLoss(), SupervisedContrastiveLoss()])
def test_all_pairs_refuse_weights(loss: keras.losses.Loss) -> None:
    with pytest.raises(ValueError, match="takes no sample_weight"):
        loss(np.array([1, 2]), tf.zeros((2, 2)), sample_weight=np.ones(2))


LOSSES = [
    ContrastiveLoss(2.0, reduction="sum"),
    contrastive_loss,
    contrastive_loss_with_margin(1.5),
    AllPairsContrastiveLoss(1.25, HINGES["contrastive-margin"], towers=2),
    SupervisedContrastiveLoss(0.2),
]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
def test_a_compiled_model_keeps_its_loss_when_saved(
    loss: keras.losses.Loss, tmp_path: Path
) -> None:
    twin = twin_of()
    twin.compile("sgd", loss)
    twin.save(tmp_path / "twin.keras")
    loaded = keras.saving.load_model(tmp_path / "twin.keras").loss
    assert type(loaded) is type(loss)
    assert loaded.get_config() == loss.get_config()


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("policy", ["float16", "mixed_float16", "mixed_bfloat16", "float32"])
def test_no_gradient_is_nan_for_equal_pictures(loss: keras.losses.Loss, policy: str) -> None:
    """1e-12, which keeps the root from 0, is 0 itself in half precision."""
    same = np.array([1.0, 0.0, 1.0, 0.0])
    pictures = tf.constant(np.random.default_rng(2).normal(size=(4, 3)), tf.float32)
    twin = twin_of(policy)
    with tf.GradientTape() as tape:
        distance = twin([pictures, pictures])
        output = tf.concat([distance, distance], axis=1) if loss in LOSSES[3:] else distance
        value = loss(same, output)
    gradients = tape.gradient(value, twin.trainable_variables)
    assert np.isfinite(float(value))
    assert all(np.isfinite(gradient.numpy()).all() for gradient in gradients)


def gradient_of_distance(loss: Loss, same: float, at: float) -> float:
    distance = tf.Variable([[at]])
    with tf.GradientTape() as tape:
        value = loss(tf.constant([[same]]), distance)
    return float(tape.gradient(value, distance)[0, 0])


def test_gradients_of_distance_by_hand() -> None:
    """Pull: 2·D = 1 at D = 1/2. Push, margin 1: −2·(1 − D) = −1, and 0 beyond the margin."""
    loss = ContrastiveLoss(margin=1.0)
    assert gradient_of_distance(loss, 1.0, 0.5) == pytest.approx(1)
    assert gradient_of_distance(loss, 0.0, 0.5) == pytest.approx(-1)
    assert gradient_of_distance(loss, 0.0, 1.5) == 0


def test_class_is_made_again_from_its_config() -> None:
    again = ContrastiveLoss.from_config(ContrastiveLoss(margin=0.7, name="mine").get_config())
    assert (again.margin, again.name) == (0.7, "mine")
    assert of_one_pair(again, 0, 0.2) == pytest.approx(0.25)
    stored = keras.saving.serialize_keras_object(again)
    assert keras.saving.deserialize_keras_object(stored).margin == 0.7


# Five embeddings on the unit circle, in degrees, and what they show.
ANGLES = [0, 20, 50, 100, 180]
LABELS = [3, 3, 8, 8, 3]


def at_angles() -> tf.Tensor:
    turns = np.deg2rad(ANGLES)
    return tf.constant(np.stack([np.cos(turns), np.sin(turns)], axis=1), tf.float32)


def all_pairs_in_a_loop(push: Callable[[float, float], float], margin: float) -> float:
    """Two points on the unit circle, an angle α apart, have the distance 2·sin(α / 2)."""
    pulls, pushes = [], []
    for i in range(5):
        for j in range(i):
            distance = 2 * math.sin(math.radians(abs(ANGLES[i] - ANGLES[j])) / 2)
            if LABELS[i] == LABELS[j]:
                pulls.append(distance**2)
            elif push(distance, margin) > 0:
                pushes.append(push(distance, margin))
    return sum(pulls) / len(pulls) + sum(pushes) / max(len(pushes), 1)


@pytest.mark.parametrize("name", list(HINGES))
@pytest.mark.parametrize("margin", [0.1, 1.0, 1.9])
def test_all_pairs_loss_is_that_of_explicit_pairs(name: str, margin: float) -> None:
    """At margin 0.1 every negative pair is beyond it, at 1.9 none."""
    loss = AllPairsContrastiveLoss(margin, HINGES[name])
    expected = all_pairs_in_a_loop(PUSH[name], margin)
    assert float(loss(tf.constant(LABELS), at_angles())) == pytest.approx(expected, rel=1e-4)


def test_each_tower_has_its_own_loss() -> None:
    """The mean of both, each taken of its own columns only."""
    labels = tf.constant(LABELS)
    left, right = at_angles(), at_angles()[::-1]
    alone = AllPairsContrastiveLoss(1.0)
    both = AllPairsContrastiveLoss(1.0, towers=2)(labels, tf.concat([left, right], axis=1))
    expected = (float(alone(labels, left)) + float(alone(labels, right))) / 2
    assert float(both) == pytest.approx(expected, rel=1e-5)


def test_all_pairs_loss_by_hand() -> None:
    """On a line: 3s at 0 and 0.4, an 8 at 0.6; margin 0.5.

    One positive pair: 0.4² = 0.16. Negative pairs at 0.6, beyond the margin and not counted, and
    at 0.2: (0.5 − 0.2)² = 0.09. Together 0.25.
    """
    embeddings = tf.constant([[0.0], [0.4], [0.6]])
    loss = AllPairsContrastiveLoss(margin=0.5)
    assert float(loss(tf.constant([3, 3, 8]), embeddings)) == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize("labels", [[3, 3, 3], [3, 5, 8], [3]], ids=["one class", "all", "one"])
def test_all_pairs_loss_is_finite_without_one_kind_of_pairs(labels: list[int]) -> None:
    embeddings = tf.constant([[0.0, 1.0], [1.0, 0.0], [0.6, 0.8]])[: len(labels)]
    assert math.isfinite(float(AllPairsContrastiveLoss()(tf.constant(labels), embeddings)))


@pytest.mark.parametrize("name", list(HINGES))
def test_all_pairs_gradient_is_finite_where_embeddings_coincide(name: str) -> None:
    """Two equal 3s, and an 8 that lies on them."""
    embeddings = tf.Variable([[0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [1.0, 0.0]])
    with tf.GradientTape() as tape:
        loss = AllPairsContrastiveLoss(1.0, HINGES[name])(tf.constant([3, 3, 8, 8]), embeddings)
    assert np.isfinite(tape.gradient(loss, embeddings)).all()


def supervised_in_a_loop(temperature: float, labels: list[int], z: np.ndarray) -> float:
    """Image by image, partner by partner."""
    each = []
    for i in range(len(labels)):
        others = [a for a in range(len(labels)) if a != i]
        whole = sum(math.exp(float(z[i] @ z[a]) / temperature) for a in others)
        shares = [
            math.exp(float(z[i] @ z[p]) / temperature) / whole
            for p in others
            if labels[p] == labels[i]
        ]
        if shares:
            each.append(-sum(map(math.log, shares)) / len(shares))
    return sum(each) / len(each)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 2.0])
@pytest.mark.parametrize("labels", [[3, 3, 8, 8, 3], [3, 3, 8, 5, 7], [4, 4, 4, 4, 4]])
def test_the_supervised_loss_is_that_of_a_loop(temperature: float, labels: list[int]) -> None:
    """Also where images have no partner in the batch: they are not counted."""
    found = float(SupervisedContrastiveLoss(temperature)(tf.constant(labels), at_angles()))
    expected = supervised_in_a_loop(temperature, labels, at_angles().numpy())
    assert found == pytest.approx(expected, rel=1e-4)


def test_the_supervised_loss_is_finite_without_a_positive_pair() -> None:
    assert float(SupervisedContrastiveLoss()(tf.constant([1, 2, 3, 4, 5]), at_angles())) == 0


def test_the_supervised_loss_moves_its_nearest_most() -> None:
    """A 3 at 0°, its partner at 50°, and 8s at 60° and 180°: the push on the nearer is stronger."""
    angles = tf.Variable(np.deg2rad([0.0, 50.0, 60.0, 180.0]), dtype=tf.float32)
    with tf.GradientTape() as tape:
        embeddings = tf.stack([tf.cos(angles), tf.sin(angles)], axis=1)
        loss = SupervisedContrastiveLoss()(tf.constant([3, 3, 8, 7]), embeddings)
    _, partner, near, far = tape.gradient(loss, angles).numpy()
    assert partner > 0  # down the slope: towards 0°
    assert near < 0  # away from 0° and 50°
    assert abs(near) > 100 * abs(far)
