"""A pad: one picture for the network, drawn, uploaded, photographed, or a sample.

The content of a pad is kept in the session, because a widget loses its value when its page is left.
The canvas gets its drawing back only when it is mounted again: sending it back after each stroke
would reload the canvas each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
import streamlit_drawable_canvas as drawable_canvas
from numpy.typing import NDArray

from pages._ui.shared import browser_storage, digits, pad_text
from pages._ui.shared.images import crisp
from pages._ui.shared.reading import NOTHING_YET, PreparedDigit, read

SIDE = 300  # pixels; where two pads stand side by side on a phone, they are shown smaller
PEN = 16  # pixels
COLOR = "#111111"
STEPS = 20  # how far Undo goes back
KINDS = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]

DRAW, UPLOAD, CAMERA, SAMPLE = SOURCES = ("Draw", "Upload", "Camera", "Sample")
NAMES = ("left", "right", "map", "symbol")
NOT_KEPT = "This drawing is too long to be kept: it will be lost if you reload the page."
PEN_STROKE = {
    "type": "path",
    "stroke": COLOR,
    "strokeWidth": PEN,
    "strokeLineCap": "round",
    "strokeLineJoin": "round",
    "fill": None,
}

# The canvas has a toolbar of its own, which takes touches over the upper right of the pad even when
# it is invisible. No option turns it off; outside a shadow root, our style sheet does.
drawable_canvas.out = st.components.v2.component(
    "streamlit-drawable-canvas.streamlit_drawable_canvas",
    html='<div class="canvas-root"></div>',
    css="index-*.css",
    js="index-*.js",
    isolate_styles=False,
)


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

    def key(self, widget: str) -> str:
        return f"{self.name}-{widget}-{self.version}"

    @property
    def source_key(self) -> str:
        """The key of the choice between drawing, uploading and the others; it never changes."""
        return f"{self.name}-source"

    @property
    def digit(self) -> NDArray[np.uint8] | None:
        """The digit on the pad, uint8 (28, 28); None while there is none."""
        source = st.session_state.get(self.source_key, DRAW)
        if source == DRAW:
            return self.sketches[-1].reading.digit
        return self.pictures.get(source, NOTHING_YET).digit

    def undo(self) -> None:
        """Undoes the last stroke or the last Clear."""
        if len(self.sketches) > 1:
            self.sketches.pop()
            self.version += 1

    def clear(self, source: str) -> None:
        """Clears the picture from this source."""
        if source == DRAW and self.sketches[-1].objects:
            self.sketches.append(Sketch())
        self.pictures.pop(source, None)
        self.version += 1

    def another(self) -> None:
        """Drops the sample, so that the next rerun takes another."""
        self.pictures.pop(SAMPLE, None)

    def put(self, sample: PreparedDigit) -> None:
        """Shows this digit as the pad's sample.

        Args:
            sample: The digit and its caption.
        """
        self.pictures[SAMPLE] = sample
        st.session_state[self.source_key] = SAMPLE

    @property
    def untouched(self) -> bool:
        """Whether nothing has been drawn on it yet."""
        return len(self.sketches) == 1 and not self.sketches[0].objects

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
        if st.session_state.get(self.source_key, DRAW) == DRAW:
            st.session_state[self.source_key] = kept.source

    def add(self, objects: list[dict[str, Any]], picture: NDArray[np.uint8]) -> None:
        """Adds what the canvas sent after a stroke."""
        reading = read(picture) if objects else NOTHING_YET
        self.sketches = [*self.sketches, Sketch(objects, reading)][-STEPS:]


def pad(name: str) -> Pad:
    """The visitor's pad of that name."""
    found: Pad = st.session_state.setdefault(f"pad {name}", Pad(name))
    return found


def kept_as(name: str) -> str:
    """The name under which the browser keeps a pad."""
    return f"pad {name}"


def show(pad: Pad, title: str) -> NDArray[np.uint8] | None:
    """Shows a pad with its controls.

    Args:
        pad: The pad.
        title: Its label.

    Returns:
        The digit, uint8 (28, 28); None while there is none.
    """
    with st.container(width=SIDE, gap="xsmall", key=f"pad-{pad.name}"):
        source = st.segmented_control(
            f"**{title}**",
            SOURCES,
            default=DRAW,
            required=True,
            key=pad.source_key,
            persist_state="session",
            width="stretch",
        )
        reading = SHOW[source](pad)
        _buttons(pad, source, reading)
        if reading.problem:
            st.warning(reading.problem, icon=":material/error:")
        _keep(pad, source)
    return reading.digit


def _keep(pad: Pad, source: str) -> None:
    """Lets the browser keep the pad, as long as there is something on it."""
    sketch = pad.sketches[-1]
    if pad.untouched and not pad.pictures and source == DRAW:
        text = ""
    else:
        text = pad_text.write(source, sketch.objects, sketch.reading, pad.pictures)
        if not text:
            st.caption(NOT_KEPT)
    browser_storage.keep(kept_as(pad.name), text)


def _buttons(pad: Pad, source: str, reading: PreparedDigit) -> None:
    drawn = source == DRAW and bool(pad.sketches[-1].objects)
    with st.container(horizontal=True, gap="small"):
        if source == DRAW:
            st.button(
                "Undo",
                icon=":material/undo:",
                key=f"{pad.name}-undo",
                on_click=pad.undo,
                disabled=len(pad.sketches) == 1,
                width="stretch",
            )
        if source == SAMPLE:
            st.button(
                "Another sample",
                icon=":material/casino:",
                key=f"{pad.name}-sample",
                on_click=pad.another,
                width="stretch",
            )
        else:
            st.button(
                "Clear",
                icon=":material/delete:",
                key=f"{pad.name}-clear",
                on_click=pad.clear,
                args=(source,),
                disabled=not drawn and reading is NOTHING_YET,
                width="stretch",
            )


def _draw(pad: Pad) -> PreparedDigit:
    key = pad.key("canvas")
    if key not in st.session_state:  # about to be mounted
        pad.mounted = {"objects": pad.sketches[-1].objects}
    canvas = drawable_canvas.st_canvas(
        stroke_width=PEN,
        stroke_color=COLOR,
        background_color="#ffffff",
        width=SIDE,
        height=SIDE,
        initial_drawing=pad.mounted,
        return_image_data=True,
        key=key,
    )
    objects = (canvas.json_data or {}).get("objects", [])
    if objects != pad.sketches[-1].objects and canvas.image_data is not None:
        pad.add(objects, canvas.image_data)
    return pad.sketches[-1].reading


def _upload(pad: Pad) -> PreparedDigit:
    key = pad.key("upload")
    st.file_uploader(
        "A photo, a scan or a drawing of one digit",
        type=KINDS,
        key=key,
        on_change=_take,
        args=(pad, UPLOAD, key),
    )
    return _preview(pad, UPLOAD)


def _camera(pad: Pad) -> PreparedDigit:
    key = pad.key("camera")
    st.camera_input(
        "A photo of one digit on paper", key=key, on_change=_take, args=(pad, CAMERA, key)
    )
    return _preview(pad, CAMERA)


def _sample(pad: Pad) -> PreparedDigit:
    if SAMPLE not in pad.pictures:
        pad.pictures[SAMPLE] = digits.any_digit()
    return _preview(pad, SAMPLE)


def _take(pad: Pad, source: str, key: str) -> None:
    """Reads the file of a widget, or drops the picture if the file was removed."""
    file = st.session_state[key]
    if file is None:
        pad.pictures.pop(source, None)
    else:
        pad.pictures[source] = read(file)


def _preview(pad: Pad, source: str) -> PreparedDigit:
    reading = pad.pictures.get(source, NOTHING_YET)
    if reading.digit is not None:
        st.html(crisp(reading.digit, reading.note))
    return reading


SHOW: dict[str, Callable[[Pad], PreparedDigit]] = {
    DRAW: _draw,
    UPLOAD: _upload,
    CAMERA: _camera,
    SAMPLE: _sample,
}
