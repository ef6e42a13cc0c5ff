"""A dense layer method by method, what it learns, and Lambda compared with Layer."""

from __future__ import annotations

import streamlit as st

from pages._ui.layers import classifier, lambda_vs_layer, linear_regression, simple_dense
from pages._ui.shared import digits, frame, source_code

frame.enter()

st.title("Layers")
st.markdown(
    "What is a layer? Weights, and a function that uses them. This page shows the slides’ "
    "`SimpleDense` method by method, and trains it on a line and on handwritten digits."
)
st.subheader("A dense layer, method by method", divider="gray")
simple_dense.show()
st.subheader("Its variables", divider="gray")
simple_dense.look_inside()
st.subheader("Learning a line", divider="gray")
linear_regression.show()
st.subheader("Classifying digits", divider="gray")
st.code(
    source_code.source_of("siamese/training/classifier.py", "build_classifier"), wrap_lines=True
)
st.caption(
    "The slides use `Lambda(lambda x: tf.maximum(x, 0.0))`. Here the Lambda has a named function, "
    "registered as `siamese>relu`, so that the network can be saved and loaded again. The section "
    "below shows what happens with an unnamed function."
)
classifier.show()
st.subheader("Lambda or Layer?", divider="gray")
st.markdown(
    "The distance of two embeddings, once as a `Lambda` and once as a custom layer. Each is part "
    "of a small twin network that was just saved to a file and loaded again."
)
lambda_vs_layer.show()
digits.show_source()
source_code.show_code(
    "A custom dense layer, the line it learns, and the classifier built with it.",
    ("siamese/layers.py", "SimpleDense"),
    ("siamese/lessons/linear_regression.py", "learn_line"),
    ("siamese/training/classifier.py", "build_classifier"),
    ("siamese/training/classifier.py", "relu"),
    ("siamese/training/classifier.py", "train_classifier"),
    ("siamese/layers.py", "EuclideanDistance"),
)
