"""A dense layer taken apart, the line and the digits it learns, and why not a Lambda."""

from __future__ import annotations

import streamlit as st

from pages._ui import classifier, dense_parts, digits, frame, lambda_or_layer, line, source

frame.enter()

st.title("Layers")
st.markdown(
    "What is a layer? A few numbers and a rule for what to do with them. Here is the slides’ "
    "`SimpleDense`, method by method; then it learns a line, then handwritten digits."
)
st.subheader("A dense layer, taken apart", divider="gray")
dense_parts.show()
st.subheader("A look at its variables", divider="gray")
dense_parts.look_inside()
st.subheader("A line, learned", divider="gray")
line.show()
st.subheader("Digits, classified", divider="gray")
st.code(source.source_of("siamese/classifier.py", "build_classifier"), wrap_lines=True)
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
lambda_or_layer.show()
digits.show_source()
source.show_code(
    "A dense layer of one’s own, the line it learns, and the classifier built with it.",
    ("siamese/layers.py", "SimpleDense"),
    ("siamese/line.py", "learn_line"),
    ("siamese/classifier.py", "build_classifier"),
    ("siamese/classifier.py", "relu"),
    ("siamese/classifier.py", "train_classifier"),
    ("siamese/layers.py", "EuclideanDistance"),
)
