"""The digits that pages show: MNIST where it is at hand, else the program's own handwriting.

They are the same for every visitor, and no page waits for the network: until MNIST is downloaded
it shows handwriting, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting
from pages._ui.shared.mnist_download import Download, arrival, try_again
from pages._ui.shared.reading import PreparedDigit
from siamese.data.digits import (
    HANDWRITING,
    SHOWN_COUNT,
    DigitsError,
    find_mnist,
    keras_cache,
    read_mnist,
)
from siamese.handwriting import dataset

Bytes = NDArray[np.uint8]

SEED = 1
OWN = "The digits shown are the program's own handwriting"
MEANWHILE = "Until it is here, the digits shown are the program's own handwriting."
POLL = 0.5  # seconds between two looks at the download


@dataclass(frozen=True, eq=False)
class DigitSet:
    """Digits to show.

    Attributes:
        name: What they are called.
        images: uint8 (n, 28, 28), test digits.
        labels: uint8 or str (n,), what they show.
        train_labels: uint8 or str (m,), of the digits to learn from.
        file: Where they were read; None where the program wrote them itself.
    """

    name: str
    images: Bytes
    labels: NDArray[Any]
    train_labels: NDArray[Any]
    file: Path | None = None

    @property
    def kind(self) -> str:
        """What each of them is called, before its number."""
        return "Handwriting, digit" if self.name == HANDWRITING else f"{self.name}, test image"

    def note(self, index: int) -> str:
        """Which digit that is, and what it shows."""
        label = int(self.labels[index])
        return f"{self.kind} {index}: {'an' if label == 8 else 'a'} {label}"


def wake() -> None:
    """Sets the download going where it is needed, so that MNIST is there when a page asks."""
    if find_mnist() is None:
        arrival()


def shown() -> DigitSet:
    """The digits to show now; says that they are read or written where that takes a moment."""
    return _shown()[0]


def _shown() -> tuple[DigitSet, str]:
    """The digits to show, and in a line why the file at hand cannot be read; nothing if it can."""
    try:
        return _at_hand() or _handwriting(), ""
    except DigitsError as error:
        return _handwriting(), str(error)


def any_digit() -> PreparedDigit:
    """A digit by chance; its note says where it is from."""
    there, problem = _shown()
    index = int(np.random.default_rng().integers(len(there.images)))
    kind = "Handwriting, digit" if there.name == HANDWRITING else f"{there.name}, test image"
    label = int(there.labels[index])
    note = f"{kind} {index}: {'an' if label == 8 else 'a'} {label}"
    return PreparedDigit(there.images[index], problem, note)


def show_source() -> None:
    """Says in a line which digits are shown; how far the download is, or why there is none."""
    try:
        digits = _at_hand()
    except DigitsError as error:
        st.error(f"{error} {OWN}.", icon=":material/error:")
        return
    if digits is not None:
        count = len(digits.images)
        st.markdown(f"The digits shown are those of **{digits.name}**: {count:,} test images.")
    elif arrival().over.is_set():
        _show_failure(arrival())
    else:
        with st.container(key="arriving"):
            _show_progress()


@st.fragment(run_every=POLL)
def _show_progress() -> None:
    coming = arrival()
    if coming.over.is_set():
        st.rerun()
    share = formatting.percent(coming.share)
    st.progress(coming.share, f"MNIST is being downloaded: {share}. {MEANWHILE}")


def _show_failure(ended: Download) -> None:
    reason = ended.problem or f"{keras_cache()} is gone again"
    st.info(f"{OWN}, since MNIST could not be downloaded ({reason}).", icon=":material/edit:")
    st.button("Try the download again", icon=":material/refresh:", on_click=try_again)


def _at_hand() -> DigitSet | None:
    """The digits of the file at hand; without one the download begins, if it has not yet.

    Raises:
        DigitsError: If there is a file, and it cannot be read.
    """
    path = find_mnist()
    if path is None:
        arrival()
        return None
    return _read(str(path), _stamp(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Tells a file from the one that stood there before."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@st.cache_resource(show_spinner="Reading the digits …", max_entries=2)
def _read(path: str, stamp: tuple[int, int] | None) -> DigitSet:
    digits = read_mnist(path)
    # Copies, and so without the training images.
    return DigitSet(
        digits.name,
        digits.x_test.copy(),
        digits.y_test.copy(),
        digits.y_train.copy(),
        Path(path),
    )


@st.cache_resource(show_spinner="Writing digits …")
def _handwriting() -> DigitSet:
    train, test = dataset.plan_splits(SHOWN_COUNT, SEED)
    return DigitSet(HANDWRITING, test.write(), test.labels, train.labels)
