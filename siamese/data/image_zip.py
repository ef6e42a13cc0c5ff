"""A ZIP of pictures, label/picture.png: unpacked in memory, with an end to everything.

Nothing that a ZIP says of itself is trusted: not how large its files are, nor how many, nor where
they would like to be put. Nothing of it touches the disk.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.data.image_folder import Picture
from siamese.files import ZIP_DAMAGE, png
from siamese.preprocessing.image_file import TOO_MANY_PIXELS, DrawingError, area_of

LARGEST_ZIP = 50 << 20  # bytes, as it comes
MOST_FILES = 10_000  # of any kind: each takes memory before anything is unpacked
MOST_PICTURES = 2000
LARGEST_PICTURE = 10 << 20  # bytes, unpacked
LARGEST_TOTAL = 200 << 20  # bytes of all pictures together, unpacked
LARGEST_AREA = 25_000_000  # pixels of a picture
LARGEST_TOTAL_AREA = 1_000_000_000  # pixels of all: some eighty photos of a phone
SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
LONGEST_NAME = 60  # characters: of a label, and of a path, whose last ones are told

LISTED = b"PK\1\2"  # stands before each file in a ZIP's list
LOCKED = 1  # the flag of a file under a password
# What is unpacked a piece at a time; a few bytes of other kinds can become a hundred megabytes.
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (*ZIP_DAMAGE, struct.error, OSError)
ENLARGED = 5  # pixels of an example for each of a digit


class ZipError(ValueError):
    """A ZIP that cannot be taken; the message is one line for whoever chose it."""


@dataclass
class _Budget:
    """What may still be unpacked, in bytes and in pixels."""

    size: int = LARGEST_TOTAL
    area: int = LARGEST_TOTAL_AREA


def zipped_pictures(content: bytes) -> list[Picture]:
    """The pictures of a ZIP, each labelled by the folder that it lies in.

    Folders around these folders do not matter; hidden files, what macOS adds, and files that are
    no pictures by their names are passed over.

    Args:
        content: Of the ZIP.

    Returns:
        The pictures, sorted by their paths as those of a folder are, still packed. One that lies
        in no folder, would leave the ZIP's own, is a link or locked, is there with the reason
        why it cannot be read.

    Raises:
        ZipError: If it is no ZIP, is damaged, holds no pictures, or too much of anything. Bytes
            and pixels are counted while pictures are read: reading one may raise it, too.
    """
    if len(content) > LARGEST_ZIP:
        raise ZipError(f"This ZIP is over {LARGEST_ZIP >> 20} MB: choose fewer pictures.")
    if content.count(LISTED) > MOST_FILES:
        raise ZipError(f"This ZIP holds over {MOST_FILES:,} files: choose fewer pictures.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise ZipError("This is no ZIP, or a damaged one: choose another.") from error
    entries = [(_parts(entry.filename), entry) for entry in archive.infolist()]
    entries = [(parts, entry) for parts, entry in entries if _is_picture(parts)]
    if not entries:
        raise ZipError("This ZIP holds no pictures: put them in folders, as in 7/a.png.")
    if len(entries) > MOST_PICTURES:
        raise ZipError(
            f"This ZIP holds {len(entries):,} pictures: choose {MOST_PICTURES:,} at most."
        )
    budget = _Budget()
    return [
        Picture(
            label=_readable(parts[-2])[:LONGEST_NAME] if len(parts) > 1 else "",
            name=_readable("/".join(parts))[-LONGEST_NAME:],
            content=partial(_unpacked, archive, entry, parts, budget),
        )
        for parts, entry in sorted(entries, key=lambda one: one[0])
    ]


def _parts(name: str) -> list[str]:
    """The folders on the way to a file, and the file; some programs part them by backslashes."""
    return name.replace("\\", "/").split("/")


def _is_picture(parts: list[str]) -> bool:
    """Whether it is one by its name, and meant to be seen."""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    suffix = PurePosixPath(parts[-1]).suffix.lower()
    return suffix in SUFFIXES and not hidden and "__MACOSX" not in parts


def _readable(name: str) -> str:
    """A name in one line, whatever it is made of."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, parts: list[str], budget: _Budget
) -> bytes:
    """The bytes of a picture, and no more than there may be."""
    if reason := _refused(entry, parts):
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


def _refused(entry: zipfile.ZipInfo, parts: list[str]) -> str:
    """Why a picture is not even unpacked; nothing if it is."""
    if ".." in parts or not parts[0] or ":" in parts[0]:
        return "It would lie outside of the ZIP's own folder."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link to another file."
    if len(parts) < 2:
        return "It lies in no folder, which would be its label."
    if len(parts[-2]) > LONGEST_NAME:  # all labels take as much room as the longest of them
        return f"Its folder's name, which would be its label, is over {LONGEST_NAME} characters."
    if entry.flag_bits & LOCKED:
        return "It is locked by a password."
    if entry.compress_type not in BOUNDED:
        return "It is packed in a way that is not read here: choose the usual one."
    return ""


def example_zip(images: NDArray[np.uint8], labels: Iterable[int], folder: str) -> bytes:
    """A ZIP to learn the layout from: dark ink on paper, folder/label/number.png.

    Args:
        images: uint8 (n, 28, 28), white ink on black.
        labels: (n,), what they show.
        folder: That all of it lies in.

    Returns:
        The file's content, the same for the same pictures.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (image, label) in enumerate(zip(images, labels, strict=True)):
            side = ENLARGED * len(image)
            paper = Image.fromarray(255 - image).resize((side, side), Image.Resampling.BICUBIC)
            entry = zipfile.ZipInfo(f"{folder}/{label}/{number:03d}.png")
            archive.writestr(entry, png(paper))
    return file.getvalue()
