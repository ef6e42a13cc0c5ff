"""The pictures of a visitor's own: read once, kept for the visit, measured by each network."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared.digits import DigitSet
from siamese.data.image_folder import DrawnSet, read_drawn
from siamese.data.image_zip import ZipError, zipped_pictures
from siamese.evaluation.pair_scores import Scores, pair_distances, score

if TYPE_CHECKING:
    from siamese.comparator import Comparator

KEY = "own pictures"
MEASURED = f"{KEY} measured"
REFUSED = f"{KEY} refused"
VERSION = f"{KEY} version"
PAIRS = 100_000  # as `python -m siamese evaluate` takes without being asked
SEED = 0
WORST = 12  # pairs to look at
AT_ONCE = 10  # pictures between two words on how far it is
WAIT = 0.5  # seconds between two looks whether it is one's turn


@dataclass(frozen=True, eq=False)
class UploadedSet:
    """Pictures of a visitor's own.

    Attributes:
        name: Of the ZIP.
        drawn: Themselves, at least one.
    """

    name: str
    drawn: DrawnSet


@dataclass(frozen=True, eq=False)
class Measure:
    """What a network makes of them.

    Attributes:
        own: The pictures.
        comparator: The network.
        scores: What `python -m siamese evaluate` prints of them.
        worst: The hardest of all their pairs, strangers and twins in turn.
    """

    own: UploadedSet
    comparator: Comparator
    scores: Scores
    worst: Judged


def current() -> UploadedSet | None:
    """Those of this visit; None where there are none yet."""
    return st.session_state.get(KEY)


def error() -> str:
    """Why the last ZIP could not be taken, in a line; empty where it could."""
    problem: str = st.session_state.get(REFUSED, "")
    return problem


def uploader() -> str:
    """The key of the uploader: another one, and so an empty one, once its file is done with."""
    return f"{KEY} {st.session_state.setdefault(VERSION, 0)}"


def forget() -> None:
    """Lets them go."""
    for key in (KEY, MEASURED, REFUSED):
        st.session_state.pop(key, None)


def take(name: str, content: bytes) -> None:
    """Reads a ZIP, which is not kept: only its pictures are, or why it has none.

    Where it has none, those that are there stay.

    Args:
        name: What it is called.
        content: Its bytes.
    """
    st.session_state[VERSION] += 1
    try:
        st.session_state[KEY] = UploadedSet(name, _read(content))
        st.session_state.pop(REFUSED, None)
    except ZipError as error:
        st.session_state[REFUSED] = f"{name}: {error}"


@st.cache_resource(show_spinner=False)
def _turn() -> threading.Lock:
    """One upload is read at a time: the processor belongs to everybody."""
    return threading.Lock()


def _read(content: bytes) -> DrawnSet:
    bar = st.progress(0.0, "Others' pictures are being read: yours are next.")
    turn = _turn()
    while not turn.acquire(timeout=WAIT):
        bar.progress(0.0, "Others' pictures are being read: yours are next.")
    try:
        pictures = zipped_pictures(content)

        def tell(done: int) -> None:
            if done % AT_ONCE == 0:  # also where a visitor who has gone on is noticed
                bar.progress(
                    done / len(pictures), f"Reading picture {done + 1:,} of {len(pictures):,}."
                )

        drawn = read_drawn(pictures, tell)
    finally:
        turn.release()
        bar.empty()
    if not len(drawn.images):
        raise ZipError(f"None of its pictures can be read. {drawn.left_out[0]}")
    return drawn


def measure(own: UploadedSet, comparator: Comparator) -> Measure:
    """Measures a network on pictures, unless that is done already.

    Args:
        own: The pictures, of both kinds of pairs.
        comparator: The network.

    Returns:
        The same for as long as both stay.
    """
    there: Measure | None = st.session_state.get(MEASURED)
    if there is None or there.own is not own or there.comparator is not comparator:
        with st.spinner("The network looks at them …"):
            there = _measured(own, comparator)
        st.session_state[MEASURED] = there
    return there


def _measured(own: UploadedSet, comparator: Comparator) -> Measure:
    from siamese.pairs.hard_pairs import interleave
    from siamese.pairs.mining import hardest_pairs

    drawn = own.drawn
    classes, threshold = drawn.classes, comparator.threshold
    embeddings = comparator.embed(drawn.images)
    found = pair_distances(embeddings, classes, PAIRS, np.random.default_rng(SEED))
    worst = interleave(hardest_pairs(embeddings, classes, threshold), threshold)[:WORST]
    return Measure(
        own,
        comparator,
        score(found, len(classes), threshold),
        Judged(
            DigitSet(own.name, drawn.images, drawn.labels, drawn.labels[:0]),
            worst.pairs,
            worst.distances,
            threshold,
        ),
    )
