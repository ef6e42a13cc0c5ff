"""Digits laid out on a plane: once for every visitor, behind their backs."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import background
from pages._ui.verification.embedding_map import checkpoints
from siamese.inspection.neighbors import label_purity
from siamese.inspection.projection import PrincipalPlane, neighbour_plane, principal_plane

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet
    from pages._ui.verification.embedding_map.checkpoints import TrainingCheckpoint

SEED = 1
KEPT = 24  # maps of either kind


@dataclass(frozen=True, eq=False)
class Layout:
    """Places on a plane.

    Attributes:
        places: float64 (n, 2).
        purity: How many of the ten nearest on the plane show the same digit, a fraction.
    """

    places: NDArray[np.float64]
    purity: float


@dataclass(frozen=True, eq=False)
class MapData:
    """What a network makes of some digits.

    Attributes:
        stage: The network, at one moment.
        digits: Those shown.
        count: How many of them, from the first on.
        embeddings: float32 (count, embedding_dim).
        purity: How many of the ten nearest by true distance show the same digit, a fraction.
        plane: Their principal axes.
        principal: Their places along these.
    """

    stage: TrainingCheckpoint
    digits: DigitSet
    count: int
    embeddings: NDArray[np.float32]
    purity: float
    plane: PrincipalPlane
    principal: Layout

    @property
    def labels(self) -> NDArray[np.uint8]:
        """What the digits show, uint8 (count,)."""
        return self.digits.labels[: self.count]


def of(stage: TrainingCheckpoint, digits: DigitSet, count: int) -> Future[MapData]:
    """Digits embedded and laid out along principal axes; on their way, if nobody has asked yet.

    Args:
        stage: The network, at one moment.
        digits: Those shown.
        count: How many of them, from the first on.
    """
    return _of(stage, digits, count)


def neighbours_of(mapped: MapData) -> Future[Layout]:
    """The same digits laid out by t-SNE; on their way, if nobody has asked yet."""
    return _neighbours_of(mapped)[1]


def show_problem(problem: BaseException) -> None:
    """Says that a map could not be drawn, and offers to try again.

    Args:
        problem: Why; the whole of it is for the log.
    """
    background.show_problem("The map could not be drawn", problem, _start_anew)


def _start_anew() -> None:
    checkpoints.forget()
    _of.clear()
    _neighbours_of.clear()


# A Mapped keeps its stage and its digits, so that no others can get their ids.
@st.cache_resource(
    show_spinner=False,
    max_entries=KEPT,
    hash_funcs={
        "pages._ui.verification.embedding_map.checkpoints.TrainingCheckpoint": id,
        "pages._ui.shared.digits.DigitSet": id,
    },
)
def _of(stage: TrainingCheckpoint, digits: DigitSet, count: int) -> Future[MapData]:
    return background.begin("map", _lay_out, stage, digits, count)


@st.cache_resource(
    show_spinner=False,
    max_entries=KEPT,
    hash_funcs={"pages._ui.verification.embedding_map.layout.MapData": id},
)
def _neighbours_of(mapped: MapData) -> tuple[MapData, Future[Layout]]:
    return mapped, _one_by_one().submit(_by_neighbours, mapped)  # keeps it, and so its id


@st.cache_resource(show_spinner=False)
def _one_by_one() -> ThreadPoolExecutor:
    """Two layouts at a time would only take each other's cores, and the pages'."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="t-SNE")


def _lay_out(stage: TrainingCheckpoint, digits: DigitSet, count: int) -> MapData:
    embeddings, labels = stage.embed(digits.images[:count]), digits.labels[:count]
    plane = principal_plane(embeddings)
    places = plane.place(embeddings)
    principal = Layout(places, label_purity(places, labels))
    purity = label_purity(embeddings, labels)
    return MapData(stage, digits, count, embeddings, purity, plane, principal)


def _by_neighbours(mapped: MapData) -> Layout:
    places = neighbour_plane(mapped.embeddings, SEED)
    return Layout(places, label_purity(places, mapped.labels))
