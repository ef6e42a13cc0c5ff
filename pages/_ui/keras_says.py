"""Keras's answer on the same numbers, without making anyone wait for TensorFlow."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui import network, small_grids
from siamese.keras_code import layer_name
from siamese.pooled import Pooling

Numbers = NDArray[np.float64]

ASKED = "keras asked"
CLOSE = 1e-6  # of the largest number: Keras reckons in float32


def show(examples: dict[str, Numbers], pooling: Pooling) -> None:
    """Shows what Keras's layers make of these numbers, or a button that asks for it.

    Args:
        examples: By what they are called; 1, 2 or 3 dimensions.
        pooling: Which layer, and its settings.
    """
    keras = network.loading()
    if keras.done():
        _compare(examples, pooling)
    elif st.session_state.get(ASKED):
        network.wait_for(keras, "Keras is waking up with TensorFlow: a few seconds.")
    else:
        st.button("Ask Keras", icon=":material/balance:", key="ask-keras", on_click=_ask)


def _ask() -> None:
    st.session_state[ASKED] = True


def _compare(examples: dict[str, Numbers], pooling: Pooling) -> None:
    try:
        from siamese.keras_pooling import keras_gradient, keras_pool
    except (ImportError, OSError):
        st.error(network.NO_TENSORFLOW, icon=":material/error:")
        return
    lines = []
    for name, x in examples.items():
        answer = np.asarray(keras_pool(x, pooling.kind, *pooling.how), np.float64)
        if x.ndim == 2:
            st.html(small_grids.result(answer, "Keras's answer"))
        code = layer_name(pooling.kind, x.ndim)
        lines.append(
            f"- `{code}` on {name}: {verdict(answer, pooling.of(x), pooling.of(np.abs(x)))}"
        )
        back = keras_gradient(x, pooling.kind, *pooling.how)
        lines.append(f"- its gradient: {verdict(back, pooling.gradient(x), np.ones(1))}")
    st.markdown("\n".join(lines))


def verdict(answer: Numbers, ours: Numbers, scale: Numbers) -> str:
    """Whether Keras says the same, or how far it is from that.

    Args:
        answer: Keras's.
        ours: Of the same shape.
        scale: How large the numbers are that each of them is made of: float32 is as exact as that.
    """
    difference = np.abs(np.asarray(answer, np.float64) - ours)
    same = (difference <= CLOSE * np.abs(scale)).all()
    return "✓ the same" if same else f"✗ differs by up to {float(difference.max()):.2g}"
