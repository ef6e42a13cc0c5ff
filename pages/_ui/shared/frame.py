"""The frame around every page: its navigation, and what the browser keeps.

If the first address opened on a new server is ``/draw``, Streamlit takes ``pages/`` for an app of
its older kind and runs ``pages/draw.py`` directly, without ``router.py``. So every page begins with
``frame.enter()``, which then runs ``router.py`` instead.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui.shared import browser_storage, kept
from pages._ui.shared.component import component
from pages._ui.shared.query_params import address

NAME = "Siamese Lab"
ROOT = Path(__file__).resolve().parents[3]
ROUTER = ROOT / "router.py"
ICON = str(ROOT / "assets" / "icon.svg")

_browser = component("frame", "shared/frame.js")

# Each visitor's script runs in its own thread. After the first st.navigation in a thread, Streamlit
# no longer uses the folder there.
_thread = threading.local()


def open_page(pages: Sequence[StreamlitPage]) -> None:
    """Shows the navigation and runs the requested page."""
    st.set_option("client.showSidebarNavigation", True)
    page = st.navigation(list(pages), position="top")
    _thread.pages = pages
    st.set_page_config(page_title=f"{page.title} · {NAME}")  # of the browser's tab
    _browser(key="frame", data={"page": page.url_path})
    browser_storage.open_storage(kept.readers, kept.texts())
    address.arrive(page.url_path)
    page.run()


def enter() -> None:
    """Makes sure that the page runs inside the frame; the first statement of each page."""
    if pages() == ():
        exec(compile(ROUTER.read_bytes(), ROUTER, "exec"), {"__name__": "__main__"})  # noqa: S102
        st.stop()


def pages() -> Sequence[StreamlitPage]:
    """The pages of the navigation, Home first; empty if ``router.py`` has not run."""
    return getattr(_thread, "pages", ())
