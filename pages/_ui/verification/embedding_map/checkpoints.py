"""The checkpoints of a network's training: untrained, intermediate, and trained."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import background
from siamese.checkpoints import Checkpoint, load_checkpoints
from siamese.encoder import Encoder
from siamese.manifest import NetworkError
from siamese.shared_results import shared

if TYPE_CHECKING:
    from siamese.comparator import Comparator

TRAINED, UNTRAINED = "Trained", "Untrained"


@dataclass(frozen=True, eq=False)
class TrainingCheckpoint:
    """A network at one checkpoint of its training."""

    comparator: Comparator  # the trained network
    checkpoint: Checkpoint | None = None  # earlier weights; None for the trained network

    @property
    def name(self) -> str:
        """The name of the checkpoint."""
        if self.checkpoint is None:
            return TRAINED
        step, epoch = self.checkpoint.step, self.checkpoint.epoch
        if step == 0:
            return UNTRAINED
        return "1 epoch" if epoch == 1 else f"{step} steps"

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embeds images: uint8 (n, 28, 28) → float32 (n, embedding_dim)."""
        return self._embed(images)

    @cached_property
    def _embed(self) -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
        if self.checkpoint is None:
            return self.comparator.embed
        return Encoder(self.checkpoint.model).embed


@dataclass(frozen=True, eq=False)
class TrainingCheckpoints:
    """All checkpoints of a network."""

    comparator: Comparator
    moments: dict[str, TrainingCheckpoint]  # by name, earliest first; the last is the trained one
    problem: str = ""  # why there are no earlier ones; empty if there are


def of(comparator: Comparator, folder: Path | None) -> Future[TrainingCheckpoints]:
    """The checkpoints of a network; loading starts at the first call.

    Args:
        comparator: The network.
        folder: The folder of its checkpoints; None for the shipped network.
    """
    return _of(comparator, folder)


@shared(1)
def trained_only(comparator: Comparator) -> TrainingCheckpoints:
    """A network of which no earlier checkpoints are kept, as the one for symbols."""
    return TrainingCheckpoints(comparator, {TRAINED: TrainingCheckpoint(comparator)})


def forget() -> None:
    """Clears the cache, so that checkpoints are loaded again."""
    _of.clear()


# The result keeps the network alive, so that no other object can get its id.
@shared(6)  # the shipped network, and some of the visitors' own
def _of(comparator: Comparator, folder: Path | None) -> Future[TrainingCheckpoints]:
    return background.begin("stages", _read, comparator, folder)


def _read(comparator: Comparator, folder: Path | None) -> TrainingCheckpoints:
    now = TrainingCheckpoint(comparator)
    try:
        earlier = [TrainingCheckpoint(comparator, one) for one in load_checkpoints(folder)]
    except NetworkError as error:
        return TrainingCheckpoints(comparator, {now.name: now}, str(error))
    return TrainingCheckpoints(comparator, {stage.name: stage for stage in [*earlier, now]})
