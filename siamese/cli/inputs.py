"""What commands work on, as their options name it: pictures, digits, a network."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from siamese.cli.terminal import progress, silence_native_stderr
from siamese.comparator import Comparator
from siamese.data.digits import (
    ADVICE,
    HANDWRITING,
    Digits,
    load_digits,
    load_mnist,
    not_downloaded,
    read_mnist,
)
from siamese.data.download import DownloadError
from siamese.data.image_folder import DrawnSet, folder_pictures, read_drawn
from siamese.data.image_zip import zipped_pictures
from siamese.data.npz import Bytes
from siamese.preprocessing import DrawingError, read_picture, to_digit


def picture_digit(path: Path) -> Bytes:
    """A picture file as a digit.

    Args:
        path: Of any kind that `siamese.preprocessing.image_file` reads.

    Returns:
        uint8 (28, 28).

    Raises:
        DrawingError: If there is none to be seen; it names the file.
    """
    try:
        return to_digit(read_picture(path))
    except DrawingError as error:
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
    if not pictures:
        raise ValueError(f"{path}: no pictures in folders, as {path}/7/a.png.")
    drawn = read_drawn(pictures)
    for line in drawn.left_out:
        click.echo(f"left out: {line}", err=True)
    click.echo(f"labels: {', '.join(np.unique(drawn.labels).tolist())}", err=True)
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
