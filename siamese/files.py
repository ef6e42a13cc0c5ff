"""Files written whole or not at all, PNG files, and the errors that damaged files raise."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# What is raised on a damaged ZIP, and so on any .npz.
ZIP_DAMAGE = (
    ValueError,
    EOFError,
    NotImplementedError,  # an unknown compression
    zipfile.BadZipFile,
    zlib.error,
)

SPACE = 16_000_000  # bytes: a training run writes less


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Gives a temporary name beside `path`, moved into place if all went well.

    Args:
        path: The file or folder to be; an earlier one is replaced only at the end.

    Yields:
        Where to write; it has the suffix of `path`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        temporary = Path(folder) / path.name
        yield temporary
        if temporary.is_dir() and path.is_dir():
            path.replace(Path(folder) / "earlier")  # a folder only replaces an empty one
        temporary.replace(path)


def require_space(folder: Path) -> None:
    """Makes sure that a disk has room for what a training run writes.

    Args:
        folder: On that disk.

    Raises:
        OSError: If it has not.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(SPACE))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Writes a text file whole (UTF-8)."""
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def png(picture: NDArray[np.uint8] | Image.Image, **settings: int) -> bytes:
    """A picture as the content of a PNG file.

    Args:
        picture: uint8 (height, width) or (height, width, 3), or a Pillow image.
        settings: Options of Pillow's PNG writer, such as `compress_level`.

    Returns:
        The file's bytes, the same for the same picture.
    """
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = io.BytesIO()
    image.save(file, "PNG", **settings)
    return file.getvalue()
