"""Reads the address before a page does, and hands over what pages have under one name.

What is invalid is taken out, so that the page shows the default, and one line names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

from pages._ui.shared.query_params import everywhere
from pages._ui.shared.query_params.kinds import Choice, Param
from pages._ui.shared.query_params.table import EVERYWHERE, NAMES, PARAMS, SEVERAL, SHARED

INVALID = "The link has an invalid value for {}; showing the default."

# The session's keys: the page, that by which the visitor came, and what was kept and was invalid.
PAGE, FIRST = "address page", "address first page"
KEPT, INVALID_NAMES = "address kept", "address invalid"


def arrive(page: str) -> None:
    """Checks the address and hands over what pages have under one name, before the page runs.

    Args:
        page: Its path in the address.
    """
    before = st.session_state.get(PAGE)
    st.session_state.setdefault(FIRST, page)
    if before != page:
        st.session_state[PAGE], st.session_state[INVALID_NAMES] = page, []
        _put_away(before or "")
        _take_out(page)
        st.query_params.update({})  # tells the browser that the last page's parameters have gone
    params = PARAMS.get(page, {}) | EVERYWHERE
    _rename(params)
    if invalid := _clean(params, foreign=set(NAMES) - params.keys()):
        st.session_state[INVALID_NAMES] = invalid
    _warn(st.session_state[INVALID_NAMES])
    everywhere.carry()


def prepare(page: str, name: str, value: Any) -> None:
    """Lets another page show a value when it is opened next, for a name that several pages have.

    Args:
        page: Its path in the address.
        name: The parameter.
        value: The value.
    """
    st.session_state.setdefault(KEPT, {})[_place(page, name)] = value


def check(name: str, param: Param) -> None:
    """Checks a parameter whose range only the page knows, before the page shows its widget.

    Args:
        name: The parameter.
        param: What it may be here.
    """
    if invalid := _clean({name: param}):
        st.session_state[INVALID_NAMES] = st.session_state[INVALID_NAMES] + invalid
        _warn(invalid)


def _warn(names: list[str]) -> None:
    if names:
        st.warning(INVALID.format(", ".join(names)), icon=":material/link_off:")


def _put_away(page: str) -> None:
    """Keeps what the page that is left has under a name that other pages have, too."""
    kept = st.session_state.setdefault(KEPT, {})
    for name, param in _several(page).items():
        if name not in st.session_state:
            continue
        place, value = _place(page, name), st.session_state[name]
        if place not in kept or value != param.fit(kept[place]):  # else only its widget was bounded
            kept[place] = value


def _take_out(page: str) -> None:
    """Puts what was kept for a page into the address, within the page's range; a link comes first.

    Its widgets then take it up from there. On the way back, the address alone counts: Streamlit
    drops from it what the page that is left has under the same name.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    there = parse_qs(context.query_string) if context.is_history_navigation else None
    for name, param in _several(page).items():
        st.session_state.pop(name, None)
        text = _kept_text(page, name, param) if there is None else there.get(name, [""])[0]
        with context.session_state.query_params() as address:
            if text and name not in address:
                address.set_with_no_forward_msg(name, text)
                address.set_initial_query_params_from_current()


def _kept_text(page: str, name: str, param: Param) -> str:
    """What was kept of a parameter, as a text; empty for its default."""
    kept, place = st.session_state[KEPT], _place(page, name)
    value = param.fit(kept[place]) if place in kept else param.default
    return "" if value == param.default else _text(value)


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def _several(page: str) -> dict[str, Param]:
    return {name: param for name, param in PARAMS.get(page, {}).items() if name in SEVERAL}


def _place(page: str, name: str) -> tuple[str, str]:
    return ("" if name in SHARED else page, name)


def _rename(params: Mapping[str, Param]) -> None:
    """Gives the options of an old link their present names."""
    context = get_script_run_ctx()
    if context is None:
        return
    with context.session_state.query_params() as address:
        for name, param in params.items():
            renamed = param.renamed if isinstance(param, Choice) else {}
            if name in address and (now := renamed.get(address[name])):
                address.set_with_no_forward_msg(name, now)
                address.set_initial_query_params_from_current()


def _clean(params: Mapping[str, Param], foreign: Set[str] = frozenset()) -> list[str]:
    """Takes out of the address what is invalid or another page's; the names of what is invalid."""
    context = get_script_run_ctx()
    if context is None:  # run without Streamlit: there is no address
        return []
    with context.session_state.query_params() as address:
        invalid = [
            name
            for name, param in params.items()
            if name in address and not _valid(param, address.get_all(name))
        ]
        _remove(address, invalid + [name for name in address if name in foreign])
    return invalid


def _valid(param: Param, texts: list[str]) -> bool:
    several = isinstance(param, Choice) and param.several
    once = len(set(texts)) == len(texts) if several else len(texts) == 1
    return once and all(param.accepts(text) for text in texts)


def _remove(address: QueryParams, names: list[str]) -> None:
    """Removes parameters, also from what widgets take up, in one new address."""
    if not names:
        return
    *others, last = names
    for name in others:
        address.discard_param_no_forward_msg(name)
    address.remove_param(last)
    address.set_initial_query_params_from_current()
