"""Digits projected to a plane, once for all visitors, in the background."""

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
from siamese.shared_results import shared

if TYPE_CHECKING:
    from pages._ui.shared.digits import DigitSet
    from pages._ui.verification.embedding_map.checkpoints import TrainingCheckpoint

SEED = 1
KEPT = 24  # cached maps of each projection


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions on a plane."""

    places: NDArray[np.float64]  # (n, 2)
    purity: float  # share of the ten nearest on the plane that show the same digit


@dataclass(frozen=True, eq=False)
class MapData:
    """The embeddings of digits, and their projection to the principal axes."""

    stage: TrainingCheckpoint
    digits: DigitSet
    count: int  # digits on the map: the first ones of the set
    embeddings: NDArray[np.float32]  # (count, embedding_dim)
    purity: float  # share of the ten nearest by distance that show the same digit
    plane: PrincipalPlane  # the two principal axes
    principal: Layout  # positions along these axes

    @property
    def labels(self) -> NDArray[np.uint8]:
        """The labels of the digits, uint8 (count,)."""
        return self.digits.labels[: self.count]


def of(stage: TrainingCheckpoint, digits: DigitSet, count: int) -> Future[MapData]:
    """Digits projected to their principal axes; the work starts at the first call.

    Args:
        stage: The network at one checkpoint.
        digits: The digits shown.
        count: How many of them, from the first on.
    """
    return _of(stage, digits, count)


def neighbours_of(mapped: MapData) -> Future[Layout]:
    """The same digits projected by t-SNE; the work starts at the first call."""
    return _neighbours_of(mapped)


def show_problem(problem: BaseException) -> None:
    """Shows that the map failed, with a button to try again.

    Args:
        problem: The reason, which is logged in full.
    """
    background.show_problem("The map could not be computed", problem, _clear)


def _clear() -> None:
    checkpoints.forget()
    _of.clear()
    _neighbours_of.clear()


# The result keeps both objects alive, so that no others can get their ids.
@shared(KEPT)
def _of(stage: TrainingCheckpoint, digits: DigitSet, count: int) -> Future[MapData]:
    return background.begin("map", _lay_out, stage, digits, count)


@shared(KEPT)
def _neighbours_of(mapped: MapData) -> Future[Layout]:
    return _one_by_one().submit(_by_neighbours, mapped)


@st.cache_resource(show_spinner=False)
def _one_by_one() -> ThreadPoolExecutor:
    """One t-SNE at a time: two would compete for the cores that the pages need, too."""
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
