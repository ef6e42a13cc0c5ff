"""The visitor's pictures: read once, kept during the visit, measured with each network."""

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
PAIRS = 100_000  # the default of `python -m siamese evaluate`
SEED = 0
WORST = 12  # hardest pairs that are shown
AT_ONCE = 10  # pictures between two updates of the progress bar
QUEUED = "Waiting: the pictures of another visitor are being read."
WAIT = 0.5  # seconds between two checks of the queue


@dataclass(frozen=True, eq=False)
class UploadedSet:
    """Pictures of a visitor."""

    name: str  # of the ZIP
    drawn: DrawnSet  # at least one picture


@dataclass(frozen=True, eq=False)
class Measure:
    """A network's figures on a visitor's pictures."""

    own: UploadedSet
    comparator: Comparator
    scores: Scores  # as `python -m siamese evaluate` prints them
    worst: Judged  # the hardest pairs, negative and positive in turn


def current() -> UploadedSet | None:
    """The pictures of this visit; None if there are none."""
    return st.session_state.get(KEY)


def error() -> str:
    """Why the last ZIP could not be read, in one line; empty if it could."""
    problem: str = st.session_state.get(REFUSED, "")
    return problem


def uploader() -> str:
    """The key of the uploader; a new key after each file makes it empty again."""
    return f"{KEY} {st.session_state.setdefault(VERSION, 0)}"


def forget() -> None:
    """Removes the pictures and their figures."""
    for key in (KEY, MEASURED, REFUSED):
        st.session_state.pop(key, None)


def take(name: str, content: bytes) -> None:
    """Reads the pictures of a ZIP and keeps them for this visit.

    If the ZIP cannot be read, the previous pictures and the reason are kept.

    Args:
        name: Of the file.
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
    """The lock by which only one upload is read at a time, for all visitors."""
    return threading.Lock()


def _read(content: bytes) -> DrawnSet:
    bar = st.progress(0.0, QUEUED)
    turn = _turn()
    while not turn.acquire(timeout=WAIT):
        bar.progress(0.0, QUEUED)
    try:
        pictures = zipped_pictures(content)

        def tell(done: int) -> None:
            if done % AT_ONCE == 0:  # Streamlit ends the script here if the visitor has left
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
    """Measures a network on pictures; the result is cached for the visit.

    Args:
        own: The pictures, which make both kinds of pairs.
        comparator: The network.

    Returns:
        The figures and the hardest pairs.
    """
    there: Measure | None = st.session_state.get(MEASURED)
    if there is None or there.own is not own or there.comparator is not comparator:
        with st.spinner("Computing distances …"):
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
