"""Reads symbols of many alphabets, drawn by many people: Omniglot's files and UNIPEN's letters.

A symbol is known by its alphabet and its number there, so that pictures and pen strokes of one
symbol are of one class. A drawing may be there as both: written with another pen it is another
picture.

Source of Omniglot: Lake, Salakhutdinov and Tenenbaum, 2015, "Human-level concept learning through
probabilistic program induction".
"""

from __future__ import annotations

import hashlib
import itertools
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siamese.data.npz import DAMAGE
from siamese.files import sha256_of
from siamese.handwriting.tracing import POINTS, line_of
from siamese.preprocessing import DrawingError, read_picture, to_digit

OMNIGLOT = ("Omniglot, background set", "MIT")  # name and licence
UNIPEN = ("UNIPEN letters", "CC BY 4.0")
LABELS, STROKES = ("alphabets", "alphabet", "character", "drawer"), ("xy", "stroke_off", "item_off")
ENTRY = re.compile(r"images_background/([^/]+)/character(\d\d)/\d{4}_(\d\d)\.png")
LARGEST_ENTRY = 1 << 16  # bytes of a picture in the ZIP; those of 105x105 have a few hundred
KINDS = (
    "Symbols are Omniglot's images_background.zip, or an .npz of its pictures, of its strokes or "
    "of UNIPEN's letters"
)

Line = NDArray[np.float32]  # (POINTS, 2), as `siamese.handwriting.tracing` has it
Picture = bytes | NDArray[np.uint8]  # a PNG, or (height, width)
Drawing = tuple[str, int, int]  # its alphabet, the number of its symbol there, its drawer
Arrays = Mapping[str, NDArray[Any]]


class SymbolsError(ValueError):
    """A file of symbols cannot be read; the message is one line and names it."""


@dataclass(frozen=True, eq=False)
class Symbols:
    """Symbols as people drew them. A class is a symbol of an alphabet, numbered from 0."""

    lines: NDArray[np.float32]  # (n, POINTS, 2): strokes, as `siamese.handwriting.tracing` has them
    line_classes: NDArray[np.intp]  # (n,)
    pictures: NDArray[np.uint8]  # (m, 28, 28), white ink on black
    picture_classes: NDArray[np.intp]  # (m,)
    alphabets: NDArray[np.str_]  # (classes,), that of each class
    sources: list[dict[str, str]]  # of each file its name, licence and sha256

    @property
    def name(self) -> str:
        """The names of the data sets."""
        return " and ".join(sorted({one["name"] for one in self.sources}))

    def sha256(self) -> str:
        """SHA-256 of the checksums of all files, in their order."""
        return hashlib.sha256("".join(one["sha256"] for one in self.sources).encode()).hexdigest()


def read_symbols(paths: Sequence[Path]) -> Symbols:
    """Reads files of symbols.

    Args:
        paths: Omniglot's images_background.zip, an .npz of its pictures or of its strokes, or one
            of UNIPEN's letters; any of them, one at least.

    Returns:
        All drawings, each once as strokes and once as a picture, as far as they are there.

    Raises:
        SymbolsError: If a file is missing, damaged or of another kind.
    """
    lines: dict[Drawing, Line] = {}
    pictures: dict[Drawing, Picture] = {}
    sources = []
    for path in paths:
        try:
            name, licence = _read(path, lines, pictures)
        except OSError as error:
            raise SymbolsError(f"{path}: {error.strerror or 'cannot be read'}. {KINDS}.") from error
        except (*DAMAGE, KeyError, IndexError) as error:
            raise SymbolsError(f"{path}: damaged, or no file of symbols. {KINDS}.") from error
        sources.append({"name": name, "licence": licence, "sha256": sha256_of(path)})
    digits = {key: _digit(one, key) for key, one in pictures.items()}
    symbols = sorted({key[:2] for key in [*lines, *digits]})
    number = {symbol: at for at, symbol in enumerate(symbols)}
    return Symbols(
        np.array([*lines.values()], np.float32).reshape(-1, POINTS, 2),
        np.array([number[key[:2]] for key in lines], np.intp),
        np.array([*digits.values()], np.uint8).reshape(-1, 28, 28),
        np.array([number[key[:2]] for key in digits], np.intp),
        np.array([alphabet for alphabet, _ in symbols]),
        sources,
    )


def _read(
    path: Path, lines: dict[Drawing, Line], pictures: dict[Drawing, Picture]
) -> tuple[str, str]:
    """Adds the drawings of a file; returns its name and its licence."""
    with zipfile.ZipFile(path) as archive:
        entries = {entry.filename for entry in archive.infolist()}
        if any(map(ENTRY.fullmatch, entries)):
            pictures.update(_zipped(archive))
            return OMNIGLOT
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        there = set(arrays.files)
        content = {name: arrays[name] for name in there}
    if there == {*LABELS, "images"}:
        pictures.update(zip(_omniglot(content), content["images"], strict=True))
        return OMNIGLOT
    if there == {*LABELS, *STROKES}:
        lines.update(zip(_omniglot(content), lines_of(content), strict=True))
        return OMNIGLOT
    if there == {*STROKES, "character", "writer"}:
        lines.update(zip(_unipen(content), lines_of(content), strict=True))
        return UNIPEN
    raise ValueError("no arrays of symbols")


def _omniglot(arrays: Arrays) -> list[Drawing]:
    """What the drawings of an .npz of Omniglot's show; its symbols are numbered through."""
    alphabet, character = arrays["alphabet"], arrays["character"].astype(int)
    first = {number: character[alphabet == number].min() for number in np.unique(alphabet)}
    names = arrays["alphabets"].tolist()
    return [
        (names[of], int(one - first[of]) + 1, drawer)
        for of, one, drawer in zip(
            alphabet.tolist(), character.tolist(), arrays["drawer"].tolist(), strict=True
        )
    ]


def _unipen(arrays: Arrays) -> list[Drawing]:
    """What the letters of UNIPEN show; one writer may have written a letter many times."""
    letters = (ord(letter) for letter in arrays["character"].tolist())
    return [(UNIPEN[0], letter, number) for number, letter in enumerate(letters)]


def lines_of(arrays: Arrays) -> list[Line]:
    """The pen strokes of an .npz.

    Args:
        arrays: Those named in `STROKES`: points, and where each stroke and each drawing begins.

    Returns:
        Each drawing as a line.
    """
    xy, stroke, item = (arrays[name] for name in STROKES)
    starts = stroke.astype(int)
    strokes = [xy[a:b].astype(np.float32) for a, b in itertools.pairwise(starts)]
    return [line_of(strokes[a:b]) for a, b in itertools.pairwise(item)]


def _zipped(archive: zipfile.ZipFile) -> dict[Drawing, Picture]:
    """The pictures of Omniglot's ZIP, still packed as PNGs."""
    found: dict[Drawing, Picture] = {}
    for entry in sorted(archive.namelist()):
        if match := ENTRY.fullmatch(entry):
            with archive.open(entry) as file:
                alphabet, character, drawer = match.groups()
                found[alphabet, int(character), int(drawer) - 1] = file.read(LARGEST_ENTRY)
    return found


def _digit(picture: Picture, drawing: Drawing) -> NDArray[np.uint8]:
    """A picture as the network gets it."""
    try:
        return to_digit(read_picture(picture) if isinstance(picture, bytes) else picture)
    except DrawingError as error:
        alphabet, character, drawer = drawing
        raise SymbolsError(f"{alphabet}, symbol {character}, drawer {drawer}: {error}") from error
