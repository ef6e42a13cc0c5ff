"""Results that need Keras, shown without waiting for TensorFlow.

TensorFlow is imported when the first visitor opens a page whose subject is Keras itself: it takes
seconds and hundreds of megabytes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from typing import TypeVar

import streamlit as st

from pages._ui.shared import background, network
from siamese.jobs.errors import NO_TENSORFLOW

LOADING = "Loading TensorFlow: a few seconds."

T = TypeVar("T")


@cache
def prepare() -> None:
    """Imports Keras with TensorFlow, once, and stops Streamlit from clearing its session.

    Streamlit clears the Keras session after each run of a script. That would discard compiled
    networks, even while they serve another visitor.

    Raises:
        ImportError, OSError: If it cannot be imported; the latter if a library of the system is
            missing.
    """
    import keras

    keras.backend.clear_session = lambda: None
    background.freeze()


@st.cache_resource(show_spinner=False)
def loading() -> Future[None]:
    """Keras on its way; the first call starts it."""
    return background.begin("keras", prepare)


def told(work: Callable[[], T], meanwhile: str = "") -> T | None:
    """A result that needs Keras; until TensorFlow is loaded, a message is shown instead.

    Args:
        work: Computes the result; it imports what it needs.
        meanwhile: What will appear then.

    Returns:
        The result; None while TensorFlow is loading, and if it cannot be imported.
    """
    keras = loading()
    if not keras.done():
        network.wait_for(keras, f"{LOADING} {meanwhile}")
        return None
    try:
        keras.result()
        return work()
    except (ImportError, OSError):
        st.error(NO_TENSORFLOW, icon=":material/error:")
        return None
