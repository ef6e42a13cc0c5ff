"""What a visitor made is kept in the tab's session storage, so that a reload does not lose it.

The browser sends what it has found there once, after the page's first run, and only if there is
something. Anybody may have written it: it is checked as strictly as an upload.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import streamlit as st

from pages._ui.shared.component import component

LARGEST = 256 << 10  # characters of all texts; four full pads and all symbols fit
MOST = 32  # texts
KEY = "browser-storage"
# The session's keys.
VISIT, HEARD = "storage visit", "storage heard"
KEPT, DAMAGED = "storage kept", "storage damaged"
LOST = "Part of what this tab had kept was damaged and could not be restored."

Reader = Callable[[str], None]  # restores what a text holds; raises ValueError if it is damaged

log = logging.getLogger(__name__)
_storage = component("browser_storage", "shared/browser_storage.js")


def open_storage(readers: Callable[[], dict[str, Reader]], texts: dict[str, str]) -> None:
    """Asks the browser, once a visit, for what it keeps.

    Args:
        readers: By name, what restores a text; called only if there is something.
        texts: By name, what the browser is to keep from now on; an empty text is deleted.
    """
    visit = st.session_state.setdefault(VISIT, uuid4().hex)
    damaged: list[str] = st.session_state.setdefault(DAMAGED, [])
    _storage(
        key=KEY,
        data={
            "visit": visit,
            "heard": HEARD in st.session_state,
            "texts": dict.fromkeys(damaged, "") | texts,
        },
        on_found_change=lambda: _restore(readers()),
    )
    if damaged:
        st.toast(LOST, icon=":material/error:", duration="long")
        damaged.clear()


def keep(name: str, text: str) -> None:
    """Keeps a text in the browser.

    Args:
        name: Of the text.
        text: The text; an empty one is deleted.
    """
    kept: set[str] = st.session_state.setdefault(KEPT, set())
    if text or name in kept:
        kept.add(name)
        _storage(key=f"{KEY}-{name}", data={"texts": {name: text}})


def _restore(readers: dict[str, Reader]) -> None:
    """Restores what the browser has sent."""
    found = st.session_state.get(KEY, {}).get("found")
    if found is None:  # the visitor has gone on to another page: it will be sent again
        return
    st.session_state[HEARD] = True
    if not are_texts(found):
        st.session_state[DAMAGED] = list(readers)
        return
    st.session_state.setdefault(KEPT, set()).update(found)
    for name, reader in readers.items():
        try:
            if text := found.get(name):
                reader(text)
        except ValueError as error:
            log.info("The browser's %s is damaged: %s", name, error)
            st.session_state[DAMAGED].append(name)


def are_texts(found: Any) -> bool:
    """Whether it is a dictionary of a few texts that are not too long together."""
    return (
        isinstance(found, dict)
        and len(found) <= MOST
        and all(isinstance(text, str) for text in found.values())
        and sum(map(len, found.values())) <= LARGEST
    )
