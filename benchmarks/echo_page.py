"""Two pads like those of Draw & compare, and an answer that costs nothing: the floor."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

SIDE = 300  # pixels, as on the real page
PEN = 16

state = st.session_state
state.setdefault("version", 0)


def _clear() -> None:
    state.version += 1


@st.fragment
def echo() -> None:
    """Says how many curves are on the two pads, as `recorded_drawings` counts them."""
    curves = 0
    for name, column in zip(("left", "right"), st.columns(2), strict=True):
        with column, st.container(key=f"pad-{name}"):
            canvas = st_canvas(
                stroke_width=PEN,
                stroke_color="#111111",
                background_color="#ffffff",
                width=SIDE,
                height=SIDE,
                return_image_data=True,
                key=f"{name}-canvas-{state.version if name == 'left' else 0}",
            )
            drawn = (canvas.json_data or {}).get("objects", [])
            curves += sum(len(stroke["path"]) for stroke in drawn)
            st.button("Clear", key=f"clear-{name}", on_click=_clear)
    st.html(f'<div class="verdict"><b>{curves}</b> curves</div>')


st.set_page_config(layout="wide")
echo()
