"""The outputs of an encoder's layers for an image."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese.inspection.architecture import blocks, stages

Floats = NDArray[np.float32]

CHUNK = 25  # pairs at a time: the outputs of all layers take up to 400 KB per image


class FeatureMaps:
    """Computes the outputs of an encoder's layers, not only the embedding.

    It does not change its network, so threads may share one.

    Example:
        >>> from siamese.network import build_siamese_model
        >>> maps = FeatureMaps(build_siamese_model((28, 28, 1)))
        >>> [block[-1].kind for block in maps.blocks]
        ['Conv2D', 'MaxPooling2D', 'Conv2D', 'MaxPooling2D', 'GlobalAveragePooling2D', 'Dense']
        >>> maps.of(np.zeros((2, 28, 28), np.uint8))[0].shape
        (2, 28, 28, 64)
    """

    def __init__(self, encoder: keras.Model) -> None:
        # Layers from the image to the embedding, grouped; the last of each group is shown.
        self.blocks = [block for block in blocks(stages(encoder)) if block[-1].ends_block]
        towers = [
            [encoder.get_layer(name).output for name in block[-1].names] for block in self.blocks
        ]
        model = keras.Model(encoder.inputs, towers)

        @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.uint8)])
        def run(images: tf.Tensor) -> list[tf.Tensor]:
            made = model(tf.cast(images, tf.float32)[..., None] / 255, training=False)
            return [tf.concat(side_by_side, axis=-1) for side_by_side in made]

        self._run = run

    def of(self, images: NDArray[np.uint8]) -> list[Floats]:
        """What the layers make of images.

        Args:
            images: uint8 (n, 28, 28), white ink on black.

        Returns:
            For each block float32 (n, height, width, channels), or (n, units) once no places are
            left; channels of layers that stand side by side follow one another.

        Raises:
            ValueError: If the images have another form. The message ends in what was received.
        """
        if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
            raise ValueError(
                f"images are uint8 (n, 28, 28). Received: {images.dtype} {images.shape}"
            )
        return [made.numpy() for made in self._run(images)]

    def differences(self, left: NDArray[np.uint8], right: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Where two images begin to differ: `relative_difference` of what each block makes.

        Args:
            left: uint8 (n, 28, 28).
            right: uint8 (n, 28, 28).

        Returns:
            (1 + blocks, n): of the pixels, and then block by block.
        """
        parts = []
        for start in range(0, len(left), CHUNK):
            sides = [side[start : start + CHUNK] for side in (left, right)]
            made = zip(*([side / 255, *self.of(side)] for side in sides), strict=True)
            parts.append([relative_difference(a, b) for a, b in made])
        return np.concatenate(parts, axis=1)


def strongest(left: Floats, right: Floats, count: int) -> list[int]:
    """The channels that answer most to two images: by Σ |left| + Σ |right| over all places.

    Args:
        left: (…, channels), what a layer makes of the one image.
        right: Of the same shape, what it makes of the other.
        count: How many are wanted.

    Returns:
        At most so many channels, the strongest first; of equals that which stands first.

    Example:
        >>> strongest(np.array([[0.0, 3.0, -1.0]]), np.array([[0.0, 0.0, -4.0]]), count=2)
        [2, 1]
    """
    places = tuple(range(left.ndim - 1))
    answers = np.abs(left).sum(places) + np.abs(right).sum(places)
    return [int(channel) for channel in np.argsort(-answers, kind="stable")[:count]]


def relative_difference(
    left: NDArray[np.floating], right: NDArray[np.floating]
) -> NDArray[np.float64]:
    """How far apart two answers are, for their size: ‖a − b‖ / (‖a‖ + ‖b‖), for each pair.

    Args:
        left: (n, …), what a layer makes of some images.
        right: Of the same shape, what it makes of others.

    Returns:
        (n,), from 0, equal, to 1, as far apart as can be; 0 where both are nothing. Of embeddings
        of length 1 it is half their distance.

    Example:
        >>> relative_difference(np.array([[3.0, 0.0]]), np.array([[0.0, 4.0]]))  # 5 / (3 + 4)
        array([0.714...])
    """
    a, b = (side.reshape(len(side), -1).astype(np.float64) for side in (left, right))
    size = np.linalg.norm(a, axis=1) + np.linalg.norm(b, axis=1)
    return np.linalg.norm(a - b, axis=1) / np.where(size > 0, size, 1)
