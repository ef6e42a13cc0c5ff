"""What becomes of a picture on its way to the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siamese.drawing import DrawingError


@dataclass(frozen=True)
class Reading:
    """A picture brought into 28x28, or in one line why it could not be."""

    digit: NDArray[np.uint8] | None = None
    problem: str = ""
    note: str = "As the network sees it"


NOTHING_YET = Reading()


def read(take: Callable[[], NDArray[np.uint8]]) -> Reading:
    """A picture that was asked for, or the reason why there is none."""
    try:
        return Reading(take())
    except DrawingError as error:
        return Reading(problem=str(error))
