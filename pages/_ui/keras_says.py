"""Keras's answer on the same numbers, without making anyone wait for TensorFlow."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui import network
from siamese.pooled import Pooling, rounded

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
    rows = []
    for name, x in examples.items():
        answer = keras_pool(x, pooling.kind, *pooling.how)
        rows.append((name, _numbers(answer), _verdict(answer, pooling.of(x), x)))
    name, grid = next(iter(examples.items()))
    back = keras_gradient(grid, pooling.kind, *pooling.how)
    rows.append((f"{name}: gradient", _numbers(back), _verdict(back, pooling.gradient(grid), grid)))
    columns = zip(("On", "Keras says", "Compared with ours"), zip(*rows, strict=True), strict=True)
    st.table(dict(columns), hide_index=True, width="content")


def _numbers(answer: Numbers) -> str:
    """Keras's numbers in a line, the rows apart."""
    rows = np.asarray(answer, np.float64).reshape(
        -1, np.shape(answer)[-1] if np.ndim(answer) else 1
    )
    return " / ".join(" ".join(map(rounded, row)) for row in rows.tolist())


def _verdict(answer: Numbers, ours: Numbers, x: Numbers) -> str:
    difference = float(np.abs(np.asarray(answer, np.float64) - ours).max())
    close = difference <= CLOSE * max(1.0, float(np.abs(x).max()))
    return "✓ the same" if close else f"✗ differs by {difference:.2g}"
