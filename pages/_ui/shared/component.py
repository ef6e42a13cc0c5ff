"""The app's own components: their HTML, CSS and JavaScript stand beside their Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).resolve().parents[1]


def component(name: str, *files: str, html: str = "") -> Any:
    """A component of the app.

    Args:
        name: What it is called, without the app's name.
        files: Its files below ``pages/_ui``; those with one ending are joined in this order.
        html: Its markup, where that is too short for a file.

    Returns:
        What mounts it, as `streamlit.components.v2.component` gives it.
    """
    texts = {
        ending: "\n".join(
            (FOLDER / file).read_text(encoding="utf-8") for file in files if file.endswith(ending)
        )
        for ending in (".html", ".css", ".js")
    }
    return st.components.v2.component(
        f"siamese_lab.{name}",
        html=texts[".html"] + html,
        css=texts[".css"] or None,
        js=texts[".js"] or None,
    )
