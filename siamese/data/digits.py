"""Where digits come from: a file, Keras's cache, the download, or handwriting."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from siamese.data.download import DownloadError, OnProgress, download
from siamese.data.npz import NAMES, Bytes, NpzFormatError, read_arrays, write_arrays
from siamese.handwriting import dataset

VARIABLE = "SIAMESE_MNIST"
ADVICE = f"Set {VARIABLE} to an mnist.npz in Keras's layout."

# What `keras.datasets.mnist.load_data` downloads, and the hash that Keras checks it against.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
# Of MNIST's labels and test images, whatever file they lie in.
FINGERPRINT = "e870d7a74cf7ddea5e3b4325a8a67bc80f8e4cf416d97ab6942ac0718ac05a16"

HANDWRITING = "handwriting"  # what the program's own digits are called
MNIST_COUNT = 70_000
SHOWN_COUNT = 7_000  # enough to look at and to measure on: one in seven is a test digit


class DigitsError(ValueError):
    """There are no digits to be had there; the message says why and what to do."""


@dataclass(frozen=True)
class Digits:
    """A set of handwritten digits.

    Attributes:
        x_train: uint8 (n, 28, 28), white ink on black.
        y_train: uint8 (n,), 0 to 9.
        x_test: uint8 (m, 28, 28).
        y_test: uint8 (m,).
        name: What they are called.
        origin: Where they came from, in words.
    """

    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes
    name: str
    origin: str

    def sha256(self) -> str:
        """SHA-256 of the digits themselves, whatever file they lay in.

        Taken of the bytes of x_train, y_train, x_test and y_test, one after the other.
        """
        return _fingerprint(self.x_train, self.y_train, self.x_test, self.y_test)

    def save(self, path: Path) -> None:
        """Writes them in the layout of Keras's mnist.npz, whole or not at all.

        Args:
            path: The file to be; an earlier one is replaced.
        """
        write_arrays(path, {name: getattr(self, name) for name in NAMES})


def keras_cache() -> Path:
    """Where Keras keeps its MNIST, whether it is there or not."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets" / "mnist.npz"


def find_mnist() -> Path | None:
    """The MNIST file at hand: the one that `SIAMESE_MNIST` names, or Keras's; None without."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    return keras_cache() if keras_cache().is_file() else None


def load_digits(
    count: int, on_download: OnProgress | None = None, on_writing: OnProgress | None = None
) -> Digits:
    """The digits at hand, else the download, else handwriting.

    Args:
        count: How many digits to write where there are no others.
        on_download: Told the share of the download that has come, 0 to 1.
        on_writing: Told the share of the handwriting that is written, 0 to 1.

    Returns:
        MNIST, or what the file at hand holds. Where the download does not succeed, the program's
        own handwriting, whose `origin` says why.

    Raises:
        DigitsError: If the file at hand is missing or damaged.
    """
    try:
        return load_mnist(on_download)
    except DownloadError as error:
        digits = handwritten(count, on_progress=on_writing)
        return replace(digits, origin=f"{digits.origin}, since {not_downloaded(error)}")


def load_mnist(on_download: OnProgress | None = None) -> Digits:
    """The digits at hand, else the download.

    Args:
        on_download: Told the share of the download that has come, 0 to 1.

    Returns:
        MNIST, or what the file at hand holds.

    Raises:
        DigitsError: If the file at hand is missing or damaged.
        DownloadError: If there is none, and the download does not succeed.
    """
    return read_mnist(find_mnist() or download_mnist(on_download))


def download_mnist(on_progress: OnProgress | None = None) -> Path:
    """Downloads MNIST to where Keras looks for it.

    Args:
        on_progress: Told the share that has come, 0 to 1.

    Returns:
        The file.

    Raises:
        DownloadError: If it does not succeed, within the bounds of `siamese.data.download`.
    """
    download(URL, SHA256, keras_cache(), on_progress)
    return keras_cache()


def not_downloaded(error: DownloadError) -> str:
    """Says that MNIST could not be downloaded, and why."""
    return f"MNIST could not be downloaded ({error})"


def handwritten(count: int, seed: int = 1, on_progress: OnProgress | None = None) -> Digits:
    """Digits in the program's own handwriting.

    Args:
        count: How many in all, 2 at least: one in seven is a test digit, as in MNIST.
        seed: Seed of all chance.
        on_progress: Told the share that is written, 0 to 1.

    Returns:
        In both halves every class as often as any other, give or take one, in any order.

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
        DigitsError: If it is missing, truncated, of other shapes, or holds pickled objects.
    """
    try:
        arrays = read_arrays(path)
    except NpzFormatError as error:
        raise DigitsError(f"{path}: {error}. {ADVICE}") from error
    labels_and_tests = (arrays[name] for name in ("y_train", "x_test", "y_test"))
    name = "MNIST" if _fingerprint(*labels_and_tests) == FINGERPRINT else Path(path).stem
    return Digits(**arrays, name=name, origin=f"the file {Path(path).name}")


def _fingerprint(*arrays: Bytes) -> str:
    """SHA-256 of the bytes of some arrays, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array, np.uint8).tobytes())
    return digest.hexdigest()
