"""Where digits come from: a file, Keras's cache, or the download."""

from __future__ import annotations

import hashlib
import http.client
import os
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siamese.files import whole_file

VARIABLE = "SIAMESE_MNIST"

# What `keras.datasets.mnist.load_data` downloads, and the hash that Keras checks it against.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
# Of MNIST's labels and test images, whatever file they lie in.
FINGERPRINT = "e870d7a74cf7ddea5e3b4325a8a67bc80f8e4cf416d97ab6942ac0718ac05a16"
CONNECT_SECONDS = 10
DOWNLOAD_SECONDS = 120
BLOCK = 1 << 16  # bytes read at a time

# What reading a damaged or made-up .npz raises.
DAMAGE = (
    ValueError,
    EOFError,
    AttributeError,  # an array that is none
    NotImplementedError,  # an unknown compression
    RuntimeError,  # encrypted
    MemoryError,  # an array that claims to be huge
    zipfile.BadZipFile,
    zlib.error,
)

Bytes = NDArray[np.uint8]
OnProgress = Callable[[float], None]


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


def load_digits(on_progress: OnProgress | None = None) -> Digits:
    """The digits at hand, else the download.

    Args:
        on_progress: Told the share of the download that has come, 0 to 1.

    Returns:
        MNIST.

    Raises:
        DigitsError: If the file at hand is damaged, or the download does not succeed.
    """
    return read_mnist(find_mnist() or download_mnist(on_progress))


def read_mnist(path: str | os.PathLike[str]) -> Digits:
    """Reads a file in the layout of `keras.datasets.mnist`.

    Args:
        path: An .npz with x_train, y_train, x_test and y_test.

    Returns:
        Its digits.

    Raises:
        DigitsError: If it is missing, truncated, of other shapes, or holds pickled objects.
    """
    names = ("x_train", "y_train", "x_test", "y_test")
    try:
        with (
            Path(path).open("rb") as file,
            np.lib.npyio.NpzFile(file, allow_pickle=False) as arrays,
        ):
            x_train, y_train, x_test, y_test = (np.asarray(arrays[name]) for name in names)
    except OSError as error:
        raise DigitsError(f"{path}: {error.strerror or 'cannot be read'}. {_advice()}") from error
    except KeyError as error:
        raise DigitsError(f"{path}: {error.args[0]}. {_advice()}") from error
    except DAMAGE as error:
        raise DigitsError(f"{path}: damaged, or no .npz of plain arrays. {_advice()}") from error
    _check_half(path, "train", x_train, y_train)
    _check_half(path, "test", x_test, y_test)
    y_train, y_test = y_train.astype(np.uint8), y_test.astype(np.uint8)
    name = "MNIST" if _fingerprint(y_train, x_test, y_test) == FINGERPRINT else Path(path).stem
    return Digits(x_train, y_train, x_test, y_test, name, f"the file {Path(path).name}")


def _fingerprint(*arrays: Bytes) -> str:
    """SHA-256 of the bytes of some arrays, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array, np.uint8).tobytes())
    return digest.hexdigest()


def _advice() -> str:
    return f"Set {VARIABLE} to an mnist.npz in Keras's layout."


def _check_half(path: str | os.PathLike[str], half: str, x: Bytes, y: Bytes) -> None:
    """Raises `DigitsError` unless x and y are images and their labels."""
    good = (
        x.dtype == np.uint8
        and x.ndim == 3
        and x.shape[1:] == (28, 28)
        and y.dtype.kind in "iu"
        and y.shape == x.shape[:1]
        and len(y) > 0
        and 0 <= int(y.min()) <= int(y.max()) <= 9
    )
    if not good:
        raise DigitsError(
            f"{path}: x_{half} is uint8 (n, 28, 28) and y_{half} holds n labels from 0 to 9. "
            f"Received: {x.dtype} {x.shape} and {y.dtype} {y.shape}"
        )


def download_mnist(on_progress: OnProgress | None = None) -> Path:
    """Downloads MNIST to where Keras looks for it.

    Args:
        on_progress: Told the share that has come, 0 to 1.

    Returns:
        The file.

    Raises:
        DigitsError: If there is no connection within 10 s, it takes more than two minutes, or
            what came is not MNIST. Nothing is left behind then.
    """
    try:
        with urllib.request.urlopen(URL, timeout=CONNECT_SECONDS) as response:
            content = _read_all(response, on_progress)
    except (OSError, http.client.HTTPException) as error:
        raise DigitsError(f"MNIST could not be downloaded ({error}). {_advice()}") from error
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise DigitsError(f"What was downloaded is not MNIST. {_advice()}")
    try:
        with whole_file(keras_cache()) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise DigitsError(f"{keras_cache()}: {error.strerror}. {_advice()}") from error
    return keras_cache()


def _read_all(response: object, on_progress: OnProgress | None) -> bytes:
    """Reads an HTTP response block by block, within the time allowed."""
    length = int(response.headers.get("Content-Length") or 0)  # type: ignore[attr-defined]
    deadline = time.monotonic() + DOWNLOAD_SECONDS
    content = bytearray()
    while block := response.read1(BLOCK):  # type: ignore[attr-defined]
        content += block
        if time.monotonic() > deadline:
            raise TimeoutError(f"not done after {DOWNLOAD_SECONDS} s")
        if on_progress and length:
            on_progress(len(content) / length)
    return bytes(content)
