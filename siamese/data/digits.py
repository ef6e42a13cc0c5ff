"""Loads digits: from a file, Keras's cache, the download, or synthetic handwriting."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siamese.data.download import DownloadError, OnProgress, download
from siamese.data.npz import NAMES, Bytes, NpzFormatError, read_arrays, write_arrays
from siamese.handwriting import dataset
from siamese.handwriting.sheet import digits_on_sheet
from siamese.keras_settings import keras_home

VARIABLE = "SIAMESE_MNIST"
ADVICE = f"Set {VARIABLE} to an mnist.npz in Keras's layout."

# What `keras.datasets.mnist.load_data` downloads, and the hash that Keras checks it against.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
# SHA-256 of MNIST's labels and test images, in any file.
FINGERPRINT = "e870d7a74cf7ddea5e3b4325a8a67bc80f8e4cf416d97ab6942ac0718ac05a16"

SAMPLED, FEWEST = 2000, 5  # digits that tell whether a file is transposed, and of one class
CLEARLY = 1.0  # sum of ten correlations by which they are

HANDWRITING = "handwriting"  # name of the synthetic digits
MNIST_COUNT = 70_000
SHOWN_COUNT = 7_000  # synthetic digits for the pages: one in seven is a test digit


class DigitsError(ValueError):
    """Digits cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Digits:
    """A set of handwritten digits."""

    x_train: Bytes  # (n, 28, 28), white ink on black
    y_train: Bytes  # (n,), 0 to 9
    x_test: Bytes  # (m, 28, 28)
    y_test: Bytes  # (m,)
    name: str  # such as "MNIST"
    origin: str  # where they come from, to be shown

    def sha256(self) -> str:
        """SHA-256 of the digits themselves, independent of their file.

        It is taken of the bytes of x_train, y_train, x_test and y_test, one after the other.
        """
        return _fingerprint(self.x_train, self.y_train, self.x_test, self.y_test)

    def save(self, path: Path) -> None:
        """Writes the digits in the layout of Keras's mnist.npz, whole or not at all.

        Args:
            path: The file to write; an earlier one is replaced.
        """
        write_arrays(path, {name: getattr(self, name) for name in NAMES})


def keras_cache() -> Path:
    """Where Keras stores MNIST; the file may be missing."""
    return keras_home() / "datasets" / "mnist.npz"


def find_mnist() -> Path | None:
    """The file that `SIAMESE_MNIST` names, else the one in Keras's cache, else None."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    try:
        return keras_cache() if keras_cache().is_file() else None
    except OSError:  # a folder that is not this user's
        return None


def load_digits(
    count: int, on_download: OnProgress | None = None, on_writing: OnProgress | None = None
) -> Digits:
    """The digits of `find_mnist`, else the download, else synthetic handwriting.

    Args:
        count: Number of digits to write if there are no others.
        on_download: Called with the share of the download that has arrived, 0 to 1.
        on_writing: Called with the share of the handwriting that is written, 0 to 1.

    Returns:
        The digits. If the download fails, they are synthetic and their `origin` says why.

    Raises:
        DigitsError: If the file that was found is missing or damaged.
    """
    try:
        return load_mnist(on_download)
    except DownloadError as error:
        digits = handwritten(count, on_progress=on_writing)
        return replace(digits, origin=f"{digits.origin}, since {not_downloaded(error)}")


def load_mnist(on_download: OnProgress | None = None) -> Digits:
    """The digits of `find_mnist`, else the download.

    Args:
        on_download: Called with the share of the download that has arrived, 0 to 1.

    Returns:
        The digits.

    Raises:
        DigitsError: If the file that was found is missing or damaged.
        DownloadError: If no file was found, and the download fails.
    """
    return read_mnist(find_mnist() or download_mnist(on_download))


def download_mnist(on_progress: OnProgress | None = None) -> Path:
    """Downloads MNIST into Keras's cache.

    Args:
        on_progress: Called with the share that has arrived, 0 to 1.

    Returns:
        The file.

    Raises:
        DownloadError: If it fails, or exceeds a limit of `siamese.data.download`.
    """
    download(URL, SHA256, keras_cache(), on_progress)
    return keras_cache()


def not_downloaded(error: DownloadError) -> str:
    """A message that MNIST could not be downloaded, with the reason."""
    return f"MNIST could not be downloaded ({error})"


def handwritten(count: int, seed: int = 1, on_progress: OnProgress | None = None) -> Digits:
    """Digits in synthetic handwriting.

    Args:
        count: Number of digits, at least 2; one in seven is a test digit, as in MNIST.
        seed: Seed of the order and of the handwriting.
        on_progress: Called with the share that is written, 0 to 1.

    Returns:
        The digits. In both splits the numbers of any two classes differ by one at most.

    Raises:
        ValueError: If `count` is below 2.

    Example:
        >>> digits = handwritten(70)
        >>> digits.x_train.shape, digits.x_test.shape, np.bincount(digits.y_test).tolist()
        ((60, 28, 28), (10, 28, 28), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    """
    train, test = dataset.plan_splits(count, seed)
    tested = len(test.labels) / count

    def report(done: float) -> None:
        if on_progress:
            on_progress(done)

    x_test = test.write(lambda share: report(tested * share))
    x_train = train.write(lambda share: report(tested + (1 - tested) * share))
    origin = f"written by the program itself, seed {seed}"
    return Digits(x_train, train.labels, x_test, test.labels, HANDWRITING, origin)


def read_mnist(path: str | os.PathLike[str]) -> Digits:
    """Reads a file in the layout of `keras.datasets.mnist`.

    Args:
        path: An .npz with x_train, y_train, x_test and y_test.

    Returns:
        Its digits.

    Raises:
        DigitsError: If it is missing or damaged, has other arrays, or has pickled objects.
    """
    try:
        arrays = read_arrays(path)
    except NpzFormatError as error:
        raise DigitsError(f"{path}: {error}. {ADVICE}") from error
    if is_transposed(arrays["x_train"], arrays["y_train"]):
        raise DigitsError(
            f"{path}: x_train is transposed, rows for columns: store x.transpose(0, 2, 1). {ADVICE}"
        )
    labels_and_tests = (arrays[name] for name in ("y_train", "x_test", "y_test"))
    name = "MNIST" if _fingerprint(*labels_and_tests) == FINGERPRINT else Path(path).stem
    return Digits(**arrays, name=name, origin=f"the file {Path(path).name}")


def is_transposed(images: Bytes, labels: Bytes) -> bool:
    """Whether images look much more like digits with rows and columns exchanged.

    Args:
        images: uint8 (n, 28, 28).
        labels: (n,), 0 to 9.
    """
    upright = turned = 0.0
    for digit, typical in enumerate(_typical_digits()):
        some = images[:SAMPLED][labels[:SAMPLED] == digit]
        if len(some) >= FEWEST:
            mean = some.mean(axis=0)
            upright += float(np.corrcoef(mean.ravel(), typical.ravel())[0, 1])
            turned += float(np.corrcoef(mean.T.ravel(), typical.ravel())[0, 1])
    return turned > upright + CLEARLY


@cache
def _typical_digits() -> NDArray[np.float64]:
    """The mean image of each digit in the program's own handwriting: (10, 28, 28)."""
    return np.asarray(digits_on_sheet().reshape(-1, 10, 28, 28).mean(axis=0))


def _fingerprint(*arrays: Bytes) -> str:
    """SHA-256 of the bytes of some arrays, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array, np.uint8).tobytes())
    return digest.hexdigest()
