"""Widgets with the options and the range that the table has for a parameter."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._ui.shared.query_params.kinds import Choice, Number
from pages._ui.shared.query_params.table import PARAMS


def span(page: str, name: str) -> tuple[float, float, float, float]:
    """A number's range, for a slider.

    Args:
        page: Its path in the address.
        name: The parameter.

    Returns:
        The lowest, the highest and the default value, and the step between two values.

    Raises:
        TypeError: If it is no number.
    """
    param = PARAMS[page][name]
    if not isinstance(param, Number):
        raise TypeError(f"Only a Number has a range. Received: {param}")
    return param.low, param.high, param.default, param.step


def choose(page: str, name: str, label: str, **looks: Any) -> str:
    """Shows the options of a parameter side by side.

    Args:
        page: Its path in the address.
        name: The parameter, and the widget's key.
        label: The label.
        looks: Further arguments of `st.segmented_control`.

    Returns:
        The chosen option.

    Raises:
        TypeError: If it is no choice.
    """
    param = PARAMS[page][name]
    if not isinstance(param, Choice):
        raise TypeError(f"Only a Choice has options. Received: {param}")
    chosen = st.segmented_control(
        label,
        param.options,
        default=param.default,
        required=True,
        key=name,
        bind="query-params",
        **looks,
    )
    return chosen or param.default


def choose_part(page: str) -> str:
    """Shows the parts of a page side by side.

    Args:
        page: Its path in the address.

    Returns:
        The chosen part.
    """
    return choose(page, "part", "Part of the page", label_visibility="collapsed", wrap=True)
