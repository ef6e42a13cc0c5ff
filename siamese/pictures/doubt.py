"""Whether a picture looks like any digit at all.

The network for symbols tells thousands of characters apart, so that what is none of the ten digits
lies far from all of them; the network for digits has never seen anything else. What digits look
like lies in a file, which `siamese.training.typical_digits` writes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siamese.comparator import for_symbols
from siamese.manifest import ASSETS, NetworkError
from siamese.pictures.likeness import is_solid, mean_distance
from siamese.shared_results import shared

TYPICAL = ASSETS / "typical_digits.npy"
# Of MNIST's test digits and of pen strokes together, 1 % are farther from the nearest ones.
DOUBTFUL = 0.82


def is_doubtful(image: NDArray[np.uint8], strokes: NDArray[np.bool_] | None = None) -> bool:
    """Whether a picture looks like no digit, or is filled as no pen would.

    Args:
        image: uint8 (28, 28), white ink on black.
        strokes: bool (height, width), what was drawn, cropped; None if only the image is left.

    Raises:
        NetworkError: If there is no network for symbols.
    """
    if strokes is not None and is_solid(strokes):
        return True
    return bool(distance_to_digits(image[None])[0] > DOUBTFUL)


def distance_to_digits(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How far pictures are from typical digits, in the embeddings of the network for symbols.

    Args:
        images: uint8 (n, 28, 28), white ink on black.

    Returns:
        The mean distances to the nearest ones, float32 (n,), 0 and more.

    Raises:
        NetworkError: If there is no network for symbols.
    """
    return mean_distance(for_symbols().embed(images), _typical())


@shared(1)
def _typical() -> NDArray[np.float32]:
    try:
        return np.asarray(np.load(TYPICAL, allow_pickle=False), np.float32)
    except (OSError, ValueError) as error:
        raise NetworkError(
            f"{TYPICAL}: cannot be read. Make it again with: make typical-digits"
        ) from error
