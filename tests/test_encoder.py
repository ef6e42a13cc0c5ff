"""Encoders run by LiteRT: against Keras, in any company, in many threads; and no encoders."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.config import IMG_SHAPE
from siamese.encoder import CHUNK, INTERPRETERS, Encoder
from siamese.network import ENCODERS
from siamese.training.embedding import embed_all, embedding_function, to_litert

IMAGES = np.random.default_rng(0).integers(256, size=(2 * CHUNK + 3, 28, 28), dtype=np.uint8)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(to_litert(embedding_function(ENCODERS["all-pairs"](IMG_SHAPE, 6))))


def unsettled(model: keras.Model) -> keras.Model:
    """The same model with statistics as after training: a new one's are 0 and 1."""
    rng = np.random.default_rng(1)
    model.set_weights([w + rng.uniform(-0.05, 0.05, w.shape) for w in model.get_weights()])
    return model


@pytest.mark.parametrize("recipe", list(ENCODERS))
def test_litert_embeds_as_keras_does(recipe: str) -> None:
    keras.utils.set_random_seed(2)
    model = unsettled(ENCODERS[recipe](IMG_SHAPE, 6))
    embed = embedding_function(model)
    expected = embed_all(embed, IMAGES)
    encoder = Encoder(to_litert(embed))
    assert encoder.embedding_dim == 6
    found = encoder.embed(IMAGES)
    assert found.dtype == np.float32
    apart = np.linalg.norm(found - expected, axis=1)  # a distance is off by at most twice this
    assert apart.max() < 5e-6 * np.linalg.norm(expected, axis=1).max()
    assert np.ptp(expected, axis=0).max() > 1e-3  # it does depend on the image


@pytest.mark.parametrize("recipe", list(ENCODERS))
def test_half_precision_moves_the_third_decimal(recipe: str) -> None:
    """Eleven bits are left of a weight."""
    embed = embedding_function(unsettled(ENCODERS[recipe](IMG_SHAPE, 6)))
    whole, half = to_litert(embed), to_litert(embed, half=True)
    assert len(half) < 0.75 * len(whole)
    before, after = (Encoder(one).embed(IMAGES) for one in (whole, half))
    np.testing.assert_allclose(after, before, atol=3e-3 * np.abs(before).max())


def test_an_embedding_does_not_depend_on_its_company(encoder: Encoder) -> None:
    """Also across the border between two chunks, and after larger and smaller batches."""
    together = encoder.embed(IMAGES)
    for at in (0, CHUNK - 1, CHUNK, len(IMAGES) - 1):
        np.testing.assert_allclose(encoder.embed(IMAGES[at : at + 1])[0], together[at], atol=1e-5)


def test_a_single_image_is_embedded_once(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = encoder.embed(IMAGES[:1])
    with monkeypatch.context() as patch:
        patch.setattr(encoder, "_run", None)  # it cannot embed now
        np.testing.assert_array_equal(encoder.embed(IMAGES[:1].copy()), before)
    assert np.abs(encoder.embed(IMAGES[1:2]) - before).max() > 1e-3
    with pytest.raises(ValueError, match="read-only"):
        before[0] = 0


def test_of_no_images_there_are_no_embeddings(encoder: Encoder) -> None:
    assert encoder.embed(IMAGES[:0]).shape == (0, 6)


def test_more_threads_than_interpreters_share_one(encoder: Encoder) -> None:
    expected = encoder.embed(IMAGES)
    with ThreadPoolExecutor(4 * INTERPRETERS) as pool:
        parts = pool.map(lambda n: encoder.embed(IMAGES[: 1 + n % len(IMAGES)]), range(200))
        for n, found in enumerate(parts):
            np.testing.assert_allclose(found, expected[: 1 + n % len(IMAGES)], atol=1e-5)


@pytest.mark.parametrize(
    "images",
    [IMAGES[0], IMAGES[..., None], IMAGES[:, :20], IMAGES.astype(np.float32)],
    ids=["one", "channels", "size", "floats"],
)
def test_images_of_another_form_are_refused(encoder: Encoder, images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 \(n, 28, 28\). Received: ") as caught:
        encoder.embed(images)
    assert str(caught.value).endswith(f"{images.dtype} {images.shape}")
    assert len(encoder.embed(IMAGES)) == len(IMAGES)  # and it goes on


@pytest.mark.parametrize("model", [b"", b"no model", bytes(5000)], ids=["empty", "text", "zeros"])
def test_what_is_no_model_is_refused(model: bytes) -> None:
    with pytest.raises(ValueError, match=r"model_content|Flatbuffer"):
        Encoder(model)


def test_a_model_of_something_else_is_refused() -> None:
    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28, 1), tf.float32)])
    def mean(images: tf.Tensor) -> tf.Tensor:
        return tf.reduce_mean(images, axis=(1, 2))

    converter = tf.lite.TFLiteConverter.from_concrete_functions([mean.get_concrete_function()])
    with pytest.raises(ValueError, match=r"uint8 \(n, 28, 28\).*Received: .*float32"):
        Encoder(converter.convert())
