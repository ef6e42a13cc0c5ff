"""Files that are either there whole or not there, and what the reader of a damaged one meets."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What is raised on a damaged ZIP, and so on any .npz.
ZIP_DAMAGE = (
    ValueError,
    EOFError,
    NotImplementedError,  # an unknown compression
    zipfile.BadZipFile,
    zlib.error,
)


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


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Writes a text file whole (UTF-8)."""
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
