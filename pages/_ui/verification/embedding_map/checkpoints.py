"""A network's training in a few moments: untrained, on its way, and as it is now."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import background
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator
    from siamese.training.checkpoints import Checkpoint

TRAINED, UNTRAINED = "Trained", "Untrained"


@dataclass(frozen=True, eq=False)
class TrainingCheckpoint:
    """A network at one moment of its training.

    Attributes:
        comparator: As it is now.
        checkpoint: As it was then; None for now.
    """

    comparator: Comparator
    checkpoint: Checkpoint | None = None

    @property
    def name(self) -> str:
        """What the moment is called."""
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
        from siamese.comparator import embed_all, embedding_function

        earlier = self.checkpoint.restore(self.comparator.encoder)
        return partial(embed_all, embedding_function(earlier))


@dataclass(frozen=True, eq=False)
class TrainingCheckpoints:
    """All moments that there are of a network.

    Attributes:
        comparator: The network.
        moments: By name, earliest first; the last is the network as it is now.
        problem: Why there are no earlier ones; empty if there are.
    """

    comparator: Comparator
    moments: dict[str, TrainingCheckpoint]
    problem: str = ""


def of(comparator: Comparator, folder: Path | None) -> Future[TrainingCheckpoints]:
    """The moments of a network; on their way, if nobody has asked yet.

    Args:
        comparator: The network.
        folder: Where its checkpoints lie; None for the shipped network's.
    """
    return _of(comparator, folder)


def forget() -> None:
    """Asks for all moments anew, whoever needs them next."""
    _of.clear()


# Stages keep their network, so that no other can get its id.
@st.cache_resource(
    show_spinner=False,
    max_entries=6,  # the shipped network, and some of the visitors' own
    hash_funcs={"siamese.comparator.Comparator": id},
)
def _of(comparator: Comparator, _folder: Path | None) -> Future[TrainingCheckpoints]:
    return background.begin("stages", _read, comparator, _folder)


def _read(comparator: Comparator, folder: Path | None) -> TrainingCheckpoints:
    from siamese.training.checkpoints import load_checkpoints

    now = TrainingCheckpoint(comparator)
    try:
        earlier = [TrainingCheckpoint(comparator, one) for one in load_checkpoints(folder)]
        earlier[0].embed(np.zeros((1, 28, 28), np.uint8))  # all are as long as the first
    except NetworkError as error:
        return TrainingCheckpoints(comparator, {now.name: now}, str(error))
    return TrainingCheckpoints(comparator, {stage.name: stage for stage in [*earlier, now]})
