"""The layout of Keras's mnist.npz: four arrays, read with care and written whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siamese.files import ZIP_DAMAGE, atomic_write

NAMES = ("x_train", "y_train", "x_test", "y_test")

# What NumPy raises on an .npz that is damaged, or of another kind.
DAMAGE = (
    *ZIP_DAMAGE,
    TypeError,
    AttributeError,  # an array that is none
    RuntimeError,  # encrypted
    MemoryError,  # an array that claims to be huge
)

BRIGHT = 200  # mean of the first rows, where digits have no ink, above which paper is white

Bytes = NDArray[np.uint8]
Arrays = dict[str, Bytes]


class NpzFormatError(ValueError):
    """A file does not hold digits in this layout; the message says what is wrong with it."""


def read_arrays(path: str | os.PathLike[str]) -> Arrays:
    """Reads the four arrays of a file.

    Args:
        path: An .npz.

    Returns:
        x_train and x_test, uint8 (n, 28, 28); y_train and y_test, uint8 (n,), 0 to 9.

    Raises:
        NpzFormatError: If it is missing, truncated, of other shapes, or holds pickled objects.
    """
    try:
        with (
            Path(path).open("rb") as file,
            np.lib.npyio.NpzFile(file, allow_pickle=False) as content,
        ):
            arrays = {name: np.asarray(content[name]) for name in NAMES}
    except OSError as error:
        raise NpzFormatError(error.strerror or "cannot be read") from error
    except KeyError as error:
        raise NpzFormatError(str(error.args[0])) from error
    except DAMAGE as error:
        raise NpzFormatError("damaged, or no .npz of plain arrays") from error
    for half in ("train", "test"):
        _check_half(half, arrays[f"x_{half}"], arrays[f"y_{half}"])
    return {name: array.astype(np.uint8, copy=False) for name, array in arrays.items()}


def _check_half(half: str, x: Bytes, y: Bytes) -> None:
    """Raises `NpzFormatError` unless x and y are images and their labels."""
    if reason := _other_form(x):
        raise NpzFormatError(f"x_{half} {reason}")
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
        raise NpzFormatError(
            f"x_{half} is uint8 (n, 28, 28) and y_{half} holds n labels from 0 to 9. "
            f"Received: {x.dtype} {x.shape} and {y.dtype} {y.shape}"
        )


def _other_form(x: NDArray[Any]) -> str:
    """In which other way the images are stored; empty if in none that is known."""
    if x.ndim != 3 or x.shape[1:] != (28, 28) or not x.size:
        return ""
    if x.dtype.kind == "f" and float(x.min()) >= 0 and float(x.max()) <= 1:
        return "holds fractions from 0 to 1: store np.uint8(255 * x)"
    if x.dtype == bool or (x.dtype == np.uint8 and int(x.max()) == 1):
        return "holds 0 and 1 only: store np.uint8(255 * x)"
    if x.dtype == np.uint8 and float(x[:, :2].mean()) > BRIGHT:
        return "is inverted, dark ink on white: store 255 - x"
    return ""


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Writes a file, compressed, whole or not at all: the same arrays make the same bytes.

    Args:
        path: The file to be; an earlier one is replaced.
        arrays: x_train, y_train, x_test and y_test.
    """
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(
            file,
            x_train=arrays["x_train"],
            y_train=arrays["y_train"],
            x_test=arrays["x_test"],
            y_test=arrays["y_test"],
        )
