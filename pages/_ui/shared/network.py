"""The network in use: the visitor's own, or the shipped one, loaded once in the background.

Importing TensorFlow takes seconds. A page first shows everything else, then asks for the network by
``ready()``. A page that needs no network never waits for it.
"""

from __future__ import annotations

import gc
import logging
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

# Imported before any thread starts: Streamlit, Altair and Keras use pandas as soon as another
# thread has begun to import it, and fail if that import is not finished.
import pandas as pd  # noqa: F401
import streamlit as st

from pages._ui.shared import background, own_network
from siamese.jobs.errors import NO_TENSORFLOW
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator

LOADING = "Loading the network: a few seconds."
HEAD_START = 0.5  # seconds for the first page to open before the import slows it down
POLL = 0.8  # seconds between two checks


def _load() -> Comparator:
    time.sleep(HEAD_START)
    # Needed only for the first comparison, and slow to import; Altair's first chart is slow, too.
    from pages._ui.shared import distance_charts, embedding_chart

    distance_charts.ruler_spec(ink="")
    embedding_chart.spec(dimensions=1)
    _import_keras()
    from siamese.comparator import Comparator

    comparator = Comparator.load()
    # Streamlit collects garbage after each run of a script. Going through half a million permanent
    # objects takes a quarter of a second in which nothing is sent, so they are frozen.
    gc.collect()
    gc.freeze()
    return comparator


def _import_keras() -> None:
    """Imports Keras with TensorFlow, and stops Streamlit from clearing its session.

    Streamlit clears the Keras session after each run of a script. That would discard the compiled
    network (50 ms more for the next answer), even while it loads or serves another visitor.

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
    """The shipped network, the same for all visitors; the first call starts loading it."""
    return background.begin("network", _load)


def start_loading() -> None:
    """Starts loading the shipped network before a page needs it."""
    loading()


def ready() -> Comparator | None:
    """The visitor's own network if one is chosen, else the shipped one.

    Returns:
        The network; None while the shipped one is loading, and if it could not be loaded.
    """
    own = own_network.own()
    if own is not None:
        return own.comparator
    network = loading()
    return network.result() if network.done() and network.exception() is None else None


def show_state(meanwhile: str = "You can already draw.") -> None:
    """Shows that the network is loading, or why it could not be loaded.

    Args:
        meanwhile: What the visitor can do until then, or what will appear.
    """
    network = loading()
    if own_network.own() is not None:
        return
    if not network.done():
        wait_for(network, f"{LOADING} {meanwhile}")
    elif network.exception() is not None:
        _show_problem(network)


def wait_for(coming: Future[Any], words: str) -> None:
    """Shows a message until a result is there, then reruns the page.

    Args:
        coming: The result to wait for.
        words: The message.
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
    else:  # an internal error: its traceback is written to the log
        logging.getLogger(__name__).error("The network was not loaded", exc_info=problem)
        words = f"The network could not be loaded: {type(problem).__name__}. {background.SEE_LOG}"
    st.error(words, icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", on_click=loading.clear)
