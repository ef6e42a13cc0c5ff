"""The colours of “same” and “different” on all pages; a word or a sign always accompanies them."""

import streamlit as st

SAME = "#0072B2"
DIFFERENT = "#D55E00"
NEUTRAL = "#82909E"  # other marks: contrast at least 3:1 on light and dark

INK = {"light": "#1B2733", "dark": "#E6ECF2"}


def ink() -> str:
    """The text colour in a chart, to which Streamlit's theme does not apply."""
    return INK["dark" if st.context.theme.type == "dark" else "light"]
