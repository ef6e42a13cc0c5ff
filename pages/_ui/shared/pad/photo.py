"""The photo on a pad: which part of it was read, and the choice of another."""

from __future__ import annotations

import streamlit as st
from PIL import Image, ImageDraw

from pages._ui.shared.colors import DIFFERENT as ORANGE
from pages._ui.shared.images import data_url
from pages._ui.shared.pad.state import Pad
from pages._ui.shared.reading import Photo, read_part

SHOWN = 600  # longest side of the photo on the page, in pixels: sharp on a phone
SMALLEST = 4  # pixels of a part that can be read
SIDES = "Left and right", "Top and bottom"
TAKEN = "The framed part was read."
SEVERAL = "There seem to be {} digits. Which one?"


def show(pad: Pad) -> None:
    """Shows the photo of a pad's picture, if it has one, and lets its frame be moved.

    Args:
        pad: The pad.
    """
    photo = pad.reading.photo
    if photo is None:
        return
    source = pad.source
    if len(photo.boxes) > 1:
        st.segmented_control(
            SEVERAL.format(len(photo.boxes)),
            range(len(photo.boxes)),
            default=photo.boxes.index(photo.box) if photo.box in photo.boxes else None,
            format_func=lambda number: str(number + 1),
            key=f"{pad.name}-which-{photo.name}",
            on_change=_choose,
            args=(pad, source, photo),
        )
    shown = _framed(photo)
    shown.thumbnail((SHOWN, SHOWN))
    st.html(
        f'<figure class="photo"><img src="{data_url(shown)}" alt="{TAKEN}">'
        f"<figcaption>{TAKEN}</figcaption></figure>"
    )
    with st.expander("Move the frame", icon=":material/crop:"):
        height, width = photo.picture.shape[:2]
        left, top, wide, high = photo.box
        for side, end, values in (
            (SIDES[0], width, (left, left + wide)),
            (SIDES[1], height, (top, top + high)),
        ):
            key = _slider(pad, photo, side)
            st.session_state.setdefault(key, values)
            st.slider(side, 0, end, key=key, on_change=_move, args=(pad, source, photo))


def _slider(pad: Pad, photo: Photo, side: str) -> str:
    return f"{pad.name}-{side}-{photo.name}"


def _choose(pad: Pad, source: str, photo: Photo) -> None:
    number = st.session_state[f"{pad.name}-which-{photo.name}"]
    if number is None:
        return
    box = photo.boxes[number]
    for side in SIDES:  # they begin at the frame again
        st.session_state.pop(_slider(pad, photo, side), None)
    pad.pictures[source] = read_part(photo, box)
    pad.changed()


def _move(pad: Pad, source: str, photo: Photo) -> None:
    (left, right), (top, bottom) = (st.session_state[_slider(pad, photo, side)] for side in SIDES)
    if min(right - left, bottom - top) >= SMALLEST:
        pad.pictures[source] = read_part(photo, (left, top, right - left, bottom - top))
    pad.changed()


def _framed(photo: Photo) -> Image.Image:
    """The photo on white, with the frame of the part that was read and the numbers of several."""
    image = Image.new("RGB", photo.picture.shape[1::-1], "white")
    picture = Image.fromarray(photo.picture)
    image.paste(picture, (0, 0), picture)
    thick = max(2, max(image.size) // 100)
    pen = ImageDraw.Draw(image)
    for number, box in enumerate(photo.boxes, start=1):
        if len(photo.boxes) > 1:
            place = (box[0], max(0, box[1] - 8 * thick))
            pen.text(place, str(number), ORANGE, font_size=8 * thick)
    left, top, width, height = photo.box
    around = (left - thick, top - thick, left + width + thick, top + height + thick)
    pen.rectangle(around, outline=ORANGE, width=thick)
    return image
