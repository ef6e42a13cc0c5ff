"""Pictures of the visitor's own, as a ZIP of folders: how well the network does on them."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """Shows the part."""
    st.markdown("To be built.")
