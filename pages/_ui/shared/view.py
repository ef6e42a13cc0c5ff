"""How the visitor sees every page: with the slides at hand or not."""

from __future__ import annotations

import streamlit as st

from pages._ui.shared.query_params import everywhere

DECK, ON = "deck", "on"


def has_deck() -> bool:
    """Whether the visitor has the slides at hand."""
    return everywhere.value(DECK) == ON


def show_slides(remark: str) -> None:
    """Shows a remark on the slides, closed; nothing if the visitor does not have them.

    Args:
        remark: In Markdown.
    """
    if has_deck():
        with st.expander("On the slides", icon=":material/slideshow:"):
            st.markdown(remark)
