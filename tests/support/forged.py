"""What no component of the app sends, but anybody can."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

from siamese.files import png

SIDE = 300  # pixels of a pad
HUGE = 10_000_000  # characters

# As the value of a component; numbers that may be a threshold are not among them.
VALUES: dict[str, Any] = {
    "a number below 0": -1,
    "a number without end": float("inf"),
    "no number": float("nan"),
    "a number of 400 digits": 10**400,
    "nothing": None,
    "an empty text": "",
    "a huge text": "x" * HUGE,
    "a huge text of digits": "1" * HUGE,
    "a list": ["3-8", 5, None],
    "a deep list": [[[[[[[[5]]]]]]]],
    "a huge list": [[]] * 1_000_000,
    "an object": {"raw": 5, "version": 0},
    "a huge object": {str(number): "" for number in range(500_000)},
    "cells and a window of other kinds": {"version": 0, "texts": [[1] * 4] * 4, "window": "1"},
    "too many cells, a window too far": {"version": 0, "texts": [["1"] * 9] * 9, "window": 10**9},
    "huge cells": {"version": 0, "texts": [["1," * 250_000] * 4] * 4, "window": -1},
}
# As the whole state of a component.
BROKEN = ("", "{", '{"chosen": ', "[" * 100_000, "1" * 5000)
NO_OBJECTS = ("5", "null", "[1]", '"text"')


def bomb(side: int) -> bytes:
    """A small PNG of side × side pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes((side // 8 + 1) * side), 9))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def _url(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


STROKE = {"type": "path", "path": [["M", 10, 20.5], ["L", 30, 40]]}
PICTURE = png(np.full((SIDE, SIDE), 255, np.uint8))


def _canvas(objects: Any, data: Any) -> dict[str, Any]:
    return {"drawing": {"raw": {"objects": objects}, "data": data}, "backgroundFit": None}


# As the state of a canvas, after a stroke.
CANVASES: dict[str, Any] = {
    "no PNG": _canvas([STROKE], _url(b"not a picture")),
    "half a PNG": _canvas([STROKE], _url(PICTURE[:100])),
    "another picture than PNG": _canvas([STROKE], _url(b"GIF89a" + bytes(20))),
    "no base64": _canvas([STROKE], "data:image/png;base64,%%%"),
    "no picture in its address": _canvas([STROKE], "not a picture"),
    "a number for a picture": _canvas([STROKE], 5),
    "a list for a picture": _canvas([STROKE], [1, 2]),
    "a picture of another size": _canvas([STROKE], _url(bomb(200))),
    "20,000² pixels": _canvas([STROKE], _url(bomb(20_000))),
    "a huge picture": _canvas([STROKE], "data:image/png;base64," + "A" * HUGE),
    "too many objects": _canvas([{}] * 500_000, _url(PICTURE)),
    "an object too long": _canvas([{"path": [["L", 1, 2]] * 100_000}], _url(PICTURE)),
    "a long drawing of a wrong end": _canvas(
        [*[STROKE] * 5_500, {"path": [["L", 1e9]]}], _url(PICTURE)
    ),
    "a long drawing without a picture": _canvas([STROKE] * 5_500, _url(PICTURE[:-50])),
    "10 MB of objects": _canvas([STROKE] * (HUGE // 60), _url(PICTURE)),
    "10 MB in one object": _canvas([{"path": [["L", 1, 2]] * (HUGE // 15)}], _url(PICTURE)),
    "10 MB of text": _canvas([{"path": "x" * HUGE}], _url(PICTURE)),
    "10 MB of names": _canvas([{"x" * HUGE: 1}], _url(PICTURE)),
    "objects within objects": _canvas([{"path": [[[[[[[[5]]]]]]]]}], _url(PICTURE)),
    "numbers for objects": _canvas([5], _url(PICTURE)),
    "a text for objects": _canvas("text", _url(PICTURE)),
    "no finite number": _canvas([{"path": [["M", float("nan"), 1]]}], _url(PICTURE)),
    "a number too large": _canvas([{"path": [["M", 10**400, 1]]}], _url(PICTURE)),
    "a number for a drawing": {"drawing": 5},
    "a list for a drawing": {"drawing": [1]},
    "a text for a drawing": {"drawing": "{"},
    "a drawing of nothing": {"drawing": {}},
    "no objects": {"drawing": {"raw": None, "data": _url(PICTURE)}},
    "a background": _canvas([STROKE], _url(PICTURE)) | {"backgroundFit": 5},
}
