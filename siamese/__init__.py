"""Siamese Lab: a twin network that tells whether two handwritten digits are the same."""

import os

# Before anyone imports TensorFlow: its start-up notes are not for the visitor of a page.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
