"""What commands work on, as their options name it: pictures, digits, a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from siamese.cli.terminal import progress, silence_native_stderr
from siamese.comparator import Comparator, for_symbols
from siamese.data.digits import (
    ADVICE,
    HANDWRITING,
    MNIST_COUNT,
    Digits,
    load_digits,
    load_mnist,
    not_downloaded,
    read_mnist,
)
from siamese.data.download import DownloadError
from siamese.data.image_folder import DrawnSet, folder_pictures, read_drawn
from siamese.data.image_zip import zipped_pictures
from siamese.data.symbols import Symbols, read_symbols
from siamese.pictures import Finding, find_digit, several_digits
from siamese.pictures.finder import Box
from siamese.pictures.likeness import likeness
from siamese.preprocessing import DrawingError, read_picture


def found_digits(paths: Sequence[Path], boxes: Sequence[Box]) -> list[Finding]:
    """The digits of picture files.

    Args:
        paths: Of any kind that `siamese.preprocessing.image_file` reads.
        boxes: Where to look, in the order of the files; one alone is for the file that seems to
            show several digits, or else for the first.

    Returns:
        One for each file.

    Raises:
        ValueError: If there is none to be seen, or several and no box; it names the file.
    """
    if len(boxes) > len(paths):
        raise ValueError(f"--box is given {len(boxes)} times, for {len(paths)} pictures.")
    pictures = [_about(path, read_picture, path) for path in paths]
    _prepare_search()
    if len(boxes) == len(paths):
        return [
            _about(path, find_digit, picture, box)
            for path, picture, box in zip(paths, pictures, boxes, strict=True)
        ]
    found = [
        _about(path, find_digit, picture) for path, picture in zip(paths, pictures, strict=True)
    ]
    if boxes:
        at = next((at for at, one in enumerate(found) if one.others), 0)
        found[at] = _about(paths[at], find_digit, pictures[at], boxes[0])
    for path, one in zip(paths, found, strict=True):
        if one.others:
            raise ValueError(f"{path}: {several_digits(one)} Choose one with --box X,Y,W,H.")
    return found


def _prepare_search() -> None:
    """Loads the networks that find digits; LiteRT notes something on standard error."""
    with silence_native_stderr():
        likeness()
        for_symbols()


def _about(path: Path, work: Callable[..., Any], *arguments: Any) -> Any:
    """Does something with a file; a refusal names it."""
    try:
        return work(*arguments)
    except ValueError as error:
        raise DrawingError(f"{path}: {error}") from error


def drawn_digits(path: Path) -> DrawnSet:
    """The pictures of DIR/<label>/ or of a ZIP; what cannot be read is named and left out.

    Args:
        path: DIR, or the ZIP.

    Returns:
        Them, and what they show.

    Raises:
        ValueError: If there are none, or none can be read.
    """
    pictures = zipped_pictures(path.read_bytes()) if path.is_file() else folder_pictures(path)
    if not any(picture.label for picture in pictures):
        raise ValueError(f"{path}: no pictures in folders, as {path}/7/a.png.")
    _prepare_search()
    drawn = read_drawn(pictures)
    for line in drawn.left_out:
        click.echo(f"left out: {line}", err=True)
    if not len(drawn.images):
        raise ValueError(f"{path}: none of its {len(pictures)} pictures can be read.")
    return drawn


def digits_from(data: Path | None, count: int) -> Digits:
    """The digits of a file, or those at hand; says so where they are handwriting.

    Args:
        data: The file; None for those at hand.
        count: How many to write where there are no others.

    Raises:
        DigitsError: If a file is named and cannot be read.
    """
    if data:
        return read_mnist(data)
    digits = load_digits(count, progress("Downloading MNIST"), progress("Writing digits"))
    if digits.name == HANDWRITING:
        click.echo(f"Digits: {digits.name}, {digits.origin}.", err=True)
    return digits


def learned_from(recipe: str, data: Path | None, symbols: Sequence[Path]) -> Digits | Symbols:
    """What a recipe learns from.

    Args:
        recipe: Its name.
        data: The file of --data; None without it.
        symbols: The files of --symbols.

    Raises:
        ValueError: If an option is missing, or one too many; or if a file cannot be read.
    """
    if recipe == "symbols":
        if data or not symbols:
            raise ValueError("The recipe symbols learns from --symbols PATH..., not from --data.")
        return read_symbols(symbols)
    if symbols:
        raise ValueError("--symbols is for the recipe symbols: add --recipe symbols.")
    # `make train` replaces the shipped network: not by one that learned from handwriting alone.
    return mnist_from(data) if recipe == "shipped" else digits_from(data, MNIST_COUNT)


def mnist_from(data: Path | None) -> Digits:
    """The digits of a file, or MNIST, and no others.

    Args:
        data: The file; None for MNIST.

    Raises:
        DigitsError: If the file cannot be read.
        ValueError: If MNIST is not to be had.
    """
    try:
        return read_mnist(data) if data else load_mnist(progress("Downloading MNIST"))
    except DownloadError as error:
        raise ValueError(f"{not_downloaded(error)}. {ADVICE}") from error


def comparator_from(network: Path | None) -> Comparator:
    """The network; imported late, since TensorFlow takes seconds to load.

    Args:
        network: A folder that `train` wrote; None for the shipped network.

    Raises:
        NetworkError: If there is none that can be used.
    """
    with silence_native_stderr():
        return Comparator.load(network)
