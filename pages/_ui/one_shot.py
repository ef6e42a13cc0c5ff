"""Symbols of the visitor's own, recognised from an example or a few."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """Shows the part."""
    st.markdown("To be built.")
