"""Reads picture files of any common kind: uploads, photos, scans."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 10 << 20  # bytes
LARGEST_AREA = 50_000_000  # pixels of a good camera; more may be a decompression bomb
# Not PostScript, which Pillow hands to an interpreter, nor rare kinds.
KINDS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "JPEG2000", "ICO", "PPM", "TGA")
HEIF = "HEIF"  # of pillow-heif, which is imported with the first picture of a phone
# Names of the files that are offered and taken everywhere.
SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif", ".heic",
    ".heif",
)  # fmt: skip
PHONES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")  # HEIF's brands
LARGEST_SIDE = 2048  # pixels; larger pictures are reduced, to limit the memory
DEPTHS = (8, 10, 12, 14, 16)  # bits that cameras and NumPy really use of a pixel's 16
TOO_MANY_PIXELS = "This picture has too many pixels: choose a smaller one."


class DrawingError(ValueError):
    """A picture that cannot be used; the message is one line to show to its owner."""


def read_picture(source: bytes | str | os.PathLike[str] | BinaryIO) -> NDArray[np.uint8]:
    """Reads a picture file of any common kind.

    Palettes, 16 bits and CMYK are converted, a camera's rotation is applied, and only the first
    frame of an animation is read.

    Args:
        source: The file's content, its path, or an open file.

    Returns:
        uint8 (height, width, 4): red, green, blue and opacity.

    Raises:
        DrawingError: If it is not a picture, is damaged, or is too large.
    """
    content = _content(source)
    if not content:
        raise DrawingError("This file is empty: choose a picture.")
    if len(content) > LARGEST_FILE:
        raise DrawingError(f"This file is over {LARGEST_FILE >> 20} MB: choose a smaller picture.")
    try:
        return _decode(content)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise DrawingError(TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        raise DrawingError("This is not a picture: choose a PNG or JPEG.") from error
    except DrawingError:
        raise
    except Exception as error:  # Pillow raises errors of any kind on damaged files
        raise DrawingError("This picture is damaged: choose another.") from error


def area_of(content: bytes) -> int:
    """The number of pixels that a picture file declares, without decoding them.

    Args:
        content: The file's content.

    Returns:
        Width times height; 0 if it is not a picture, which `read_picture` then reports.
    """
    try:
        with _opened(content) as image:
            return image.width * image.height
    except Exception:  # Pillow raises errors of any kind on damaged files
        return 0


def _content(source: bytes | str | os.PathLike[str] | BinaryIO) -> bytes:
    """The file's bytes, up to one more than `LARGEST_FILE`."""
    if isinstance(source, bytes):
        return source
    if not isinstance(source, (str, os.PathLike)):
        return source.read(LARGEST_FILE + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DrawingError(f"This file cannot be read: {error.strerror}.") from error


def _opened(content: bytes) -> Image.Image:
    """The picture, not decoded yet."""
    if content[4:8] == b"ftyp" and content[8:12] in PHONES:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        return Image.open(io.BytesIO(content), formats=(*KINDS, HEIF))
    return Image.open(io.BytesIO(content), formats=KINDS)


def _decode(content: bytes) -> NDArray[np.uint8]:
    """The first frame, upright, as uint8 (height, width, 4)."""
    with _opened(content) as image:
        if image.width * image.height > LARGEST_AREA:
            raise DrawingError(TOO_MANY_PIXELS)
        factor = -(-max(image.size) // LARGEST_SIDE)
        power = factor & -factor  # of two, by which a large JPEG can be decoded smaller
        image.draft(None, (max(1, image.width // power), max(1, image.height // power)))
        upright = _eight_bits(ImageOps.exif_transpose(image))
    colors = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    # `reduce` weighs colours by their opacity.
    smaller = colors.reduce(-(-max(colors.size) // LARGEST_SIDE))
    return np.asarray(smaller.convert("RGBA"))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 or 32 bits scaled to 8 bits, where `convert` would clip; others unchanged."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    if image.mode.startswith("I;16"):
        values = np.asarray(image)
        bits = next(bits for bits in DEPTHS if int(values.max()) < 1 << bits)
        return Image.fromarray((values >> (bits - 8)).astype(np.uint8))
    values = np.asarray(image, dtype=np.float64)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    span = float(np.ptp(values)) or 1.0
    return Image.fromarray(((values - values.min()) / span * 255).astype(np.uint8))
