"""Parameters that every page has: kept for the visit, and in the address of each page."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages._ui.shared.query_params.table import EVERYWHERE

KEPT = "address everywhere"  # the session's key


def carry() -> None:
    """Takes what a link says, or else puts what the visit keeps into the page's address.

    On the way back, what was said last counts, not what the page was left with.
    """
    context = get_script_run_ctx()
    back = context is not None and context.is_history_navigation
    for name in EVERYWHERE:
        if name in st.query_params and not back:
            _keep(name, st.query_params[name])
        else:
            _write(name)


def value(name: str) -> str:
    """The value of one of these parameters."""
    kept: dict[str, str] = st.session_state.get(KEPT, {})
    return kept.get(name, EVERYWHERE[name].default)


def put(name: str, said: str) -> None:
    """Changes one of these parameters.

    Args:
        name: The parameter.
        said: One of its options.
    """
    _keep(name, said)
    _write(name)


def _keep(name: str, said: str) -> None:
    st.session_state.setdefault(KEPT, {})[name] = said


def _write(name: str) -> None:
    said = value(name)
    if said == EVERYWHERE[name].default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != said:
        st.query_params[name] = said
