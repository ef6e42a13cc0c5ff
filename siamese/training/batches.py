"""Training data, a batch at a time.

All randomness comes from the run's seed, the epoch and the batch's number: the order in which Keras
asks for batches does not matter.
"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.pairs import PairIndices, class_indices
from siamese.preprocessing.augmentation import Distortion, distort, shift

Floats = NDArray[np.float32]


def as_input(images: NDArray[np.uint8]) -> Floats:
    """What a network takes: uint8 (n, 28, 28) → float32 (n, 28, 28, 1) in [0, 1]."""
    return images[..., None].astype(np.float32) / np.float32(255)


def _order(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    return np.random.default_rng([seed, epoch]).permutation(count)


def _mixed_order(labels: NDArray[np.integer], seed: int, epoch: int) -> NDArray[np.int64]:
    """The order of an epoch in which every stretch holds each class as often as its size says.

    The images of a class, shuffled, are spread over the epoch at even distances.
    """
    rng = np.random.default_rng([seed, epoch])
    place = np.empty(len(labels))
    for images in class_indices(labels).values():
        place[rng.permutation(images)] = (np.arange(len(images)) + rng.random()) / len(images)
    return np.argsort(place)


class ImageBatches(keras.utils.PyDataset):
    """Batches of single images, shuffled anew each epoch; the loss pairs them.

    Args:
        images: uint8 (n, 28, 28).
        labels: int (n,).
        batch_size: Images a batch; what is left over at the end of an epoch is dropped.
        seed: Of all randomness.
        distortion: How far half of each batch is bent; None to leave it.
        mixed: Whether each batch holds its share of every class, rather than a random one.
        farthest: How many pixels each image is shifted at most, anew each epoch.
    """

    def __init__(
        self,
        images: NDArray[np.uint8],
        labels: NDArray[np.integer],
        batch_size: int,
        seed: int,
        distortion: Distortion | None = None,
        mixed: bool = False,
        farthest: int = 0,
    ) -> None:
        super().__init__(workers=1, max_queue_size=4)
        self.images, self.labels = images, labels
        self.batch_size, self.seed, self.distortion = min(batch_size, len(images)), seed, distortion
        self.mixed, self.farthest = mixed, farthest
        self.epoch = 0
        self.order = self.order_of_epoch()

    def order_of_epoch(self) -> NDArray[np.int64]:
        """In which order this epoch shows the images: int (n,)."""
        if self.mixed:
            return _mixed_order(self.labels, self.seed, self.epoch)
        return _order(len(self.images), self.seed, self.epoch)

    def __len__(self) -> int:
        """Batches an epoch."""
        return len(self.images) // self.batch_size

    def __getitem__(self, index: int) -> tuple[Floats, Floats]:
        """Images float32 (batch, 28, 28, 1) and labels float32 (batch,)."""
        chosen = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        images = self.images[chosen]
        rng = np.random.default_rng([self.seed, self.epoch, index])
        if self.distortion:
            half = len(images) // 2
            images[:half] = distort(images[:half], rng, self.distortion)
        if self.farthest:
            images = shift(images, rng, self.farthest)
        return as_input(images), self.labels[chosen].astype(np.float32)

    def on_epoch_end(self) -> None:
        """Moves on to the next epoch's order."""
        self.epoch += 1
        self.order = self.order_of_epoch()


class PairBatches(keras.utils.PyDataset):
    """Batches of pairs, the same pairs each epoch, shuffled anew.

    Args:
        images: uint8 (n, 28, 28).
        pairs: Which images stand beside which.
        batch_size: Pairs a batch.
        seed: Of the order.
    """

    def __init__(
        self, images: NDArray[np.uint8], pairs: PairIndices, batch_size: int, seed: int
    ) -> None:
        super().__init__(workers=1, max_queue_size=4)
        self.images, self.pairs = images, pairs
        self.batch_size, self.seed = batch_size, seed
        self.epoch = 0
        self.order = _order(len(pairs.same), seed, epoch=0)

    def __len__(self) -> int:
        """Batches an epoch."""
        return -(-len(self.pairs.same) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[tuple[Floats, Floats], Floats]:
        """(left, right) each float32 (batch, 28, 28, 1), and labels float32 (batch, 1)."""
        chosen = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        pairs = self.pairs[chosen]
        same = pairs.same[:, None].astype(np.float32)
        return (as_input(self.images[pairs.left]), as_input(self.images[pairs.right])), same

    def on_epoch_end(self) -> None:
        """Moves on to the next epoch's order."""
        self.epoch += 1
        self.order = _order(len(self.pairs.same), self.seed, self.epoch)
