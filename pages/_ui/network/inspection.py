"""Networks taken apart for the Network page: once for every visitor, behind their backs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import background
from siamese.inspection.occlusion import occlusion_map
from siamese.pairs import choose_pairs

if TYPE_CHECKING:
    import keras

    from pages._ui.shared.digits import DigitSet
    from siamese.comparator import Comparator
    from siamese.inspection.architecture import LayerSummary
    from siamese.inspection.feature_maps import FeatureMaps

SEED = 1
TYPICAL = 50  # pairs of each kind that are called typical
KEPT = 40  # maps of covered patches: those of twenty pairs

Changes = NDArray[np.float32]


@dataclass(frozen=True)
class Anatomy:
    """What a network is made of.

    Attributes:
        stages: The layers of its encoder.
        parameters: Weights of the encoder, as Keras counts them.
        twin_parameters: Weights of the whole twin network, as Keras counts them.
        sigmoid: Whether a dense layer behind the distance makes a probability of it.
    """

    stages: list[LayerSummary]
    parameters: int
    twin_parameters: int
    sigmoid: bool


@dataclass(frozen=True, eq=False)
class NetworkInspection:
    """A trained network, seen through.

    Attributes:
        comparator: The network.
        anatomy: What it is made of.
        maps: What its layers make of an image.
        typical: How much pairs of the digits shown differ, block by block, in the mean: (2, 1 +
            blocks), those of the same digit and those of different ones.
        covered: From two digits, as bytes, to the change of their distance when a patch of the
            first is covered; what was asked before is remembered.
    """

    comparator: Comparator
    anatomy: Anatomy
    maps: FeatureMaps
    typical: NDArray[np.float64]
    covered: Callable[[bytes, bytes], Changes]


def of(comparator: Comparator, digits: DigitSet) -> Future[NetworkInspection]:
    """A network seen through; on its way, if nobody has asked yet.

    Args:
        comparator: The network.
        digits: Those that typical pairs are made of.
    """
    return _of(comparator, digits)


def show_problem(problem: BaseException) -> None:
    """Says that a network could not be taken apart, and offers to try again.

    Args:
        problem: Why; the whole of it is for the log.
    """
    background.show_problem("The network could not be taken apart", problem, _start_anew)


def _start_anew() -> None:
    _of.clear()
    slides.clear()


@st.cache_resource(show_spinner=False)
def slides() -> Future[Anatomy]:
    """The network of the slides, as it is before any training; on its way."""
    return background.begin("insight", _slides)


# An Insight keeps its network, so that no other can get its id; so does the thread before.
@st.cache_resource(
    show_spinner=False,
    max_entries=6,  # the shipped network, and some of the visitors' own
    hash_funcs={"siamese.comparator.Comparator": id, "pages._ui.shared.digits.DigitSet": id},
)
def _of(comparator: Comparator, digits: DigitSet) -> Future[NetworkInspection]:
    return background.begin("insight", _look_through, comparator, digits)


def _slides() -> Anatomy:
    from siamese.config import IMG_SHAPE
    from siamese.network import build_siamese_model

    return _anatomy(build_siamese_model(IMG_SHAPE), sigmoid=True)


def _anatomy(encoder: keras.Model, sigmoid: bool) -> Anatomy:
    from siamese.inspection.architecture import stages
    from siamese.network import build_twin_network

    twin = build_twin_network(encoder, sigmoid)
    return Anatomy(stages(encoder), encoder.count_params(), twin.count_params(), sigmoid)


def _look_through(comparator: Comparator, digits: DigitSet) -> NetworkInspection:
    from siamese.inspection.feature_maps import FeatureMaps

    encoder, sigmoid = comparator.encoder, comparator.manifest.config["loss"] == "cross-entropy"
    maps = FeatureMaps(encoder)

    def cover(digit: bytes, other: bytes) -> Changes:
        one, two = (np.frombuffer(side, np.uint8).reshape(28, 28) for side in (digit, other))
        return occlusion_map(comparator.embed, one, two)

    return NetworkInspection(
        comparator,
        _anatomy(encoder, sigmoid),
        maps,
        _typical(maps, digits),
        lru_cache(KEPT)(cover),
    )


def _typical(maps: FeatureMaps, digits: DigitSet) -> NDArray[np.float64]:
    """How much typical pairs differ, which also warms the network up."""
    means = []
    for kind in ("positive", "negative"):
        rng = np.random.default_rng(SEED)
        pairs = choose_pairs(digits.labels, TYPICAL, rng, kind=kind)
        images = digits.images
        means.append(maps.differences(images[pairs.left], images[pairs.right]).mean(axis=1))
    return np.stack(means)
