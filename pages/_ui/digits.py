"""The digits that pages show: MNIST where it is at hand, else the program's own handwriting.

They are the same for every visitor.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from siamese import copybook
from siamese.digits import HANDWRITING, DigitsError, find_mnist, read_mnist

Bytes = NDArray[np.uint8]

WRITTEN = 7000  # digits of handwriting, one in seven of them to show
SEED = 1
OWN = "The digits shown are the program's own handwriting"


@dataclass(frozen=True, eq=False)
class Shown:
    """Digits to show.

    Attributes:
        name: What they are called.
        images: uint8 (n, 28, 28), test digits.
        labels: uint8 (n,), what they show.
        train_labels: uint8 (m,), of the digits to learn from.
    """

    name: str
    images: Bytes
    labels: Bytes
    train_labels: Bytes


def shown() -> Shown:
    """The digits to show now; says that they are read or written where that takes a moment."""
    try:
        return _at_hand() or _handwriting()
    except DigitsError:  # which show_source() says
        return _handwriting()


def show_source() -> None:
    """Says in a line which digits are shown."""
    try:
        digits = _at_hand()
    except DigitsError as error:
        st.error(str(error), icon=":material/error:")
        digits = None
    if digits is None:
        st.markdown(f"{OWN}.")
    else:
        st.markdown(f"The digits shown are {digits.name}'s: {len(digits.images):,} test digits.")


def _at_hand() -> Shown | None:
    """The digits of the file at hand.

    Raises:
        DigitsError: If there is a file, and it cannot be read.
    """
    path = find_mnist()
    return None if path is None else _read(str(path), _stamp(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Tells a file from the one that stood there before."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@st.cache_resource(show_spinner="Reading the digits …", max_entries=2)
def _read(path: str, stamp: tuple[int, int] | None) -> Shown:
    digits = read_mnist(path)
    # Copies, and so without the training images.
    return Shown(digits.name, digits.x_test.copy(), digits.y_test.copy(), digits.y_train.copy())


@st.cache_resource(show_spinner="Writing digits …")
def _handwriting() -> Shown:
    train, test = copybook.halves(WRITTEN, SEED)
    return Shown(HANDWRITING, test.write(), test.labels, train.labels)
