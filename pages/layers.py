"""A dense layer taken apart, the line and the digits it learns, and why not a Lambda."""

from __future__ import annotations

import streamlit as st

from pages._ui.layers import classifier, lambda_vs_layer, linear_regression, simple_dense
from pages._ui.shared import digits, frame, source_code

frame.enter()

st.title("Layers")
st.markdown(
    "What is a layer? A few numbers and a rule for what to do with them. Here is the slides’ "
    "`SimpleDense`, method by method; then it learns a line, then handwritten digits."
)
st.subheader("A dense layer, taken apart", divider="gray")
simple_dense.show()
st.subheader("A look at its variables", divider="gray")
simple_dense.look_inside()
st.subheader("A line, learned", divider="gray")
linear_regression.show()
st.subheader("Digits, classified", divider="gray")
st.code(
    source_code.source_of("siamese/training/classifier.py", "build_classifier"), wrap_lines=True
)
st.caption(
    "The slides write the Lambda as `lambda x: tf.maximum(x, 0.0)`. Here it holds a function with "
    "a name, registered as `siamese>relu`, so that the network can be saved and loaded again: see "
    "below what becomes of a nameless one."
)
classifier.show()
st.subheader("Lambda or Layer?", divider="gray")
st.markdown(
    "The same distance of two embeddings, once as a `Lambda`, once as a layer of its own: each in "
    "a small twin network that has just been saved to a file and loaded again."
)
lambda_vs_layer.show()
digits.show_source()
source_code.show_code(
    "A dense layer of one’s own, the line it learns, and the classifier built with it.",
    ("siamese/layers.py", "SimpleDense"),
    ("siamese/lessons/linear_regression.py", "learn_line"),
    ("siamese/training/classifier.py", "build_classifier"),
    ("siamese/training/classifier.py", "relu"),
    ("siamese/training/classifier.py", "train_classifier"),
    ("siamese/layers.py", "EuclideanDistance"),
)
