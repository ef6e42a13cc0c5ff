"""The network in use: the visitor's own, or the shipped one, the same for all visitors."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import streamlit as st

from pages._ui.shared import background, own_network
from pages._ui.shared.colors import INK
from siamese.comparator import Comparator, shipped
from siamese.manifest import NetworkError

POLL = 0.8  # seconds between two checks


def ready() -> Comparator | None:
    """The visitor's own network if one is chosen, else the shipped one.

    Returns:
        The network; None if the shipped one cannot be loaded.
    """
    if (own := own_network.own()) is not None:
        return own.comparator
    try:
        return shipped()
    except NetworkError:
        return None


def show_problem(load: Callable[[], Comparator] = shipped) -> None:
    """Shows why there is no network.

    Args:
        load: Loads the network.
    """
    try:
        load()
    except NetworkError as problem:
        st.error(str(problem), icon=":material/error:")
        if st.button("Try again", icon=":material/refresh:"):
            st.rerun()


def prepare() -> None:
    """Makes what the first answer needs and the first page not."""
    from pages._ui.shared import distance_charts, embedding_chart, reading

    reading.prepare()
    for ink in INK.values():
        distance_charts.ruler_spec(ink, distance_charts.OPPOSITE)
    with suppress(NetworkError):  # of which the page speaks
        embedding_chart.spec(shipped().manifest.config["embedding_dim"], embedding_chart.VALUES)
    background.freeze()


def wait_for(coming: Future[Any], words: str = "") -> None:
    """Shows a message until a result is there, then reruns the page.

    Args:
        coming: The result to wait for.
        words: The message; empty if it is shown elsewhere.
    """
    with st.container():
        _wait_for(coming, words)


@st.fragment(run_every=POLL)
def _wait_for(coming: Future[Any], words: str) -> None:
    if coming.done():
        st.rerun()
    if words:
        st.info(words, icon=":material/hourglass_top:")
