"""The networks: encoders that embed one image, and the twin network that compares two.

An *encoder* turns an image into an embedding. The *twin network* (its two halves are also called
sister networks) applies one encoder, with one set of weights, to two images and measures the
distance of their embeddings.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers

from siamese.config import IMG_SHAPE
from siamese.layers import EuclideanDistance

Shape = tuple[int, int, int]


def build_siamese_model(inputShape: Shape, embeddingDim: int = 48) -> keras.Model:
    """The deck's embedding network.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim).

    Example:
        >>> build_siamese_model((28, 28, 1)).output_shape
        (None, 48)
    """
    inputs = layers.Input(inputShape)
    x = layers.Conv2D(64, (2, 2), padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(pool_size=(2, 2))(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Conv2D(64, (2, 2), padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(pool_size=(2, 2))(x)
    x = layers.Dropout(0.3)(x)
    pooledOutput = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(embeddingDim)(pooledOutput)
    return keras.Model(inputs, outputs, name="encoder")


def build_keras_example_encoder(inputShape: Shape, embeddingDim: int = 10) -> keras.Model:
    """The small tanh network of Keras's own example of a Siamese network.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim).

    Source: "Image similarity estimation using a Siamese Network with a contrastive loss" among
    Keras's code examples.
    """
    inputs = layers.Input(inputShape)
    x = layers.BatchNormalization()(inputs)
    x = layers.Conv2D(4, (5, 5), activation="tanh")(x)
    x = layers.AveragePooling2D(pool_size=(2, 2))(x)
    x = layers.Conv2D(16, (5, 5), activation="tanh")(x)
    x = layers.AveragePooling2D(pool_size=(2, 2))(x)
    x = layers.Flatten()(x)
    x = layers.BatchNormalization()(x)
    outputs = layers.Dense(embeddingDim, activation="tanh")(x)
    return keras.Model(inputs, outputs, name="encoder")


def build_small_encoder(inputShape: Shape, embeddingDim: int = 48) -> keras.Model:
    """A small encoder that learns in seconds.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim), of unit length.
    """
    inputs = layers.Input(inputShape)
    x = layers.Conv2D(16, 5, strides=2, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    x = layers.Dense(embeddingDim)(x)
    return keras.Model(inputs, layers.UnitNormalization()(x), name="encoder")


def build_shipped_encoder(inputShape: Shape, embeddingDim: int = 48) -> keras.Model:
    """The encoder that comes with the app.

    A wide first convolution with stride 2 leaves a quarter of the pixels to all that follows:
    that halves the time of an epoch and costs no accuracy.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim), of unit length.
    """
    inputs = layers.Input(inputShape)
    x = _convolution(inputs, 32, size=5, strides=2)  # (batch, 14, 14, 32)
    x = _convolution(x, 64)
    x = _convolution(x, 64)
    x = layers.MaxPooling2D()(x)  # (batch, 7, 7, 64)
    x = _convolution(x, 96)
    x = _convolution(x, 128)
    x = layers.MaxPooling2D()(x)  # (batch, 3, 3, 128)
    x = layers.Dropout(0.2)(layers.Flatten()(x))
    x = layers.Dense(embeddingDim)(x)
    return keras.Model(inputs, layers.UnitNormalization()(x), name="encoder")


def _convolution(
    x: keras.KerasTensor, filters: int, size: int = 3, strides: int = 1
) -> keras.KerasTensor:
    """Convolution, batch normalisation, ReLU."""
    x = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)


# The encoder of each recipe of `siamese.config.RECIPES`.
ENCODERS: dict[str, Callable[[Shape, int], keras.Model]] = {
    "slides": build_siamese_model,
    "keras-example": build_keras_example_encoder,
    "ours": build_small_encoder,
    "shipped": build_shipped_encoder,
}


def build_twin_network(encoder: keras.Model, sigmoid: bool = False) -> keras.Model:
    """One encoder, two images, and the distance between what it makes of them.

    A contrastive loss is taken of the distance itself. Cross-entropy needs a probability, so the
    deck's network puts `Dense(1, sigmoid)` behind the distance; before a contrastive loss it would
    squeeze the distance below the margin.

    Args:
        encoder: A model (batch, height, width, channels) → (batch, embedding_dim).
        sigmoid: Whether a probability is wanted.

    Returns:
        A model of two inputs (batch, height, width, channels) → (batch, 1); its layers "encoder"
        and "distance" are the parts.
    """
    imgA = layers.Input(IMG_SHAPE, name="left")
    imgB = layers.Input(IMG_SHAPE, name="right")
    outputs = EuclideanDistance(name="distance")([encoder(imgA), encoder(imgB)])
    if sigmoid:
        outputs = layers.Dense(1, activation="sigmoid", name="probability_same")(outputs)
    return keras.Model([imgA, imgB], outputs, name="twin_network")
