"""What only Keras can tell, without making anyone wait for TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages._ui.shared import network
from siamese.jobs.errors import NO_TENSORFLOW

WAKING = "Keras is waking up with TensorFlow: a few seconds."

T = TypeVar("T")


def told(work: Callable[[], T], meanwhile: str = "") -> T | None:
    """What Keras tells, once TensorFlow is there; until then the page says what is to come.

    Args:
        work: Imports what it needs by itself.
        meanwhile: What comes then.

    Returns:
        None while TensorFlow is on its way, and where it cannot be imported, which the page says.
    """
    if not network.loading().done():
        network.wait_for(network.loading(), f"{WAKING} {meanwhile}")
        return None
    try:
        return work()
    except (ImportError, OSError):
        st.error(NO_TENSORFLOW, icon=":material/error:")
        return None
