"""Pictures of digits as a short text, for an address or a browser's storage.

The pixels are compressed (raw DEFLATE) and written in the letters of an address (Base64). Anybody
may have written a text: no more is unpacked than the pictures that were asked for.
"""

from __future__ import annotations

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

SIDE = 28
BITS = (8, 6, 4, 2, 1)  # of a pixel; two pictures of pure noise need 270 characters at 1 bit

Images = NDArray[np.uint8]


def pack(images: Images, longest: int | None = None) -> str:
    """Writes pictures as a text of letters, digits, ``-`` and ``_``.

    Args:
        images: uint8 (n, 28, 28).
        longest: Characters that there is room for. If the text would be longer, the pixels are
            rounded to 6, 4, 2 or 1 bits; two handwritten digits need 700 characters at most.

    Returns:
        The text; longer than `longest` only if 1 bit is too much.

    Example:
        >>> digit = np.eye(28, dtype=np.uint8)[None]
        >>> len(pack(digit)), bool((unpack(pack(digit), 1) == digit).all())
        (18, True)
    """
    text = ""
    for bits in BITS:
        steps = (1 << bits) - 1
        rounded = np.rint(np.rint(images / 255 * steps) * (255 / steps)).astype(np.uint8)
        text = _text(rounded.tobytes())
        if longest is None or len(text) <= longest:
            break
    return text


def unpack(text: str, count: int) -> Images:
    """Reads so many pictures, each with ink.

    Args:
        text: From `pack`, or whatever anybody has written.
        count: How many pictures.

    Returns:
        The pictures, uint8 (count, 28, 28).

    Raises:
        ValueError: If the text is anything else.
    """
    content = _unpacked(text, count * SIDE * SIDE)
    images = np.frombuffer(content, np.uint8).reshape(count, SIDE, SIDE).copy()
    if not images.any(axis=(1, 2)).all():
        raise ValueError("A picture is blank.")
    return images


def _text(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _unpacked(text: str, size: int) -> bytes:
    """Exactly so many bytes; never more are unpacked."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        content = unpacker.decompress(packed, size + 1)
    except (ValueError, zlib.error) as error:
        raise ValueError("These are no packed pictures.") from error
    if len(content) != size or not unpacker.eof or unpacker.unused_data:
        raise ValueError(f"{size} bytes were expected. Received: {len(content)} bytes.")
    return content
