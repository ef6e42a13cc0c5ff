"""Two canvases like those of Draw & compare, and an answer that costs nothing: the floor."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from pages._ui.pad import PEN, SIDE

st.set_page_config(layout="wide")
objects = []
for name, column in zip(("left", "right"), st.columns(2), strict=True):
    with column, st.container(key=f"pad-{name}"):
        canvas = st_canvas(
            stroke_width=PEN,
            stroke_color="#111111",
            background_color="#ffffff",
            width=SIDE,
            height=SIDE,
            return_image_data=True,
            key=name,
        )
        objects.append(len((canvas.json_data or {}).get("objects", [])))
with st.container(key="answer"):
    st.write(f"{sum(objects)} strokes")
