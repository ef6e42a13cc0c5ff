"""The frame of the app: navigation, style, and the way in for a page opened first.

On a server that nobody has opened yet, Streamlit takes the folder ``pages/`` for an older
kind of app and runs ``pages/draw.py`` for ``/draw`` by itself, past ``app.py``. So every
page begins with ``frame.enter()``, which then runs ``app.py`` in its place.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

NAME = "Siamese Lab"
ROOT = Path(__file__).resolve().parents[3]
ROUTER = ROOT / "app.py"
ICON = str(ROOT / "assets" / "icon.svg")
STYLE = Path(__file__).with_name("style.css")

# Each visitor's script runs in a thread of its own. One that has been through the router
# stays with it: from the first st.navigation on, Streamlit leaves the folder alone.
_thread = threading.local()


def open_page(pages: Sequence[StreamlitPage]) -> None:
    """Shows the navigation and runs the page that was asked for."""
    st.set_option("client.showSidebarNavigation", True)
    page = st.navigation(list(pages))
    _thread.pages = pages
    st.set_page_config(page_title=f"{page.title} · {NAME}")  # of the browser's tab
    st.html(STYLE)
    page.run()


def enter() -> None:
    """Makes sure that the page runs inside the frame: the first line of each page."""
    if pages() == ():
        exec(compile(ROUTER.read_bytes(), ROUTER, "exec"), {"__name__": "__main__"})  # noqa: S102
        st.stop()


def pages() -> Sequence[StreamlitPage]:
    """The pages that the router opened, Home first; none if it has not run."""
    return getattr(_thread, "pages", ())
