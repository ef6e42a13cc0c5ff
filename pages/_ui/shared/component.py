"""The app's own components, built from HTML, CSS and JavaScript files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import streamlit as st

from pages._ui.shared import json_values  # noqa: F401  (for all components)

FOLDER = Path(__file__).resolve().parents[1]
IMPORT = re.compile(r'^import [^;]* from "(.+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def component(name: str, *files: str, html: str = "") -> Any:
    """A component of the app.

    Args:
        name: Its name, without the app's name.
        files: Its files below ``pages/_ui``; files of the same type are joined in this order, and
            a script brings the modules that it imports.
        html: More HTML, if it is too short for a file.

    Returns:
        The function that mounts it, from `streamlit.components.v2.component`.
    """
    texts = {
        ending: "\n".join(
            (FOLDER / file).read_text(encoding="utf-8") for file in files if file.endswith(ending)
        )
        for ending in (".html", ".css")
    }
    scripts = [script(FOLDER / file) for file in files if file.endswith(".js")]
    return st.components.v2.component(
        f"siamese_lab.{name}",
        html=texts[".html"] + html,
        css=texts[".css"] or None,
        js="\n".join(scripts) or None,
    )


def script(path: Path) -> str:
    """A module of JavaScript and all that it imports, as the one script that Streamlit accepts.

    Each module stands once, after those that it imports. Its ``import`` lines go, and so does the
    word ``export``, except in ``export default``: all names share one scope.
    """
    texts = (file.read_text(encoding="utf-8") for file in dict.fromkeys(_with_imports(path)))
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)


def _with_imports(path: Path) -> Iterator[Path]:
    for name in IMPORT.findall(path.read_text(encoding="utf-8")):
        yield from _with_imports((path.parent / name).resolve())
    yield path
