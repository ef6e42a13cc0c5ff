"""The random seed of a page: a number field, whose value is in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

SEEDS = 1_000_000
WIDTH = 150  # pixels


def ask(key: str = "seed", **box: Any) -> int:
    """Shows the number field.

    Args:
        key: Its name in the address.
        box: Further arguments of `st.number_input`.

    Returns:
        The seed, below `SEEDS`.
    """
    # Whole, but of floats: an infinite one in the address is no traceback then.
    seed = st.number_input(
        "Seed", 0.0, SEEDS - 1.0, 1.0, 1.0, "%.0f", key=key, bind="query-params",
        **{"width": WIDTH, **box},
    )  # fmt: skip
    return int(seed + 0.5)  # of 2.5, the box shows 3
