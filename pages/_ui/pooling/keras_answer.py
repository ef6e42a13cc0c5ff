"""Keras's result on the same numbers; the page does not wait for TensorFlow."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.pooling import grid_html
from pages._ui.shared import keras_ready
from siamese.pooling.keras_names import layer_name
from siamese.pooling.spec import PoolingSpec
from siamese.pooling.windows import Floats

CLOSE = 1e-6  # relative tolerance: Keras computes in float32


def show(examples: dict[str, Floats], pooling: PoolingSpec) -> None:
    """Shows the output of Keras's layers for these arrays, once TensorFlow is loaded.

    Args:
        examples: Arrays of 1, 2 or 3 dimensions by name.
        pooling: The layer and its settings.
    """
    compared = keras_ready.told(lambda: _compared(examples, pooling))
    if compared is None:
        return
    answer, lines = compared
    grid_html.show(grid_html.result(answer, "Result of Keras"))
    st.markdown("\n".join(lines))


@st.cache_data(max_entries=100, show_spinner=False)  # selecting another window changes nothing here
def _compared(examples: dict[str, Floats], pooling: PoolingSpec) -> tuple[Floats, list[str]]:
    """Keras's output for the grid, and a line for each output and each gradient."""
    from siamese.pooling.keras_layers import keras_gradient, keras_pool

    lines, answers = [], {}
    for name, x in examples.items():
        answer = np.asarray(keras_pool(x, pooling.kind, *pooling.how), np.float64)
        code = layer_name(pooling.kind, x.ndim)
        agreement = verdict(answer, pooling.of(x), pooling.of(np.abs(x)))
        lines.append(f"- `{code}` for {name}: {agreement}")
        back = keras_gradient(x, pooling.kind, *pooling.how)
        lines.append(f"- Its gradient: {verdict(back, pooling.gradient(x), np.ones(1))}")
        answers[x.ndim] = answer
    return answers[2], lines


def verdict(answer: NDArray[np.floating], ours: Floats, scale: Floats) -> str:
    """Whether Keras's result equals ours, and else the largest difference.

    Args:
        answer: Keras's result.
        ours: Ours, of the same shape.
        scale: Magnitude of the numbers that each result is computed from; float32 is exact to a
            fraction of it.
    """
    difference = np.abs(np.asarray(answer, np.float64) - ours)
    same = (difference <= CLOSE * np.abs(scale)).all()
    return "✓ same result" if same else f"✗ differs by up to {float(difference.max()):.2g}"
