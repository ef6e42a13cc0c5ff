"""Which files of a set are pictures, and what their folders say they show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from siamese.preprocessing.image_file import SUFFIXES

# What programs leave in folders; nobody means to send it.
LEFT_BEHIND = ("__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini")
NO_PICTURE = f"It is not a picture: {', '.join(suffix[1:] for suffix in SUFFIXES)} are read."
NO_FOLDER = "It is not in a folder: the folder's name is the label."


def is_left_behind(parts: Sequence[str]) -> bool:
    """Whether a file is hidden, or one that macOS or Windows adds.

    Args:
        parts: Its folders and its name.
    """
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or any(part in LEFT_BEHIND for part in parts)


def is_picture(parts: Sequence[str]) -> bool:
    """Whether a file's name ends as a picture's does, in capitals or not."""
    return PurePosixPath(parts[-1]).suffix.lower() in SUFFIXES


def root_of(pictures: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The folders that all pictures lie in, above those that are labels.

    Args:
        pictures: The folders and the name of each; those without a folder do not count.

    Example:
        >>> root_of([["set", "3", "anna", "a.png"], ["set", "7", "ben", "a.png"]])
        ('set',)
        >>> root_of([["3", "a.png"], ["3", "b.png"]])
        ()
    """
    folders = [tuple(parts[:-1]) for parts in pictures if len(parts) > 1]
    if not folders:
        return ()
    least, most = min(folders), max(folders)
    common = 0
    while common < min(map(len, folders)) and least[common] == most[common]:
        common += 1
    # The last folder of a picture is a label where it is the only one.
    return least[: min(common, min(map(len, folders)) - 1)]


def label_of(parts: Sequence[str], root: Sequence[str]) -> str:
    """The name of the first folder below the root; the same in every form of Unicode.

    Args:
        parts: A picture's folders and its name.
        root: Of `root_of`.

    Example:
        >>> label_of(["set", "3", "anna", "a.png"], ["set"])
        '3'
    """
    below = parts[len(root) : -1]
    return unicodedata.normalize("NFC", below[0]) if below else ""
