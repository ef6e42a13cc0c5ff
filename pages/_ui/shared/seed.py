"""The random seed of a page: a number field, whose value is in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._ui.shared.query_params.table import SEEDS

WIDTH = 150  # pixels


def ask(key: str = "seed", **box: Any) -> int:
    """Shows the number field.

    Args:
        key: Its name in the address.
        box: Further arguments of `st.number_input`.

    Returns:
        The seed, below `SEEDS`.
    """
    seed: int = st.number_input(
        "Seed", 0, SEEDS - 1, 1, key=key, bind="query-params", **{"width": WIDTH, **box}
    )
    return seed
