"""Inspects networks for the Network page, in the background and once for all visitors."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import background, keras_ready
from siamese.inspection.occlusion import occlusion_map
from siamese.pairs import choose_pairs
from siamese.shared_results import shared

if TYPE_CHECKING:
    import keras

    from pages._ui.shared.digits import DigitSet
    from siamese.comparator import Comparator
    from siamese.inspection.architecture import LayerSummary
    from siamese.inspection.feature_maps import FeatureMaps

SEED = 1
TYPICAL = 50  # pairs of each kind in a typical difference
KEPT = 40  # occlusion maps in the cache: those of twenty pairs

Changes = NDArray[np.float32]


@dataclass(frozen=True)
class Anatomy:
    """The layers and weights of a network."""

    stages: list[LayerSummary]  # the layers of its encoder
    parameters: int  # weights of the encoder, as Keras counts them
    twin_parameters: int  # weights of the whole twin network
    sigmoid: bool  # a dense layer after the distance turns it into a probability


@dataclass(frozen=True, eq=False)
class NetworkInspection:
    """A trained network and what the page shows of it."""

    comparator: Comparator
    anatomy: Anatomy
    maps: FeatureMaps  # the outputs of its layers
    typical: NDArray[np.float64]  # (2, 1 + blocks), mean difference of positive and negative pairs
    covered: Callable[[bytes, bytes], Changes]  # two digits → occlusion map of the first, cached


def of(comparator: Comparator, folder: Path, digits: DigitSet) -> Future[NetworkInspection]:
    """The inspection of a network; the first call starts it.

    Args:
        comparator: The network.
        folder: The folder that it was loaded from.
        digits: The digits that typical pairs are made of.
    """
    return _of(comparator, folder, digits)


def show_problem(problem: BaseException) -> None:
    """Says that a network could not be inspected, and offers to try again.

    Args:
        problem: The exception; its traceback is written to the log.
    """
    background.show_problem("The network could not be inspected", problem, _start_anew)


def _start_anew() -> None:
    _of.clear()
    slides.clear()


@st.cache_resource(show_spinner=False)
def slides() -> Future[Anatomy]:
    """The slides' network before training."""
    return background.begin("inspection", _slides)


@shared(6)  # the shipped network, and some of the visitors' own
def _of(comparator: Comparator, folder: Path, digits: DigitSet) -> Future[NetworkInspection]:
    return background.begin("inspection", _look_through, comparator, folder, digits)


def _slides() -> Anatomy:
    keras_ready.prepare()
    from siamese.config import IMG_SHAPE
    from siamese.network import build_siamese_model

    return _anatomy(build_siamese_model(IMG_SHAPE), sigmoid=True)


def _anatomy(encoder: keras.Model, sigmoid: bool) -> Anatomy:
    from siamese.inspection.architecture import stages
    from siamese.network import build_twin_network

    twin = build_twin_network(encoder, sigmoid)
    return Anatomy(stages(encoder), encoder.count_params(), twin.count_params(), sigmoid)


def _look_through(comparator: Comparator, folder: Path, digits: DigitSet) -> NetworkInspection:
    keras_ready.prepare()
    from siamese.inspection.feature_maps import FeatureMaps
    from siamese.network import load_encoder

    encoder, sigmoid = load_encoder(folder), comparator.manifest.config["loss"] == "cross-entropy"
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
    """The mean difference of each kind of pair; this also compiles the network."""
    means = []
    for kind in ("positive", "negative"):
        rng = np.random.default_rng(SEED)
        pairs = choose_pairs(digits.labels, TYPICAL, rng, kind=kind)
        images = digits.images
        means.append(maps.differences(images[pairs.left], images[pairs.right]).mean(axis=1))
    return np.stack(means)
