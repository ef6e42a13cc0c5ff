"""Choices that stand in the address, so that a page can be shared as it is."""

from collections.abc import Callable, Mapping

import streamlit as st

Rule = Callable[[str], bool]


def number(text: str) -> bool:
    """Whether this is a whole number in figures.

    >>> [number(text) for text in ("42", "", "inf", "4.2", "²")]
    [True, False, False, False, False]
    """
    return text.isascii() and text.isdecimal()


def keep_readable(rules: Mapping[str, Rule]) -> None:
    """Drops what cannot be read, before a widget bound to the address stumbles over it.

    `st.number_input` raises on an infinite number, and a blank leaves a choice without any.

    Args:
        rules: For each parameter what each of its values must fulfil.
    """
    unreadable = [
        name for name, rule in rules.items() if not all(map(rule, st.query_params.get_all(name)))
    ]
    for name in unreadable:
        del st.query_params[name]
    if unreadable:
        st.rerun()
