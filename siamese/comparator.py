"""A trained network, ready to compare two pictures."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

import siamese.layers  # noqa: F401  (registers the layers that a saved network names)
from siamese.manifest import ASSETS, NETWORK_FILE, Manifest, NetworkError, remedy

Images = NDArray[np.uint8]
Embeddings = NDArray[np.float32]

CHUNK = 100  # images embedded at a time: more take 250 MB more, and no less time


@dataclass(frozen=True)
class Comparison:
    """What the network computes from two pictures."""

    distance: float  # between their embeddings; small means alike
    threshold: float  # up to which distance they count as the same
    same: bool  # whether they do
    probability_same: float  # that they show the same digit, between 0 and 1
    left_embedding: Embeddings  # (embedding_dim,)
    right_embedding: Embeddings  # (embedding_dim,)


class Comparator:
    """A trained encoder with its threshold and calibration.

    It only reads its network, so any number of threads may share one.

    Attributes:
        encoder: A model (batch, 28, 28, 1) in [0, 1] → (batch, embedding_dim).
        manifest: What is known of the network.
        threshold: Up to which distance two pictures count as the same.
    """

    def __init__(self, encoder: keras.Model, manifest: Manifest) -> None:
        self.encoder = encoder
        self.manifest = manifest
        self.threshold = manifest.threshold
        self._embed = embedding_function(encoder)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Comparator:
        """Loads a network and warms it up.

        Args:
            path: The folder that training wrote, or the .keras file in it, its manifest beside
                it; the shipped network without it.

        Returns:
            The comparator.

        Raises:
            NetworkError: If a file is missing, damaged, or no twin network.
        """
        file = Path(path) if path is not None else ASSETS
        file = file / NETWORK_FILE if file.is_dir() else file
        if not file.is_file():
            raise NetworkError(f"{file}: no such file. {remedy(file)}")
        manifest = Manifest.load(file.parent)
        manifest.check(file, NETWORK_FILE)
        try:
            twin = keras.saving.load_model(file, compile=False, safe_mode=True)
            comparator = cls(twin.get_layer("encoder"), manifest)
            comparator.embed(np.zeros((2, 28, 28), np.uint8))
        except (ValueError, TypeError) as error:
            raise NetworkError(f"{file}: not a twin network. {remedy(file)}") from error
        return comparator

    def embed(self, images: Images) -> Embeddings:
        """Embeds images.

        Args:
            images: uint8 (n, 28, 28), white ink on black.

        Returns:
            float32 (n, embedding_dim).

        Raises:
            ValueError: If they have another form. The message ends in what was received.
        """
        if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
            raise ValueError(
                f"images are uint8 (n, 28, 28). Received: {images.dtype} {images.shape}"
            )
        if not len(images):
            return np.zeros((0, self.encoder.output_shape[-1]), np.float32)
        return embed_all(self._embed, images)

    def distance(self, left: Images, right: Images) -> float | NDArray[np.float32]:
        """Distance between the embeddings of two pictures, or of many pairs.

        Args:
            left: uint8 (28, 28) or (n, 28, 28).
            right: Of the same shape.

        Returns:
            A number, or float32 (n,).

        Raises:
            ValueError: If they have another form.
        """
        _check_alike(left, right)
        if left.ndim == 2:
            return self.compare(left, right).distance
        return _distance(self.embed(left), self.embed(right))

    def compare(self, left: Images, right: Images) -> Comparison:
        """Compares two pictures.

        Args:
            left: uint8 (28, 28), white ink on black.
            right: uint8 (28, 28).

        Returns:
            Distance, verdict and embeddings.

        Raises:
            ValueError: If they have another form.
        """
        _check_alike(left, right)
        embeddings = self.embed(np.stack([left, right]))
        distance = float(_distance(embeddings[:1], embeddings[1:])[0])
        return Comparison(
            distance=distance,
            threshold=self.threshold,
            same=distance <= self.threshold,
            probability_same=float(self.manifest.calibration.probability_same(distance)),
            left_embedding=embeddings[0],
            right_embedding=embeddings[1],
        )


def embedding_function(encoder: keras.Model) -> tf.types.experimental.GenericFunction:
    """Compiles an encoder for bytes: uint8 (n, 28, 28) → float32 (n, embedding_dim).

    `predict` sets up a loop and a progress bar at each call, and takes some thirty times as long
    for one pair.
    """

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.uint8)])
    def embed(images: tf.Tensor) -> tf.Tensor:
        return encoder(tf.cast(images, tf.float32)[..., None] / 255, training=False)

    return embed


def embed_all(embed: tf.types.experimental.GenericFunction, images: Images) -> Embeddings:
    """Embeds images, so many at a time that the memory stays small.

    Args:
        embed: What `embedding_function` gave.
        images: uint8 (n, 28, 28), at least one.

    Returns:
        float32 (n, embedding_dim).
    """
    starts = range(0, len(images), CHUNK)
    return np.concatenate([embed(images[at : at + CHUNK]).numpy() for at in starts])


def _check_alike(left: Images, right: Images) -> None:
    if left.shape != right.shape:
        raise ValueError(
            f"left and right have the same shape. Received: {left.shape} and {right.shape}"
        )


def _distance(left: Embeddings, right: Embeddings) -> NDArray[np.float32]:
    """Euclidean distance row by row: (n, embedding_dim) twice → (n,)."""
    return np.asarray(np.linalg.norm(left - right, axis=1))
