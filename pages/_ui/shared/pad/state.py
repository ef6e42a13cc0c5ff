"""The content of a pad.

It is kept in the session, because a widget loses its value when its page is left. The canvas gets
its drawing back only when it is mounted again: sending it back after each stroke would reload the
canvas each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import canvas_value, digits, pad_text
from pages._ui.shared.reading import NOTHING_YET, PreparedDigit, read_ink

SIDE = 300  # pixels; where two pads stand side by side on a phone, they are shown smaller
PEN = 16  # pixels
COLOR = "#" + 3 * f"{canvas_value.INK:02x}"
STEPS = 20  # how far Undo goes back

DRAW, UPLOAD, CAMERA, SAMPLE = SOURCES = ("Draw", "Upload", "Camera", "Sample")
NAMES = ("left", "right", "map", "symbol")
PEN_STROKE = {
    "type": "path",
    "stroke": COLOR,
    "strokeWidth": PEN,
    "strokeLineCap": "round",
    "strokeLineJoin": "round",
    "fill": None,
}


@dataclass(frozen=True)
class Sketch:
    """The canvas after a stroke: its objects, and the digit prepared from them."""

    objects: list[dict[str, Any]] = field(default_factory=list)
    reading: PreparedDigit = NOTHING_YET


@dataclass
class Pad:
    """One pad and its content, which is kept when the page is left."""

    name: str
    sketches: list[Sketch] = field(default_factory=lambda: [Sketch()])
    pictures: dict[str, PreparedDigit] = field(default_factory=dict)
    version: int = 0  # a widget with a new key is a new widget
    mounted: dict[str, Any] = field(default_factory=dict)  # the drawing the canvas was mounted with
    refused: str = ""  # why what the canvas has sent last was not taken; empty if it was
    written: tuple[Any, str | None] = (None, "")  # what was written last, and its text
    fragments: tuple[str, ...] = ()  # keys of those to run after a change; none: the one it is in
    shown: tuple[Any, ...] = ()  # its look when its controls were shown last
    any_sample: Callable[[], PreparedDigit] = digits.any_digit  # what Sample gives

    def key(self, widget: str) -> str:
        return f"{self.name}-{widget}-{self.version}"

    @property
    def source_key(self) -> str:
        """The key of the choice between drawing, uploading and the others; it never changes."""
        return f"{self.name}-source"

    @property
    def source(self) -> str:
        """The source that is chosen."""
        chosen: str = st.session_state.get(self.source_key, DRAW)
        return chosen

    @property
    def reading(self) -> PreparedDigit:
        """The picture from that source, prepared."""
        if self.source == DRAW:
            return self.sketches[-1].reading
        return self.pictures.get(self.source, NOTHING_YET)

    @property
    def digit(self) -> NDArray[np.uint8] | None:
        """The digit on the pad, uint8 (28, 28); None while there is none."""
        return self.reading.digit

    @property
    def own(self) -> bool:
        """Whether the digit on it is the visitor's own, and no sample."""
        return self.digit is not None and self.source != SAMPLE

    @property
    def untouched(self) -> bool:
        """Whether nothing has been drawn on it yet."""
        return len(self.sketches) == 1 and not self.sketches[0].objects

    def update(self) -> NDArray[np.uint8] | None:
        """Takes up what the canvas has sent, or a sample, before the pad is shown.

        Returns:
            The digit, uint8 (28, 28); None while there is none.
        """
        if self.source == DRAW:
            self._update_sketch()
        elif self.source == SAMPLE and SAMPLE not in self.pictures:
            self.pictures[SAMPLE] = self.any_sample()
        return self.digit

    def _update_sketch(self) -> None:
        """Adds a sketch if the canvas's state is that after another stroke."""
        state = st.session_state.get(self.key("canvas"))
        try:
            sent = canvas_value.read(state, self.sketches[-1].objects, SIDE)
        except ValueError as problem:  # a new canvas takes up the drawing that was there
            self.version += 1
            self.refused = str(problem)
            return
        if sent is not None:
            objects, ink = sent
            self.refused = ""
            reading = read_ink(ink) if objects else NOTHING_YET
            self.sketches = [*self.sketches, Sketch(objects, reading)][-STEPS:]

    @property
    def look(self) -> tuple[Any, ...]:
        """What its controls show, apart from the strokes, which the canvas itself shows."""
        drawn = bool(self.sketches[-1].objects)
        picture = self.pictures.get(self.source)
        return self.source, self.version, picture, self.undoable, drawn, self.problem

    @property
    def undoable(self) -> bool:
        """Whether there is something to undo."""
        return len(self.sketches) > 1

    @property
    def problem(self) -> str:
        """Why there is no digit, in one line; empty if there is one, or nothing yet."""
        return (self.refused if self.source == DRAW else "") or self.reading.problem

    def changed(self) -> None:
        """Called when a widget of the pad has changed: the last fragment is its controls."""
        if self.fragments:
            self.update()
            unchanged = self.look == self.shown
            st.rerun(self.fragments[:-1] if unchanged else self.fragments)

    def undo(self) -> None:
        """Undoes the last stroke or the last Clear."""
        self.refused = ""
        if self.undoable:
            self.sketches.pop()
            self.version += 1
        self.changed()

    def clear(self, source: str) -> None:
        """Clears the picture from this source."""
        self.refused = ""
        if source == DRAW and self.sketches[-1].objects:
            self.sketches.append(Sketch())
        self.pictures.pop(source, None)
        self.version += 1
        self.changed()

    def another(self) -> None:
        """Drops the sample, so that the next rerun takes another."""
        self.pictures.pop(SAMPLE, None)
        self.changed()

    def put(self, sample: PreparedDigit) -> None:
        """Shows this digit as the pad's sample.

        Args:
            sample: The digit and its caption.
        """
        self.pictures[SAMPLE] = sample
        st.session_state[self.source_key] = SAMPLE

    def text(self) -> str | None:
        """What the browser is to keep: empty if there is nothing; None if that is too long."""
        if self.untouched and not self.pictures and self.source == DRAW:
            return ""
        sketch = self.sketches[-1]
        content = self.source, sketch, {**self.pictures}
        if content != self.written[0]:  # the other pad may have been drawn on
            text = pad_text.write(self.source, sketch.objects, sketch.reading, self.pictures)
            self.written = content, text or None
        return self.written[1]

    def restore(self, text: str) -> None:
        """Puts back what the browser has kept, where there is nothing yet.

        Args:
            text: What it has kept.

        Raises:
            ValueError: If it is damaged.
        """
        kept = pad_text.read(text, SOURCES)
        if self.untouched and kept.strokes:
            objects = [{**PEN_STROKE, "path": path} for path in kept.strokes]
            self.sketches = [Sketch(objects, kept.drawn)]
            self.version += 1
        self.pictures = kept.pictures | self.pictures
        if self.source == DRAW:
            st.session_state[self.source_key] = kept.source


def pad(name: str) -> Pad:
    """The visitor's pad of that name."""
    found: Pad = st.session_state.setdefault(f"pad {name}", Pad(name))
    return found


def kept_as(name: str) -> str:
    """The name under which the browser keeps a pad."""
    return f"pad {name}"
