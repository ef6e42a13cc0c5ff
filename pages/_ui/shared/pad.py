"""A pad: one picture for the network, drawn, uploaded, photographed, or a sample.

What is on a pad is kept under a session key of its own, because a widget forgets what it holds
when its page is left. The canvas gets its drawing back when it is mounted anew, and only then:
handing it every stroke back would make it reload at every stroke.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit_drawable_canvas import st_canvas

from pages._ui.shared import digits
from pages._ui.shared.images import crisp
from pages._ui.shared.reading import NOTHING_YET, PreparedDigit, read

SIDE = 300  # pixels: fits the narrowest phone
PEN = 16  # pixels
STEPS = 20  # how far Undo goes back
KINDS = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]

DRAW, UPLOAD, CAMERA, SAMPLE = "Draw", "Upload", "Camera", "Sample"


@dataclass(frozen=True)
class Sketch:
    """What is on the canvas after a stroke: its objects, and what they read as."""

    objects: list[dict[str, Any]] = field(default_factory=list)
    reading: PreparedDigit = NOTHING_YET


@dataclass
class Pad:
    """One pad and all that was put on it; it outlives the page's widgets."""

    name: str
    sketches: list[Sketch] = field(default_factory=lambda: [Sketch()])
    pictures: dict[str, PreparedDigit] = field(default_factory=dict)
    version: int = 0  # a widget with a new key is a new widget
    mounted: dict[str, Any] = field(default_factory=dict)  # what the canvas began with

    def key(self, widget: str) -> str:
        """A widget's key."""
        return f"{self.name}-{widget}-{self.version}"

    @property
    def source_key(self) -> str:
        """The key of the choice between drawing, uploading and the others; it never changes."""
        return f"{self.name}-source"

    @property
    def digit(self) -> NDArray[np.uint8] | None:
        """What is on the pad, as the network sees it; None while nothing is."""
        source = st.session_state.get(self.source_key, DRAW)
        if source == DRAW:
            return self.sketches[-1].reading.digit
        return self.pictures.get(source, NOTHING_YET).digit

    def undo(self) -> None:
        """Takes the last stroke back, or the last Clear."""
        if len(self.sketches) > 1:
            self.sketches.pop()
            self.version += 1

    def clear(self, source: str) -> None:
        """Empties the pad as far as this source goes."""
        if source == DRAW and self.sketches[-1].objects:
            self.sketches.append(Sketch())
        self.pictures.pop(source, None)
        self.version += 1

    def another(self) -> None:
        """Makes room for another sample."""
        self.pictures.pop(SAMPLE, None)

    def put(self, sample: PreparedDigit) -> None:
        """Puts this digit there, in place of what is shown now.

        Args:
            sample: The digit, and what to say of it.
        """
        self.pictures[SAMPLE] = sample
        st.session_state[self.source_key] = SAMPLE

    def add(self, objects: list[dict[str, Any]], picture: NDArray[np.uint8]) -> None:
        """Takes in what the canvas sent."""
        reading = read(picture) if objects else NOTHING_YET
        self.sketches = [*self.sketches, Sketch(objects, reading)][-STEPS:]


def pad(name: str) -> Pad:
    """The visitor's pad of that name."""
    found: Pad = st.session_state.setdefault(f"pad {name}", Pad(name))
    return found


def show(pad: Pad, title: str) -> NDArray[np.uint8] | None:
    """Shows a pad with its controls.

    Args:
        pad: Which one.
        title: Stands above it.

    Returns:
        uint8 (28, 28) as the network is to see it; None while there is nothing to see.
    """
    with st.container(width=SIDE, gap="xsmall", key=f"pad-{pad.name}"):
        source = st.segmented_control(
            f"**{title}**",
            [DRAW, UPLOAD, CAMERA, SAMPLE],
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
    return reading.digit


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
                "Another one",
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
    canvas = st_canvas(
        stroke_width=PEN,
        stroke_color="#111111",
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
    st.camera_input("One digit on paper", key=key, on_change=_take, args=(pad, CAMERA, key))
    return _preview(pad, CAMERA)


def _sample(pad: Pad) -> PreparedDigit:
    if SAMPLE not in pad.pictures:
        pad.pictures[SAMPLE] = digits.any_digit()
    return _preview(pad, SAMPLE)


def _take(pad: Pad, source: str, key: str) -> None:
    """Reads what a widget has just been given, or forgets what was taken from it again."""
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
