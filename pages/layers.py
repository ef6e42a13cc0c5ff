"""A dense layer method by method, what it learns, and Lambda compared with Layer."""

from __future__ import annotations

import streamlit as st

from pages._ui.course.prediction import heading
from pages._ui.layers import classifier, lambda_vs_layer, linear_regression, simple_dense
from pages._ui.shared import digits, source_code
from pages._ui.shared.query_params.widgets import choose_part


def dense_layer() -> None:
    """The dense layer: its numbers, its methods, and its variables."""
    st.markdown("`SimpleDense` computes **y = xW + b**.")
    simple_dense.show()
    with st.expander("Its variables"):
        simple_dense.look_inside()
    source_code.show_code("The dense layer as a class.", ("siamese/layers.py", "SimpleDense"))


def line() -> None:
    """A line that the layer learns from points."""
    st.markdown("One `SimpleDense` unit learns a line from points.")
    linear_regression.show()
    source_code.show_code(
        "The training, and the same with every step recorded.",
        ("siamese/lessons/linear_regression.py", "fit_line"),
        ("siamese/lessons/linear_regression.py", "learn_line"),
    )


def classify() -> None:
    """The slides' classifier."""
    st.markdown("A network with one hidden `SimpleDense` layer learns to classify digits.")
    classifier.show()
    digits.show_source()
    source_code.show_code(
        "The classifier and its training.",
        ("siamese/training/classifier.py", "build_classifier"),
        ("siamese/training/classifier.py", "relu"),
        ("siamese/training/classifier.py", "train_classifier"),
    )


def lambda_or_layer() -> None:
    """A distance as a Lambda, and as a layer of its own."""
    st.markdown(
        "**Lambda or Layer?** The distance of two embeddings, once as a `Lambda` and once as a "
        "custom layer. Each is part of a small twin network that was saved to a file. Can the "
        "file be loaded again?"
    )
    lambda_vs_layer.show()
    source_code.show_code("The custom layer.", ("siamese/layers.py", "EuclideanDistance"))


PARTS = {
    "Dense layer": dense_layer,
    "Line": line,
    "Digits": classify,
    "Lambda": lambda_or_layer,
}

heading("Layers", "layers")
part = choose_part("layers")
PARTS[part]()
