"""Embeddings on a plane: where the network puts each digit, and your drawings among them."""

from __future__ import annotations

import streamlit as st


def show() -> None:
    """Shows the part."""
    st.markdown("To be built.")
