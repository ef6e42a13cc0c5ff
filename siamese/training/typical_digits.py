"""Embeddings that stand for many digits, by the network for symbols.

``make typical-digits`` writes them anew, whenever that network has been trained again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2

from siamese.comparator import Comparator, for_symbols
from siamese.data.digits import Digits, load_mnist
from siamese.handwriting.renderer import write
from siamese.pictures.doubt import TYPICAL

OF_MNIST, WRITTEN = 20_000, 8_000  # digits that they stand for
OF_EACH = 20
SEED = 1


def typical_digits(network: Comparator, mnist: Digits) -> NDArray[np.float16]:
    """Finds `OF_EACH` of each digit by k-means.

    They stand for training digits of MNIST, and for digits that the program writes.

    Args:
        network: For symbols.
        mnist: MNIST.

    Returns:
        float16 (10 * OF_EACH, embedding_dim).
    """
    own = np.arange(WRITTEN) % 10
    images = [mnist.x_train[:OF_MNIST], write(own, np.random.default_rng(SEED))]
    labels = np.concatenate([mnist.y_train[:OF_MNIST], own])
    embeddings = network.embed(np.concatenate(images)).astype(np.float64)
    centres = [
        kmeans2(embeddings[labels == digit], OF_EACH, iter=30, minit="++", seed=0)[0]
        for digit in range(10)
    ]
    return np.concatenate(centres).astype(np.float16)


if __name__ == "__main__":
    np.save(TYPICAL, typical_digits(for_symbols(), load_mnist()))
