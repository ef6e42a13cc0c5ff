"""Where to draw the line: distances of pairs, a threshold, and what it costs."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """Shows the part."""
    st.markdown("To be built.")
