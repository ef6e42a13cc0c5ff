"""The code at the bottom of a page, read from the library's files without importing them."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages._ui.shared import view

ROOT = Path(__file__).resolve().parents[3]
CUT = "\0cut"  # a line that is not shown


@lru_cache
def source_of(path: str, name: str) -> str:
    """The source of a function or class.

    Args:
        path: A file, relative to the project's root.
        name: A function, a class, or ``Class.method``.

    Returns:
        Its lines without indentation, decorators included, with one-line docstrings.

    Raises:
        LookupError: If the file does not define it.
    """
    text = (ROOT / path).read_text(encoding="utf-8")
    body: list[ast.stmt] = ast.parse(text).body
    for part in name.split("."):
        found = _definition(body, part)
        if found is None:
            raise LookupError(f"{path} defines no {name}")
        node, body = found, found.body
    first = min([node.lineno, *(line.lineno for line in node.decorator_list)])
    lines = text.splitlines()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef):
            _shorten_docstring(inner, lines)
    return "\n".join(
        line[node.col_offset :] for line in lines[first - 1 : node.end_lineno] if line is not CUT
    )


def _shorten_docstring(node: ast.FunctionDef | ast.ClassDef, lines: list[str]) -> None:
    """Marks all lines of a docstring but the first as cut."""
    if ast.get_docstring(node) is None:
        return
    start, end = node.body[0].lineno, node.body[0].end_lineno
    if end is not None and end > start:
        lines[start - 1] += '"""'
        lines[start:end] = [CUT] * (end - start)


def _definition(body: list[ast.stmt], name: str) -> ast.FunctionDef | ast.ClassDef | None:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return node
    return None


def show(code: str) -> None:
    """Shows Python code; nothing on a projector.

    Args:
        code: Some lines.
    """
    if not view.is_projector():
        st.code(code, language="python", wrap_lines=True)


@st.fragment
def show_code(intro: str, *places: tuple[str, str]) -> None:
    """Shows “The code”, closed, at the end of every page; nothing on a projector.

    Args:
        intro: One sentence on what the code does.
        places: The file and the name of each definition to show.
    """
    if view.is_projector():
        return
    # Rerun when opened: until then the browser need not load its syntax highlighter, 1.5 MB.
    folded = st.expander("The code", icon=":material/code:", key="code", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.markdown(intro)
        for tab, (path, name) in zip(st.tabs([name for _, name in places]), places, strict=True):
            with tab:
                st.code(source_of(path, name), language="python")
                st.caption(f"from `{path}`")
