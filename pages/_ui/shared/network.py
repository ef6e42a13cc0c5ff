"""The trained network: a visitor's own, or the shipped one, loaded once for all in the background.

Importing TensorFlow takes seconds. A page shows itself first and asks whether the network is
``ready()``; a page that needs none never waits for it.
"""

from __future__ import annotations

import gc
import logging
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

# Before any thread is started: Streamlit, Altair and Keras look into pandas wherever somebody has
# begun to import it, and fail on what is not there yet.
import pandas as pd  # noqa: F401
import streamlit as st

from pages._ui.shared import background, own_network
from siamese.jobs.errors import NO_TENSORFLOW
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator

HEAD_START = 0.5  # seconds that the first page has to itself before the import slows it down
POLL = 0.8  # seconds between two looks


def _load() -> Comparator:
    time.sleep(HEAD_START)
    # What a page needs only once there is something to judge; all of it is slow to import.
    from pages._ui.shared import charts

    charts.prepare()
    _import_keras()
    from siamese.comparator import Comparator

    comparator = Comparator.load()
    # Streamlit collects garbage after each run of a script, through half a million objects that
    # are here to stay: a quarter of a second in which nothing is sent.
    gc.collect()
    gc.freeze()
    return comparator


def _import_keras() -> None:
    """Imports Keras, with TensorFlow, and keeps its session out of Streamlit's tidying up.

    Streamlit clears that session after each run of a script. It would throw the compiled network
    away (50 ms more for the next answer) even while it is loaded or answers another visitor.

    Raises:
        NetworkError: If it cannot be imported.
    """
    try:
        import keras
    except (ImportError, OSError) as error:  # OSError: a library of the system is missing
        raise NetworkError(NO_TENSORFLOW) from error
    keras.backend.clear_session = lambda: None


@st.cache_resource(show_spinner=False)
def loading() -> Future[Comparator]:
    """The network on its way, the same for all: whoever asks first sets it going."""
    return background.begin("network", _load)


def wake() -> None:
    """Sets the loading going, so that the network is there when a page asks for it."""
    loading()


def ready() -> Comparator | None:
    """The visitor's own network where one is chosen, else the shipped one.

    Returns:
        None while the shipped one is on its way, and if it could not be loaded.
    """
    own = own_network.own()
    if own is not None:
        return own.comparator
    network = loading()
    return network.result() if network.done() and network.exception() is None else None


def show_state(meanwhile: str = "You can draw already.") -> None:
    """Says why there is no network, for as long as there is none.

    Args:
        meanwhile: What can be done, or is to come, until it is there.
    """
    network = loading()
    if own_network.own() is not None:
        return
    if not network.done():
        wait_for(network, f"The network is waking up: a few seconds. {meanwhile}")
    elif network.exception() is not None:
        _show_problem(network)


def wait_for(coming: Future[Any], words: str) -> None:
    """Says what is on its way, and runs the page again as soon as it has come.

    Args:
        coming: It, on its way.
        words: What to say.
    """
    with st.container():
        _wait_for(coming, words)


@st.fragment(run_every=POLL)
def _wait_for(coming: Future[Any], words: str) -> None:
    if coming.done():
        st.rerun()
    st.info(words, icon=":material/hourglass_top:")


def _show_problem(network: Future[Comparator]) -> None:
    problem = network.exception()
    if isinstance(problem, NetworkError):
        words = str(problem)
    else:  # a slip of ours: the whole of it is for the log
        logging.getLogger(__name__).error("The network was not loaded", exc_info=problem)
        words = f"The network could not be loaded: {type(problem).__name__}. The log says more."
    st.error(words, icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", on_click=loading.clear)
