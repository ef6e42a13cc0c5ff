"""How the visitor sees every page: with the slides at hand or not, and on a projector or not."""

from __future__ import annotations

import streamlit as st

from pages._ui.shared.query_params import everywhere

VIEW, USUAL, PROJECTOR = "view", "usual", "projector"
DECK, ON = "deck", "on"


def now() -> str:
    """The view's name: `USUAL` or `PROJECTOR`."""
    return everywhere.value(VIEW)


def is_projector() -> bool:
    """Whether everybody in a lecture room looks at the page."""
    return now() == PROJECTOR


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


def show_switch() -> None:
    """Shows the button between the usual view and the projector's."""
    other, label = (USUAL, "Usual view") if is_projector() else (PROJECTOR, "Projector view")
    st.button(
        label,
        key="view-switch",
        icon=":material/present_to_all:",
        type="tertiary",
        on_click=everywhere.put,
        args=(VIEW, other),
    )
