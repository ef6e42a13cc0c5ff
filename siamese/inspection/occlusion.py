"""Which strokes decide: patches of a digit are covered, and the distance is measured anew."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Embed = Callable[[NDArray[np.uint8]], NDArray[np.float32]]

PATCH = 6  # pixels a side: twice as wide as a line
STEP = 2  # pixels from one patch to the next


def corners(side: int) -> list[tuple[int, int]]:
    """Where patches begin and end along one side of an image, which they leave at both ends.

    Args:
        side: Of the image, in pixels.

    Returns:
        For each patch its first pixel, and the one after its last.

    Example:
        >>> corners(8)
        [(0, 4), (0, 6), (2, 8), (4, 8)]
    """
    margin = (PATCH - STEP) // 2
    starts = range(-margin, side - margin, STEP)
    return [(max(start, 0), min(start + PATCH, side)) for start in starts]


def covered(digit: Image) -> Image:
    """A digit again and again, each time without the ink of one patch.

    Args:
        digit: uint8 (height, width), white ink on black.

    Returns:
        uint8 (patches, height, width): patch by patch along the first row, then the next.
    """
    height, width = digit.shape
    places = [(rows, columns) for rows in corners(height) for columns in corners(width)]
    images = np.repeat(digit[None], len(places), axis=0)
    for image, ((top, bottom), (left, right)) in zip(images, places, strict=True):
        image[top:bottom, left:right] = 0
    return images


def occlusion_map(embed: Embed, digit: Image, other: Image) -> NDArray[np.float32]:
    """How the distance to another digit changes when a patch is covered: D(covered) − D.

    Args:
        embed: From images uint8 (n, height, width) to embeddings float32 (n, embedding_dim).
        digit: uint8 (height, width), whose patches are covered one at a time.
        other: Of the same shape, left as it is.

    Returns:
        float32 (rows, columns), a number for each patch: below 0 where covering it brings the two
        closer, above 0 where it drives them apart, 0 where there is no ink to cover.

    Source: Zeiler and Fergus, 2014, "Visualizing and understanding convolutional networks".
    """
    images = covered(digit)
    inked = (images != digit).any(axis=(1, 2))
    embeddings = embed(np.concatenate([other[None], digit[None], images[inked]]))
    distances = np.linalg.norm(embeddings[1:] - embeddings[0], axis=1)
    changes = np.zeros(len(images), np.float32)
    changes[inked] = distances[1:] - distances[0]
    return changes.reshape(len(corners(digit.shape[0])), -1)
