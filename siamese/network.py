"""The networks: encoders that embed one image, and the twin network that compares two.

An *encoder* turns an image into an embedding. The *twin network* (its two halves are also called
sister networks) applies one encoder, with one set of weights, to two images and measures the
distance of their embeddings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
from keras import layers

from siamese.config import IMG_SHAPE
from siamese.layers import EuclideanDistance
from siamese.manifest import NETWORK_FILE, Manifest, NetworkError, remedy

Shape = tuple[int, int, int]

TOWERS = 2  # of the shipped encoder


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

    It needs no batch normalisation: three convolutions are few, and the embedding is brought to
    unit length anyway. Without it a step is cheaper, and the same images teach more.

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
    x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Dense(embeddingDim)(layers.Flatten()(x))
    return keras.Model(inputs, layers.UnitNormalization()(x), name="encoder")


def build_shipped_encoder(inputShape: Shape, embeddingDim: int = 48) -> keras.Model:
    """The encoder that comes with the app: two towers, each of which gives half the embedding.

    The towers share nothing but the image, and each is trained by itself (`towers_of`). They err
    on different digits, and where one is mistaken the other half of the distance speaks against
    it: together they make a quarter fewer mistakes than either.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding: an even number.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim), of unit length.

    Source: Hansen and Salamon, 1990, "Neural network ensembles".
    """
    inputs = layers.Input(inputShape)
    halves = [_tower(inputs, embeddingDim // TOWERS) for _ in range(TOWERS)]
    outputs = layers.UnitNormalization()(layers.Concatenate(name="towers")(halves))
    return keras.Model(inputs, outputs, name="encoder")


def build_symbols_encoder(inputShape: Shape, embeddingDim: int = 128) -> keras.Model:
    """The encoder for symbols that were never seen: one tower, narrow at first and wide at last.

    Most of its weights see 7×7 or fewer places, where they cost little time. It has no dropout:
    there are thousands of classes to learn, and none of them is asked about later.

    Args:
        inputShape: (height, width, channels) of an image, its values in [0, 1].
        embeddingDim: Numbers in an embedding.

    Returns:
        A model (batch, *inputShape) → (batch, embeddingDim), of unit length.
    """
    inputs = layers.Input(inputShape)
    outputs = _tower(inputs, embeddingDim, widths=(32, 32, 64, 96, 128), dropout=0.0)
    return keras.Model(inputs, outputs, name="encoder")


def towers_of(encoder: keras.Model) -> tuple[keras.Model, int]:
    """What of an encoder is trained, and how many parts of its output are trained each by itself.

    Args:
        encoder: Of any recipe.

    Returns:
        For the shipped encoder, a model that gives its towers' embeddings side by side, each of
        unit length, and 2; for any other, the encoder itself and 1.
    """
    if "towers" not in [layer.name for layer in encoder.layers]:
        return encoder, 1
    return keras.Model(encoder.input, encoder.get_layer("towers").output), TOWERS


def _tower(
    inputs: keras.KerasTensor,
    units: int,
    widths: tuple[int, ...] = (32, 48, 64, 64, 96),
    dropout: float = 0.2,
) -> keras.KerasTensor:
    """Embeds an image in `units` numbers, by five convolutions of these widths.

    A wide first convolution with stride 2 leaves a quarter of the pixels to all that follows:
    that halves the time of an epoch and costs no accuracy.
    """
    x = _convolution(inputs, widths[0], size=5, strides=2)  # (batch, 14, 14, …)
    x = _convolution(x, widths[1])
    x = _convolution(x, widths[2])
    x = layers.MaxPooling2D()(x)  # (batch, 7, 7, …)
    x = _convolution(x, widths[3])
    x = _convolution(x, widths[4])
    x = layers.MaxPooling2D()(x)  # (batch, 3, 3, …)
    x = layers.Dropout(dropout)(layers.Flatten()(x))
    return layers.UnitNormalization()(layers.Dense(units)(x))


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
    "all-pairs": build_small_encoder,
    "shipped": build_shipped_encoder,
    "symbols": build_symbols_encoder,
}


def build_twin_network(encoder: keras.Model, sigmoid: bool = False) -> keras.Model:
    """One encoder, two images, and the distance between what it makes of them.

    A contrastive loss is taken of the distance itself. Cross-entropy needs a probability, so the
    deck's network puts `Dense(1, sigmoid)` behind the distance; before a contrastive loss it would
    squeeze the distance below the margin. The deck leaves the sign of that layer's weight to
    chance: where it comes out positive, a larger distance means "same", and the network cannot
    but put all images in one place, its loss at ln 2. Here it begins at −1.

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
        nearer_is_same = keras.initializers.Constant(-1)
        outputs = layers.Dense(
            1, "sigmoid", kernel_initializer=nearer_is_same, name="probability_same"
        )(outputs)
    return keras.Model([imgA, imgB], outputs, name="twin_network")


def load_encoder(folder: Path) -> keras.Model:
    """Loads a trained encoder as Keras saved it.

    Args:
        folder: That training wrote.

    Returns:
        A model (batch, 28, 28, 1) in [0, 1] → (batch, embedding_dim).

    Raises:
        NetworkError: If a file is missing, damaged, or no twin network.
    """
    file = folder / NETWORK_FILE
    Manifest.load(folder).check(file, NETWORK_FILE)
    try:
        twin = keras.saving.load_model(file, compile=False, safe_mode=True)
        return twin.get_layer("encoder")
    except (ValueError, TypeError) as error:
        raise NetworkError(f"{file}: not a twin network. {remedy(file)}") from error
