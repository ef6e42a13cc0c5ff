"""The code at the bottom of a page: taken from the library's files, which are not imported."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[3]
CUT = "\0cut"  # a line that is not shown


@lru_cache
def source_of(path: str, name: str) -> str:
    """The source of a function or class.

    Args:
        path: A file, from the project's root.
        name: What it defines; ``Class.method`` for a method.

    Returns:
        Its lines from the margin, decorators included; of a docstring only the first line.

    Raises:
        LookupError: If the file defines no such thing.
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
    """Marks all but the first line of a docstring as cut."""
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


def show_code(intro: str, *places: tuple[str, str]) -> None:
    """The last section of every page.

    Args:
        intro: One sentence on what these lines do.
        places: File and name of what to show.
    """
    st.subheader("The code", divider="gray")
    st.markdown(intro)
    for tab, (path, name) in zip(st.tabs([name for _, name in places]), places, strict=True):
        with tab:
            st.code(source_of(path, name), language="python")
            st.caption(f"from `{path}`")
