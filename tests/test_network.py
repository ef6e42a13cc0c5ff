"""The networks: their shapes, their weights counted by hand, and one encoder in both halves."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.config import IMG_SHAPE
from siamese.manifest import MANIFEST_FILE, NETWORK_FILE, NetworkError
from siamese.network import (
    ENCODERS,
    build_siamese_model,
    build_twin_network,
    load_encoder,
    towers_of,
)
from tests.support.networks import copy_shipped, write_manifest

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
KERAS_COPIES = "ignore:__array__ implementation:DeprecationWarning"


def images(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(size=(count, *IMG_SHAPE)).astype(np.float32)


def test_the_decks_network_layer_by_layer() -> None:
    names = [type(layer).__name__ for layer in build_siamese_model(IMG_SHAPE).layers]
    block = ["Conv2D", "MaxPooling2D", "Dropout"]
    assert names == ["InputLayer", *block, *block, "GlobalAveragePooling2D", "Dense"]
    model = build_siamese_model(inputShape=(28, 28, 1), embeddingDim=48)
    for convolution in model.layers[1], model.layers[4]:
        assert convolution.filters == 64
        assert convolution.kernel_size == (2, 2)
        assert convolution.padding == "same"
        assert convolution.activation.__name__ == "relu"
    assert [model.layers[at].rate for at in (3, 6)] == [0.3, 0.3]


def test_the_decks_network_has_19888_weights() -> None:
    """First convolution 2·2·1·64 + 64 = 320, second 2·2·64·64 + 64 = 16,448.

    Pooled over the picture, 64 numbers are left; dense 64·48 + 48 = 3,120. Together 19,888.
    """
    model = build_siamese_model(IMG_SHAPE)
    assert model.output_shape == (None, 48)
    assert model.count_params() == 19_888


def test_keras_examples_network_has_5318_weights() -> None:
    """Batch normalisation 4·1; convolutions 5·5·1·4 + 4 = 104 and 5·5·4·16 + 16 = 1,616.

    28 → 24 → 12 → 8 → 4, so 4·4·16 = 256 numbers: batch normalisation 4·256 = 1,024, dense
    256·10 + 10 = 2,570. Together 5,318.
    """
    assert ENCODERS["keras-example"](IMG_SHAPE, 10).count_params() == 5_318


def test_small_encoder_has_51248_weights() -> None:
    """Convolutions 25·16 + 16 = 416, 9·16·32 + 32 = 4,640 and 9·32·64 + 64 = 18,496.

    28 → 14 → 7 → 3, so 3·3·64 = 576 numbers: dense 576·48 + 48 = 27,696. Together 51,248.
    """
    assert ENCODERS["all-pairs"](IMG_SHAPE, 48).count_params() == 51_248


def test_shipped_encoder_has_312816_weights() -> None:
    """Convolutions 25·32 = 800, 9·32·48 = 13,824, 9·48·64 = 27,648, 9·64·64 = 36,864 and
    9·64·96 = 55,296; batch normalisations 4·(32 + 48 + 64 + 64 + 96) = 1,216.

    28 → 14 → 7 → 3, so 3·3·96 = 864 numbers: dense 864·24 + 24 = 20,760. Together 156,408, twice.
    """
    assert ENCODERS["shipped"](IMG_SHAPE, 48).count_params() == 312_816


def test_symbols_encoder_has_343328_weights() -> None:
    """Convolutions 25·32 = 800, 9·32·32 = 9,216, 9·32·64 = 18,432, 9·64·96 = 55,296 and
    9·96·128 = 110,592; batch normalisations 4·(32 + 32 + 64 + 96 + 128) = 1,408; dense
    3·3·128·128 + 128 = 147,584.
    """
    assert ENCODERS["symbols"](IMG_SHAPE, 128).count_params() == 343_328


def test_towers_are_trained_side_by_side_and_make_up_the_embedding() -> None:
    """Two halves of unit length: together √2 long, and the embedding is that over √2."""
    encoder = ENCODERS["shipped"](IMG_SHAPE, 48)
    learner, towers = towers_of(encoder)
    halves = np.split(learner(images(3)).numpy(), towers, axis=1)
    for half in halves:
        np.testing.assert_allclose(np.linalg.norm(half, axis=1), 1, rtol=1e-5)
    whole = np.concatenate(halves, axis=1) / np.sqrt(2)
    np.testing.assert_allclose(encoder(images(3)).numpy(), whole, atol=1e-6)
    assert learner.trainable_variables == encoder.trainable_variables


def test_any_other_encoder_is_trained_whole() -> None:
    encoder = ENCODERS["all-pairs"](IMG_SHAPE, 48)
    assert towers_of(encoder) == (encoder, 1)


@pytest.mark.parametrize("name", list(ENCODERS))
@pytest.mark.parametrize("embedding_dim", [2, 8])
def test_encoders_embed(name: str, embedding_dim: int) -> None:
    encoder = ENCODERS[name](IMG_SHAPE, embedding_dim)
    embeddings = encoder(images(3)).numpy()
    assert encoder.name == "encoder"
    assert embeddings.shape == (3, embedding_dim)
    assert np.isfinite(embeddings).all()


@pytest.mark.parametrize("name", ["all-pairs", "shipped", "symbols"])
def test_our_encoders_embed_on_the_unit_sphere(name: str) -> None:
    embeddings = ENCODERS[name](IMG_SHAPE, 48)(images(4)).numpy()
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-5)


def test_twin_network_has_one_set_of_weights() -> None:
    encoder = build_siamese_model(IMG_SHAPE)
    twin = build_twin_network(encoder)
    assert twin.count_params() == encoder.count_params()
    assert twin.get_layer("encoder") is encoder
    assert twin.output_shape == (None, 1)


def test_twin_network_gives_the_distance_of_the_embeddings() -> None:
    encoder = build_siamese_model(IMG_SHAPE)
    left, right = images(5, seed=1), images(5, seed=2)
    expected = np.linalg.norm(encoder(left).numpy() - encoder(right).numpy(), axis=1)
    twin = build_twin_network(encoder)
    np.testing.assert_allclose(twin([left, right])[:, 0], expected, rtol=1e-4)


def test_twin_network_does_not_care_which_is_left() -> None:
    twin = build_twin_network(ENCODERS["all-pairs"](IMG_SHAPE, 8))
    left, right = images(5, seed=1), images(5, seed=2)
    np.testing.assert_allclose(twin([left, right]), twin([right, left]), rtol=1e-6)
    np.testing.assert_allclose(twin([left, left]), 0, atol=1e-5)


def test_sigmoid_turns_the_distance_into_a_probability() -> None:
    """One weight w and one bias b behind the distance: 1 / (1 + exp(−(w·D + b)))."""
    encoder = build_siamese_model(IMG_SHAPE)
    twin = build_twin_network(encoder, sigmoid=True)
    assert twin.count_params() == encoder.count_params() + 2
    twin.get_layer("probability_same").set_weights([np.array([[-2.0]]), np.array([1.0])])
    left, right = images(4, seed=1), images(4, seed=2)
    distance = build_twin_network(encoder)([left, right])
    np.testing.assert_allclose(twin([left, right]), tf.sigmoid(1 - 2 * distance), rtol=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_at_first_a_larger_distance_means_different_whatever_the_seed(seed: int) -> None:
    """sigmoid(−D) is 1/2 at D = 0 and falls; a positive weight would keep the loss at ln 2."""
    keras.utils.set_random_seed(seed)
    twin = build_twin_network(ENCODERS["slides"](IMG_SHAPE, 4), sigmoid=True)
    distances = np.array([[0.0], [1.0], [2.0]], np.float32)
    probability = twin.get_layer("probability_same")(distances).numpy()[:, 0]
    np.testing.assert_allclose(probability, 1 / (1 + np.exp([0, 1, 2])), rtol=1e-5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped network and its manifest, to be spoiled."""
    copy_shipped(tmp_path, NETWORK_FILE, MANIFEST_FILE)
    return tmp_path


def refusal_of(folder: Path) -> str:
    with pytest.raises(NetworkError) as caught:
        load_encoder(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_saved_encoder_is_loaded(folder: Path, shipped_encoder: keras.Model) -> None:
    for read, expected in zip(
        load_encoder(folder).get_weights(), shipped_encoder.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(read, expected)


@pytest.mark.parametrize("keep", [0, 5000, -500])
def test_a_damaged_network_names_the_file_and_the_command(folder: Path, keep: int) -> None:
    file = folder / NETWORK_FILE
    file.write_bytes(file.read_bytes()[:keep])
    assert refusal_of(folder) == (
        f"{file}: does not match its manifest.json. "
        f"Make it again with: python -m siamese train --output {folder}"
    )


@pytest.mark.filterwarnings(KERAS_COPIES)
def test_a_network_of_another_kind_is_refused(folder: Path) -> None:
    inputs = keras.Input((3,))
    keras.Model(inputs, keras.layers.Dense(1)(inputs)).save(folder / NETWORK_FILE)
    write_manifest(folder)
    assert "not a twin network" in refusal_of(folder)


@pytest.mark.filterwarnings(KERAS_COPIES)
def test_code_in_a_network_is_not_run(folder: Path) -> None:
    """A lambda that is saved is code of whoever sent the file."""
    mark = folder / "mark"
    inputs = keras.Input((28, 28, 1))
    run = keras.layers.Lambda(lambda x, mark=str(mark): (open(mark, "w").close(), x)[1])  # noqa: PTH123
    encoder = keras.Model(inputs, run(inputs), name="encoder")
    outer = keras.Input((28, 28, 1))
    keras.Model(outer, encoder(outer)).save(folder / NETWORK_FILE)
    write_manifest(folder)
    mark.unlink()
    assert "not a twin network" in refusal_of(folder)
    assert not mark.exists()
