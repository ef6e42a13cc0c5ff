"""The frame around every page: its navigation, and what the browser keeps."""

import threading
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui.course import foot, prediction, record
from pages._ui.shared import browser_storage, kept, view
from pages._ui.shared.component import component
from pages._ui.shared.query_params import address

NAME = "Siamese Lab"
ROOT = Path(__file__).resolve().parents[3]
ICON = str(ROOT / "assets" / "icon.svg")

_browser = component("frame", "shared/frame.js")

# Each visitor's script runs in its own thread.
_thread = threading.local()


def open_page(pages: Sequence[StreamlitPage]) -> None:
    """Shows the navigation and runs the requested page."""
    page = st.navigation(list(pages), position="top")
    _thread.pages = pages
    st.set_page_config(page_title=f"{page.title} · {NAME}")  # of the browser's tab
    browser_storage.open_storage(kept.readers, kept.texts())
    address.arrive(page.url_path)
    foot.follow(pages)
    prediction.close_elsewhere(page.url_path)
    data = {"page": f"{page.url_path} {foot.steps()}", "view": view.now()}
    _browser(key="frame", data=data)
    view.show_switch()
    page.run()
    foot.show(page.url_path)
    if not prediction.is_open():  # whose dialog keeps it
        record.keep()


def pages() -> Sequence[StreamlitPage]:
    """The pages of the navigation, Home first."""
    found: Sequence[StreamlitPage] = _thread.pages
    return found
