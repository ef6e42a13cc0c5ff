"""Results that need Keras, shown without waiting for TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages._ui.shared import network
from siamese.jobs.errors import NO_TENSORFLOW

LOADING = "Loading TensorFlow: a few seconds."

T = TypeVar("T")


def told(work: Callable[[], T], meanwhile: str = "") -> T | None:
    """A result that needs Keras; until TensorFlow is loaded, a message is shown instead.

    Args:
        work: Computes the result; it imports what it needs.
        meanwhile: What will appear then.

    Returns:
        The result; None while TensorFlow is loading, and if it cannot be imported.
    """
    if not network.loading().done():
        network.wait_for(network.loading(), f"{LOADING} {meanwhile}")
        return None
    try:
        return work()
    except (ImportError, OSError):
        st.error(NO_TENSORFLOW, icon=":material/error:")
        return None
