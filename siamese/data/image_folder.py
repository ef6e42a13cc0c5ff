"""Pictures with labels, from a folder or a ZIP, prepared as digits of 28×28."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siamese.data.labels import (
    NO_FOLDER,
    NO_PICTURE,
    is_left_behind,
    is_picture,
    label_of,
    root_of,
)
from siamese.pictures import find_digit, several_digits
from siamese.preprocessing import DrawingError, read_picture


@dataclass(frozen=True)
class Picture:
    """A picture that has not been read yet."""

    label: str  # any text
    name: str  # what an error message calls it
    content: Callable[[], bytes | Path]  # returns the file's bytes or path, or raises DrawingError


@dataclass(frozen=True, eq=False)
class DrawnSet:
    """Pictures as the network sees them."""

    images: NDArray[np.uint8]  # (n, 28, 28), white ink on black
    labels: NDArray[np.str_]  # (n,)
    left_out: list[str]  # "name: reason" for each picture that could not be read

    @property
    def classes(self) -> NDArray[np.intp]:
        """The labels numbered from 0 in alphabetical order, int (n,)."""
        return np.asarray(np.unique(self.labels, return_inverse=True)[1])


def folder_pictures(folder: Path) -> list[Picture]:
    """The pictures below a folder, each labelled as those of a ZIP are.

    Args:
        folder: Such as one with 3/a.png and 7/anna/b.JPG in it.

    Returns:
        The pictures, and other files, whose content raises a DrawingError; sorted by path.
    """
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    paths = [file.relative_to(folder).parts for file in files]
    there = [
        (file, parts) for file, parts in zip(files, paths, strict=True) if not is_left_behind(parts)
    ]
    root = root_of([parts for _, parts in there if is_picture(parts)])
    return [
        Picture(label_of(parts, root), str(file), partial(_content, file, parts))
        for file, parts in there
    ]


def _content(file: Path, parts: tuple[str, ...]) -> Path:
    if not is_picture(parts):
        raise DrawingError(NO_PICTURE)
    if len(parts) < 2:
        raise DrawingError(NO_FOLDER)
    return file


def read_drawn(
    pictures: Sequence[Picture], on_progress: Callable[[int], None] | None = None
) -> DrawnSet:
    """Reads pictures and finds the digit on each; leaves out those that cannot be read.

    Args:
        pictures: Any number of pictures.
        on_progress: Called before each picture with the number of those done.

    Returns:
        The pictures that could be read, in the same order.
    """
    images, labels, left_out = [], [], []
    for done, picture in enumerate(pictures):
        if on_progress:
            on_progress(done)
        try:
            found = find_digit(read_picture(picture.content()))
            if found.others:
                raise DrawingError(several_digits(found))
            images.append(found.digit)
            labels.append(picture.label)
        except DrawingError as error:
            left_out.append(f"{picture.name}: {error}")
    stacked = np.array(images, np.uint8).reshape(-1, 28, 28)
    return DrawnSet(stacked, np.array(labels, np.str_), left_out)
