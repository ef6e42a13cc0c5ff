"""Reads a ZIP of pictures, label/picture.png, in memory and within fixed limits.

The sizes, the number and the paths of files that a ZIP declares are not trusted, and nothing is
written to the disk.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.data.image_folder import Picture
from siamese.data.labels import (
    NO_FOLDER,
    NO_PICTURE,
    is_left_behind,
    is_picture,
    label_of,
    root_of,
)
from siamese.files import ZIP_DAMAGE, png
from siamese.preprocessing.image_file import TOO_MANY_PIXELS, DrawingError, area_of

LARGEST_ZIP = 50 << 20  # bytes, packed
MOST_FILES = 10_000  # of any kind: each takes memory before it is unpacked
MOST_PICTURES = 2000
LARGEST_PICTURE = 10 << 20  # bytes, unpacked
LARGEST_TOTAL = 200 << 20  # bytes of all pictures together, unpacked
LARGEST_AREA = 25_000_000  # pixels of a picture
LARGEST_TOTAL_AREA = 1_000_000_000  # pixels of all: about eighty photos of a phone
LONGEST_NAME = 60  # characters of a label, and of a path in a message, which shows its end

LISTED = b"PK\1\2"  # precedes each file in a ZIP's list
LOCKED = 1  # the flag of a file with a password
# These unpack a piece at a time; with others, a few bytes can become a hundred megabytes at once.
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (*ZIP_DAMAGE, struct.error, OSError)
ENLARGED = 5  # factor by which an example is larger than a digit


class ZipError(ValueError):
    """A ZIP that cannot be read; the message is one line to show to its owner."""


@dataclass
class _Budget:
    """How much may still be unpacked."""

    size: int = LARGEST_TOTAL  # bytes
    area: int = LARGEST_TOTAL_AREA  # pixels


def zipped_pictures(content: bytes) -> list[Picture]:
    """The pictures of a ZIP, each labelled with the name of a folder.

    The label is the name of the first folder below those that all pictures lie in. Hidden files and
    those that macOS and Windows add are skipped.

    Args:
        content: The ZIP's content.

    Returns:
        The pictures, sorted by path and still packed. Reading one raises a DrawingError if
        it is no picture, has no folder, its path leads outside, it is a link, or it has a password.

    Raises:
        ZipError: If it is not a ZIP, is damaged, has no pictures, or exceeds a limit. Unpacked
            bytes and pixels are counted when pictures are read, so that can raise it too.
    """
    if len(content) > LARGEST_ZIP:
        raise ZipError(f"This ZIP is over {LARGEST_ZIP >> 20} MB: choose fewer pictures.")
    if content.count(LISTED) > MOST_FILES:
        raise ZipError(f"This ZIP holds over {MOST_FILES:,} files: choose fewer pictures.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise ZipError("This is not a ZIP file, or it is damaged: choose another.") from error
    entries = [
        (parts, entry)
        for entry in archive.infolist()
        if not entry.is_dir() and not is_left_behind(parts := _parts(entry.filename))
    ]
    pictures = [parts for parts, entry in entries if is_picture(parts)]
    if not pictures:
        raise ZipError("This ZIP holds no pictures: put them in folders, as in 7/a.png.")
    if len(pictures) > MOST_PICTURES:
        raise ZipError(
            f"This ZIP holds {len(pictures):,} pictures: choose {MOST_PICTURES:,} at most."
        )
    root = root_of([parts for parts in pictures if not _leads_out(parts)])
    budget = _Budget()
    return [
        Picture(
            label=_readable(label_of(parts, root))[:LONGEST_NAME],
            name=_readable("/".join(parts))[-LONGEST_NAME:],
            content=partial(_unpacked, archive, entry, parts, label_of(parts, root), budget),
        )
        for parts, entry in sorted(entries, key=lambda one: one[0])
    ]


def _parts(name: str) -> list[str]:
    """The folders of a path and its file name; some programs separate them by backslashes."""
    return name.replace("\\", "/").split("/")


def _readable(name: str) -> str:
    """A name with every character that cannot be printed replaced by "?"."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _unpacked(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    parts: list[str],
    label: str,
    budget: _Budget,
) -> bytes:
    """The bytes of a picture, within the limits."""
    if reason := _refused(entry, parts, label):
        raise DrawingError(reason)
    most = min(LARGEST_PICTURE, budget.size)
    try:
        with archive.open(entry) as file:
            content = file.read(most + 1)
    except DAMAGE as error:
        raise DrawingError("It is damaged.") from error
    budget.size -= len(content)
    area = area_of(content)
    budget.area -= min(area, LARGEST_AREA)
    if budget.size < 0 or budget.area < 0:
        raise ZipError(
            f"The pictures of this ZIP are over {LARGEST_TOTAL >> 20} MB or "
            f"{LARGEST_TOTAL_AREA // 10**6:,} megapixels unpacked: choose fewer or smaller ones."
        )
    if len(content) > most:
        raise DrawingError(f"It is over {LARGEST_PICTURE >> 20} MB.")
    if area > LARGEST_AREA:
        raise DrawingError(TOO_MANY_PIXELS)
    return content


def _leads_out(parts: list[str]) -> bool:
    """Whether a path leaves the folder that the ZIP is unpacked in."""
    return ".." in parts or not parts[0] or ":" in parts[0]


def _refused(entry: zipfile.ZipInfo, parts: list[str], label: str) -> str:
    """Why a picture is not unpacked; "" if it is."""
    if not is_picture(parts):
        return NO_PICTURE
    if _leads_out(parts):
        return "Its path leads out of the ZIP."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link to another file."
    if len(parts) < 2:
        return NO_FOLDER
    if len(label) > LONGEST_NAME:  # all labels take as much room as the longest of them
        return f"Its folder's name, the label, is over {LONGEST_NAME} characters long."
    if entry.flag_bits & LOCKED:
        return "It has a password."
    if entry.compress_type not in BOUNDED:
        return "Its compression method is not supported: use the standard one (deflate)."
    return ""


def example_zip(images: NDArray[np.uint8], labels: Iterable[int], folder: str) -> bytes:
    """An example of such a ZIP: dark ink on paper, folder/label/number.png.

    Args:
        images: uint8 (n, 28, 28), white ink on black.
        labels: (n,), the digits that they show.
        folder: Name of the outer folder.

    Returns:
        The file's content, the same for the same arguments.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (image, label) in enumerate(zip(images, labels, strict=True)):
            side = ENLARGED * len(image)
            paper = Image.fromarray(255 - image).resize((side, side), Image.Resampling.BICUBIC)
            entry = zipfile.ZipInfo(f"{folder}/{label}/{number:03d}.png")
            archive.writestr(entry, png(paper))
    return file.getvalue()
