"""A trained network, ready to compare two pictures. It needs no TensorFlow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siamese.encoder import Embeddings, Encoder, Images
from siamese.manifest import ASSETS, ENCODER_FILE, SYMBOLS, Manifest, NetworkError, remedy
from siamese.shared_results import shared


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

    Any number of threads may share one.

    Args:
        encoder: The encoder.
        manifest: What is known of the network.

    Attributes:
        manifest: The same.
        threshold: Up to which distance two pictures count as the same.
    """

    def __init__(self, encoder: Encoder, manifest: Manifest) -> None:
        self._encoder = encoder
        self.manifest = manifest
        self.threshold = manifest.threshold

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Comparator:
        """Loads a network.

        Args:
            path: The folder that training wrote, or a file in it; the shipped network without it.

        Returns:
            The comparator.

        Raises:
            NetworkError: If a file is missing, damaged, or no encoder.
        """
        given = Path(path) if path is not None else ASSETS
        folder = given.parent if given.is_file() else given
        file = folder / ENCODER_FILE if folder.is_dir() else folder
        if not file.is_file():
            raise NetworkError(f"{file}: no such file. {remedy(file)}")
        manifest = Manifest.load(folder)
        manifest.check(file, ENCODER_FILE)
        try:
            return cls(Encoder(file.read_bytes()), manifest)
        except (ValueError, RuntimeError) as error:  # the latter from LiteRT
            raise NetworkError(f"{file}: not an encoder. {remedy(file)}") from error

    def embed(self, images: Images) -> Embeddings:
        """Embeds images, as `siamese.encoder.Encoder.embed` does.

        Args:
            images: uint8 (n, 28, 28), white ink on black.

        Returns:
            float32 (n, embedding_dim).

        Raises:
            ValueError: If they have another form. The message ends in what was received.
        """
        return self._encoder.embed(images)

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
        left_embedding, right_embedding = self.embed(left[None]), self.embed(right[None])
        distance = float(_distance(left_embedding, right_embedding)[0])
        return Comparison(
            distance=distance,
            threshold=self.threshold,
            same=distance <= self.threshold,
            probability_same=float(self.manifest.calibration.probability_same(distance)),
            left_embedding=left_embedding[0],
            right_embedding=right_embedding[0],
        )


@shared(1)
def shipped() -> Comparator:
    """The shipped network, which a process loads once.

    Raises:
        NetworkError: If it cannot be loaded; the next call tries again.
    """
    return Comparator.load()


@shared(1)
def for_symbols() -> Comparator:
    """The network for symbols, which a process loads once.

    Raises:
        NetworkError: If it cannot be loaded; the next call tries again.
    """
    return Comparator.load(SYMBOLS)


def _check_alike(left: Images, right: Images) -> None:
    if left.shape != right.shape:
        raise ValueError(
            f"left and right have the same shape. Received: {left.shape} and {right.shape}"
        )


def _distance(left: Embeddings, right: Embeddings) -> NDArray[np.float32]:
    """Euclidean distance row by row: (n, embedding_dim) twice → (n,)."""
    return np.asarray(np.linalg.norm(left - right, axis=1))
