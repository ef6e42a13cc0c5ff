"""A support set as a file: JSON with PNG pictures in it, which any program can read.

    {"kind": "siamese-lab symbols", "symbols": [{"name": "۴", "examples": ["iVBORw0KGgo…"]}]}

Each example is a grey PNG of 28×28, in Base64. What is read may come from anyone: its length is
bounded before it is looked into, and a picture's size is looked at before it is unpacked.
"""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from siamese.evaluation.support_set import (
    MOST_EXAMPLES,
    MOST_SYMBOLS,
    SupportError,
    SupportSet,
    checked_name,
)
from siamese.files import png

KIND = "siamese-lab symbols"
LARGEST_PICTURE = 4096  # bytes of a PNG; 28x28 bytes of noise make fewer than a thousand
LARGEST_FILE = MOST_SYMBOLS * MOST_EXAMPLES * LARGEST_PICTURE * 3 // 2  # Base64 takes 4/3
SIDE = 28
NO_SET = "This is not a set of symbols: choose a file that was downloaded here."

Images = NDArray[np.uint8]


def pack(support: SupportSet) -> bytes:
    """Writes a set: the same set makes the same bytes.

    Args:
        support: With two symbols at least.

    Returns:
        The file's content, UTF-8.
    """
    symbols = [
        {
            "name": name,
            "examples": [_base64(image) for image in support.images[support.labels == at]],
        }
        for at, name in enumerate(support.names)
    ]
    text = json.dumps({"kind": KIND, "symbols": symbols}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def unpack(content: bytes) -> SupportSet:
    """Reads a set.

    Args:
        content: Of a file, whoever made it.

    Returns:
        The set: two to `MOST_SYMBOLS` symbols with one to `MOST_EXAMPLES` examples each.

    Raises:
        SupportError: If it is anything else; the message is one line for whoever chose the file.
    """
    if len(content) > LARGEST_FILE:
        raise SupportError(f"This file is over {LARGEST_FILE >> 10} KB: no set is that large.")
    try:
        file = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SupportError(NO_SET) from error
    symbols = file.get("symbols") if isinstance(file, dict) and file.get("kind") == KIND else None
    if not isinstance(symbols, list):
        raise SupportError(NO_SET)
    if not 2 <= len(symbols) <= MOST_SYMBOLS:
        raise SupportError(
            f"A set needs 2 to {MOST_SYMBOLS} symbols, this one has {len(symbols)}: choose another."
        )
    names, examples = zip(*map(_symbol, symbols), strict=True)
    labels = np.repeat(np.arange(len(names)), [len(some) for some in examples])
    return SupportSet(names, np.concatenate(examples), labels)


def _symbol(symbol: Any) -> tuple[str, Images]:
    """Name and examples, (n, 28, 28), of what one entry holds."""
    fields = symbol if isinstance(symbol, dict) else {}
    name, examples = fields.get("name"), fields.get("examples")
    if not isinstance(name, str) or not isinstance(examples, list):
        raise SupportError("A symbol in this file has no name or no examples: choose another file.")
    if not 1 <= len(examples) <= MOST_EXAMPLES:
        raise SupportError(
            f"A symbol in this file has {len(examples)} examples, not 1 to {MOST_EXAMPLES}: "
            "choose another file."
        )
    return checked_name(name), np.stack([_picture(text) for text in examples])


def _base64(image: Images) -> str:
    return base64.b64encode(png(image)).decode("ascii")


def _picture(text: Any) -> Images:
    """A picture, its size known before it is unpacked: uint8 (28, 28)."""
    try:
        content = base64.b64decode(text, validate=True)
        if len(content) > LARGEST_PICTURE:
            raise SupportError("A picture in this file is too large: choose another file.")
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if image.mode != "L" or image.size != (SIDE, SIDE):
                raise SupportError(
                    f"A picture in this file is not grey, {SIDE}×{SIDE}: choose another file."
                )
            return np.array(image)
    except SupportError:
        raise
    except Exception as error:  # Pillow's readers trip over damage in every way there is
        raise SupportError("A picture in this file is no PNG: choose another file.") from error
