"""A pad on a page: its canvas or its picture, and its controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
import streamlit_drawable_canvas as drawable_canvas
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from pages._ui.shared import browser_storage
from pages._ui.shared.images import crisp
from pages._ui.shared.pad import photo
from pages._ui.shared.pad.state import (
    CAMERA,
    COLOR,
    DRAW,
    PEN,
    SAMPLE,
    SIDE,
    SOURCES,
    UPLOAD,
    Pad,
    kept_as,
)
from pages._ui.shared.reading import NOTHING_YET, read
from siamese.preprocessing.image_file import SUFFIXES

NOT_KEPT = "This drawing is too long to be kept: it will be lost if you reload the page."

# The canvas has a toolbar of its own, which takes touches over the upper right of the pad even when
# it is invisible. No option turns it off; outside a shadow root, our style sheet does.
drawable_canvas.out = st.components.v2.component(
    "streamlit-drawable-canvas.streamlit_drawable_canvas",
    html='<div class="canvas-root"></div>',
    css="index-*.css",
    js="index-*.js",
    isolate_styles=False,
)


def show(pad: Pad, title: str) -> NDArray[np.uint8] | None:
    """Shows a pad with its controls.

    Args:
        pad: The pad.
        title: Its label.

    Returns:
        The digit, uint8 (28, 28); None while there is none.
    """
    pad.update()
    with place(pad):
        _show(pad, title)
        _keep(pad)
    return pad.digit


def place(pad: Pad) -> DeltaGenerator:
    """The pad's place on the page."""
    return st.container(width=SIDE, gap="xsmall", key=f"pad-{pad.name}")


def show_apart(pad: Pad, title: str, dependents: Sequence[str]) -> None:
    """Shows a pad, up to date and in its place, as fragments of its own.

    A change runs the fragments that depend on it first. Its controls are run again only if they
    look different then: after most strokes they do not.

    Args:
        pad: The pad.
        title: Its label.
        dependents: The keys of the fragments that depend on it.
    """
    kept, controls = f"kept-{pad.name}", f"pad-{pad.name}"
    pad.fragments = (*dependents, kept, controls)
    st.fragment(_show, key=controls)(pad, title)
    st.fragment(_keep, key=kept)(pad)


def _show(pad: Pad, title: str) -> None:
    source = st.segmented_control(
        f"**{title}**",
        SOURCES,
        default=DRAW,
        required=True,
        key=pad.source_key,
        on_change=pad.changed,
        persist_state="session",
        width="stretch",
    )
    SHOW[source](pad)
    _buttons(pad)
    if pad.problem:
        st.warning(pad.problem, icon=":material/error:")
    pad.shown = pad.look


def _keep(pad: Pad) -> None:
    if (text := pad.text()) is None:
        st.caption(NOT_KEPT)
    browser_storage.keep(kept_as(pad.name), text or "")


def _buttons(pad: Pad) -> None:
    with st.container(horizontal=True, gap="small"):
        if pad.source == DRAW:
            st.button(
                "Undo",
                icon=":material/undo:",
                key=f"{pad.name}-undo",
                on_click=pad.undo,
                disabled=not pad.undoable,
                width="stretch",
            )
        if pad.source == SAMPLE:
            st.button(
                "Another sample",
                icon=":material/casino:",
                key=f"{pad.name}-sample",
                on_click=pad.another,
                width="stretch",
            )
        else:
            drawn = pad.source == DRAW and bool(pad.sketches[-1].objects)
            st.button(
                "Clear",
                icon=":material/delete:",
                key=f"{pad.name}-clear",
                on_click=pad.clear,
                args=(pad.source,),
                disabled=not drawn and pad.reading is NOTHING_YET,
                width="stretch",
            )


def _draw(pad: Pad) -> None:
    key = pad.key("canvas")
    if key not in st.session_state:  # about to be mounted
        pad.mounted = {"objects": pad.sketches[-1].objects}
    drawable_canvas.st_canvas(
        stroke_width=PEN,
        stroke_color=COLOR,
        background_color="#ffffff",
        width=SIDE,
        height=SIDE,
        initial_drawing=pad.mounted,
        return_image_data=True,
        key=key,
        on_change=pad.changed,
    )


def _upload(pad: Pad) -> None:
    key = pad.key("upload")
    st.file_uploader(
        "A photo, a scan or a drawing of one digit",
        type=list(SUFFIXES),
        key=key,
        on_change=_take,
        args=(pad, UPLOAD, key),
    )
    _preview(pad)


def _camera(pad: Pad) -> None:
    key = pad.key("camera")
    st.camera_input(
        "A photo of one digit on paper", key=key, on_change=_take, args=(pad, CAMERA, key)
    )
    _preview(pad)


def _take(pad: Pad, source: str, key: str) -> None:
    """Reads the file of a widget, or drops the picture if the file was removed."""
    file = st.session_state[key]
    if file is None:
        pad.pictures.pop(source, None)
    else:
        pad.pictures[source] = read(file)
    pad.changed()


def _preview(pad: Pad) -> None:
    if pad.digit is not None:
        st.html(crisp(pad.digit, pad.reading.note))
    photo.show(pad)


SHOW: dict[str, Callable[[Pad], None]] = {
    DRAW: _draw,
    UPLOAD: _upload,
    CAMERA: _camera,
    SAMPLE: _preview,
}
