"""The content of a pad as a text, which the browser keeps.

    {"source": "Draw", "strokes": ["M84 60Q84 60 96 72L97 73"], "digit": "…",
     "pictures": {"Upload": ["…", "As the network sees it"]}}

A stroke is the path that the canvas draws: its coordinates are kept, all else is the pen's. A
picture is kept as the 28×28 pixels that the network sees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages._ui.shared.reading import NOTHING_YET, PreparedDigit
from siamese.data.packed_digits import pack, unpack

LONGEST = 32 << 10  # characters of all strokes: 10 to 20 seconds of drawing
LONGEST_NOTE = 200  # characters
NUMBER = r"-?\d{1,4}(?:\.\d{1,2})?"
COMMAND = re.compile(r"([MLQ])([-\d. ]+)")
STROKE = re.compile(f"(?:[ML]{NUMBER} {NUMBER}|Q{NUMBER} {NUMBER} {NUMBER} {NUMBER})+")

Objects = list[dict[str, Any]]  # Fabric's


@dataclass(frozen=True)
class PadContent:
    """What is on a pad."""

    source: str
    strokes: list[list[list[Any]]]  # Fabric's paths: a letter and its coordinates, again and again
    drawn: PreparedDigit
    pictures: dict[str, PreparedDigit]  # by source


def write(
    source: str, objects: Objects, drawn: PreparedDigit, pictures: Mapping[str, PreparedDigit]
) -> str:
    """Writes the content of a pad.

    Args:
        source: The source that is chosen.
        objects: The canvas's.
        drawn: The digit prepared from them.
        pictures: The digits from other sources.

    Returns:
        The text; empty if the drawing is too long to be kept.
    """
    strokes = [_stroke(one.get("path")) for one in objects]
    if sum(map(len, strokes)) > LONGEST or not all(map(STROKE.fullmatch, strokes)):
        return ""
    content = {
        "source": source,
        "strokes": strokes,
        "digit": _packed(drawn),
        "doubtful": drawn.doubtful,
        "pictures": {
            name: [_packed(one), one.note, one.doubtful]
            for name, one in pictures.items()
            if one.digit is not None
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read(text: str, sources: Sequence[str]) -> PadContent:
    """Reads the content of a pad.

    Args:
        text: From `write`, or whatever anybody has written.
        sources: The sources that there are.

    Returns:
        The content.

    Raises:
        ValueError: If the text is anything else.
    """
    try:
        content = json.loads(text)
        source, pictures = content["source"], content["pictures"]
        if source not in sources or not set(pictures) <= set(sources):
            raise ValueError("There is no such source.")
        strokes = [_path(one) for one in _bounded(content["strokes"])]
        doubtful = content["doubtful"] is True
        drawn = NOTHING_YET
        if content["digit"]:
            drawn = PreparedDigit(_digit(content["digit"]), doubtful=doubtful)
        return PadContent(source, strokes, drawn, {k: _picture(v) for k, v in pictures.items()})
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("This is no pad.") from error


def _stroke(path: Any) -> str:
    """A path as a text; a text that is no stroke if it is no path."""
    try:
        return "".join(
            letter + " ".join(f"{round(number, 2):g}" for number in numbers)
            for letter, *numbers in path
        )
    except (TypeError, ValueError):
        return ""


def _bounded(strokes: list[str]) -> list[str]:
    if sum(map(len, strokes)) > LONGEST:
        raise ValueError("The drawing is too long.")
    return strokes


def _path(stroke: str) -> list[list[Any]]:
    if not stroke.startswith("M") or not STROKE.fullmatch(stroke):
        raise ValueError("This is no stroke.")
    return [[letter, *map(float, numbers.split())] for letter, numbers in COMMAND.findall(stroke)]


def _packed(one: PreparedDigit) -> str:
    return "" if one.digit is None else pack(one.digit[None])


def _digit(text: str) -> Any:
    return unpack(text, 1)[0]


def _picture(kept: list[Any]) -> PreparedDigit:
    packed, note, doubtful = kept
    if not isinstance(note, str) or len(note) > LONGEST_NOTE:
        raise ValueError("The note is too long.")
    return PreparedDigit(_digit(packed), note=note, doubtful=doubtful is True)
