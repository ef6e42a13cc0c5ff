"""Keras's answer on the same numbers, without making anyone wait for TensorFlow."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.pooling import grid_html
from pages._ui.shared import network
from siamese.jobs.errors import NO_TENSORFLOW
from siamese.pooling.keras_names import layer_name
from siamese.pooling.spec import PoolingSpec
from siamese.pooling.windows import Floats

CLOSE = 1e-6  # of the largest number: Keras reckons in float32


def show(examples: dict[str, Floats], pooling: PoolingSpec) -> None:
    """Shows what Keras's layers make of these numbers, as soon as TensorFlow is there.

    Args:
        examples: By what they are called; 1, 2 or 3 dimensions.
        pooling: Which layer, and its settings.
    """
    keras = network.loading()
    if not keras.done():
        network.wait_for(keras, "Keras is waking up with TensorFlow: a few seconds.")
        return
    try:
        answer, lines = _compared(examples, pooling)
    except (ImportError, OSError):
        st.error(NO_TENSORFLOW, icon=":material/error:")
        return
    st.html(grid_html.result(answer, "Keras's answer"))
    st.markdown("\n".join(lines))


@st.cache_data(max_entries=100, show_spinner=False)  # a step to another window asks for the same
def _compared(examples: dict[str, Floats], pooling: PoolingSpec) -> tuple[Floats, list[str]]:
    """Keras's answer on the plane, and a line on each answer and each gradient."""
    from siamese.pooling.keras_layers import keras_gradient, keras_pool

    lines, answers = [], {}
    for name, x in examples.items():
        answer = np.asarray(keras_pool(x, pooling.kind, *pooling.how), np.float64)
        code = layer_name(pooling.kind, x.ndim)
        said = verdict(answer, pooling.of(x), pooling.of(np.abs(x)))
        lines.append(f"- `{code}` on {name}: {said}")
        back = keras_gradient(x, pooling.kind, *pooling.how)
        lines.append(f"- its gradient: {verdict(back, pooling.gradient(x), np.ones(1))}")
        answers[x.ndim] = answer
    return answers[2], lines


def verdict(answer: NDArray[np.floating], ours: Floats, scale: Floats) -> str:
    """Whether Keras says the same, or how far it is from that.

    Args:
        answer: Keras's.
        ours: Of the same shape.
        scale: How large the numbers are that each of them is made of: float32 is as exact as that.
    """
    difference = np.abs(np.asarray(answer, np.float64) - ours)
    same = (difference <= CLOSE * np.abs(scale)).all()
    return "✓ the same" if same else f"✗ differs by up to {float(difference.max()):.2g}"
