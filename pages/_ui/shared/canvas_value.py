"""What the canvas of a pad has sent: anybody may have written it.

It is read from the session's state before the canvas is mounted, because `st_canvas` expects its
own form and would decode a picture of any size.
"""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pages._ui.shared.json_values import REFUSED

UNREADABLE = "This drawing could not be read: draw it again."
DEEPEST = 6  # a number lies in a command of a path of an object of a list of objects
LONGEST_TEXT = 1000  # characters
LONGEST_PICTURE = 1 << 19  # characters; pure noise on a pad takes 480,000
LARGEST = 1e6  # number
INK, PAPER = 0x11, 0xFF  # grey
PNG = "data:image/png;base64"

Objects = list[dict[str, Any]]  # Fabric's
Floats = NDArray[np.float32]


def read(state: Any, known: Objects, side: int) -> tuple[Objects, Floats] | None:
    """Reads the state of a canvas.

    Args:
        state: The component's, or None before it is mounted.
        known: The objects that have been read already.
        side: Of the canvas, in pixels.

    Returns:
        Its objects, and its ink as float32 (side, side), 0 paper, 1 ink; None if there is nothing
        new.

    Raises:
        ValueError: If it is anything else; the message is one line for the visitor.
    """
    if state is None:
        return None
    if REFUSED in state or state.get("backgroundFit") is not None:
        raise ValueError(UNREADABLE)
    drawing = state.get("drawing")
    if drawing is None:
        return None
    try:
        objects, picture = drawing["raw"]["objects"], drawing["data"]
    except (KeyError, TypeError) as error:
        raise ValueError(UNREADABLE) from error
    if objects == known or picture is None:
        return None
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise ValueError(UNREADABLE)
    ink = _ink(picture, side)
    _check(objects)
    return objects, ink


def _check(parts: list[Any]) -> None:
    """Refuses what is no drawing, level by level. How long it may be is said by `json_values`."""
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for part in parts:
            if isinstance(part, list):
                inner += part
            elif isinstance(part, dict):
                inner += [*part, *part.values()]
            elif not _is_plain(part):
                raise ValueError(UNREADABLE)
        parts = inner
    if parts:
        raise ValueError(UNREADABLE)


def _is_plain(value: Any) -> bool:
    """Whether it is a short text, a finite number that is not too large, or nothing."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return value is None or abs(value) < LARGEST


def _ink(url: Any, side: int) -> Floats:
    if not isinstance(url, str) or len(url) > LONGEST_PICTURE:
        raise ValueError(UNREADABLE)
    kind, _, content = url.partition(",")
    try:
        file = io.BytesIO(base64.b64decode(content, validate=True))
        with Image.open(file, formats=["PNG"]) as image:
            if kind != PNG or image.size != (side, side):
                raise ValueError(UNREADABLE)
            grey = np.asarray(image.convert("L"), np.float32)  # a canvas is opaque
    except Exception as error:  # Pillow raises errors of any kind on damaged files
        raise ValueError(UNREADABLE) from error
    return np.minimum((PAPER - grey) / (PAPER - INK), 1)
