"""What a server and a worker tell each other: a job goes out, messages come back."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from siamese.config import ClassifierConfig, TrainingConfig
from siamese.training.events import Event

PAIR = (2, 28, 28)


@dataclass(frozen=True, eq=False)
class Job:
    """A twin network to be trained.

    Raises:
        ValueError: If the pair has another form.
    """

    config: TrainingConfig  # of the run; its digits are a number, not None
    digits: Path | None  # a file in mnist.npz's layout; None for handwriting, as the pages show it
    tracked: NDArray[np.uint8] | None = None  # a pair to measure at each epoch, (2, 28, 28)

    def __post_init__(self) -> None:
        pair = self.tracked
        if pair is not None and (pair.shape != PAIR or pair.dtype != np.uint8):
            raise ValueError(
                f"a tracked pair is uint8 (2, 28, 28). Received: {pair.dtype} {pair.shape}"
            )


@dataclass(frozen=True)
class ClassifierJob:
    """The deck's classifier to be trained."""

    config: ClassifierConfig  # of the run
    digits: Path | None  # as a `Job`'s


@dataclass(frozen=True)
class Begun:
    """A worker has taken the job."""

    address: str  # the worker's
    pid: int  # its process, on its machine


class Sign(enum.Enum):
    """What needs no more words."""

    ALIVE = "the process goes on"  # told each second
    SAVING = "the last step is done: what was learned is measured and written"


AnyJob: TypeAlias = Job | ClassifierJob
Message: TypeAlias = Event | Begun | Sign


def packed(folder: Path) -> dict[str, bytes]:
    """All files in a folder, as they travel: the content of each by its path there."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def unpack(files: dict[str, bytes], folder: Path) -> None:
    """Writes what `packed` gave."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
