"""Digits of MNIST's test set, where MNIST is at hand: no page downloads it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.reading import Reading
from siamese.digits import DigitsError, find_mnist, read_mnist


def at_hand() -> bool:
    """Whether there is anything to take a sample from."""
    path = find_mnist()
    return path is not None and path.is_file()


def problem() -> str:
    """In one line why the file at hand cannot be read; nothing if it can."""
    try:
        _test_set(str(find_mnist()))
    except DigitsError as error:
        return str(error)
    return ""


@st.cache_resource(show_spinner=False)
def _test_set(path: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    digits = read_mnist(path)
    return digits.x_test.copy(), digits.y_test.copy()  # and let go of the training set


def any_digit() -> Reading:
    """A digit of the test set, by chance."""
    try:
        images, labels = _test_set(str(find_mnist()))
    except DigitsError as error:
        return Reading(problem=str(error))
    index = int(np.random.default_rng().integers(len(images)))
    return Reading(images[index], note=f"MNIST, test image {index}: a {labels[index]}")
