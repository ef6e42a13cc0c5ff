"""The trained network, loaded once for every visitor, behind their backs.

Importing TensorFlow takes seconds. A page shows itself first and asks ``ready()``; a page that
never asks is served by a process that may not have TensorFlow at all yet.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import streamlit as st

from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator

HEAD_START = 0.5  # seconds that the first page has to itself before the import slows it down
POLL = 0.4  # seconds between two looks


def _load() -> Comparator:
    time.sleep(HEAD_START)
    from siamese.comparator import Comparator  # TensorFlow comes with it

    return Comparator.load()


@st.cache_resource(show_spinner=False)
def loading() -> Future[Comparator]:
    """The network on its way: started by whoever asks first, shared by all."""
    loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="network")
    future = loader.submit(_load)
    loader.shutdown(wait=False)
    return future


def ready() -> Comparator | None:
    """The network, or None while it is still on its way.

    Raises:
        NetworkError: If there is none to load; the message names the file and the remedy.
    """
    return loading().result() if loading().done() else None


def ready_or_say_why() -> Comparator | None:
    """The network; without one, a line stands in its place that says why."""
    try:
        network = ready()
    except NetworkError as error:
        st.error(str(error), icon=":material/error:")
        st.button("Try again", on_click=loading.clear)
        return None
    if network is None:
        _wait()
    return network


@st.fragment(run_every=POLL)
def _wait() -> None:
    if loading().done():
        st.rerun()
    st.info(
        "The network is waking up: a few seconds. You can draw already.",
        icon=":material/hourglass_top:",
    )
