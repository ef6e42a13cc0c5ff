"""How much pictures of 28×28 look like digits: 0 is very much.

Two measures are added. The distance of embeddings to the nearest real digits tells what the network
takes for none, but it puts a rectangle among the zeros; the distance of the smoothed pixels tells
that one, but not a scribble. The real digits are the program's own handwriting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from siamese.comparator import Comparator, shipped
from siamese.handwriting.sheet import digits_on_sheet
from siamese.pictures.layout import thickness
from siamese.shared_results import shared

NEAREST = 3  # digits whose mean distance counts
SOLID = 0.3  # radius of the thickest stroke, of the longer side
BLUR = 1.2  # standard deviation that smooths a picture, in pixels


@dataclass(frozen=True, eq=False)
class Likeness:
    """Real digits, and the network that compares with them."""

    comparator: Comparator
    embeddings: NDArray[np.float32]  # (n, embedding_dim) of real digits
    pixels: NDArray[np.float32]  # (n, 196) of the same digits, smoothed, of length 1

    def distances(
        self, images: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How far pictures are from the nearest real digits.

        Args:
            images: uint8 (n, 28, 28), white ink on black.

        Returns:
            The mean distances of the embeddings and of the pixels, float32 (n,), 0 and more.
        """
        by_network = mean_distance(self.comparator.embed(images), self.embeddings)
        return by_network, mean_distance(_smoothed(images), self.pixels)


@shared(1)
def likeness() -> Likeness:
    """The measure, with the shipped network.

    Raises:
        NetworkError: If there is no shipped network.
    """
    images = digits_on_sheet()
    return Likeness(shipped(), shipped().embed(images), _smoothed(images))


def is_solid(strokes: NDArray[np.bool_]) -> bool:
    """Whether a shape is filled: no pen is that wide.

    Args:
        strokes: bool (height, width), cropped.
    """
    return thickness(strokes[::2, ::2]) > SOLID


def _smoothed(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Smoothed pictures of 14×14 as vectors of length 1."""
    soft = ndimage.gaussian_filter(images.astype(np.float32), (0, BLUR, BLUR))[:, ::2, ::2]
    flat = soft.reshape(len(images), -1)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6))


def mean_distance(found: NDArray[np.float32], real: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean distance to the nearest ones.

    Args:
        found: float32 (n, d).
        real: float32 (m, d), `NEAREST` or more.

    Returns:
        float32 (n,).
    """
    squared = (found**2).sum(axis=1)[:, None] + (real**2).sum(axis=1) - 2 * found @ real.T
    nearest = np.partition(squared, NEAREST - 1, axis=1)[:, :NEAREST]
    return np.asarray(np.sqrt(np.maximum(nearest, 0)).mean(axis=1))
