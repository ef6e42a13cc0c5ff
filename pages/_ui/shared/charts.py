"""Shows charts: the specification is built once, each result only changes the data.

Streamlit redraws a chart when its specification changes, but only moves its marks when a named data
set changes. So everything that changes is in a data set.
"""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pyarrow as pa
import streamlit as st
from altair.utils import schemapi

from pages._ui.shared import view

# Altair checks a specification when it is whole: checking each of its parts as well takes as long
# again, while a class waits.
schemapi.disable_debug_mode()

# Only the width is fitted: charts of one height have axes of one height, whatever their legends.
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
# On a projector: how much larger type is, as in its style sheet, and what grows with it.
LARGER = 1.25
TYPE = 12  # pixels, of axes and legends otherwise
GROW = ("fontSize", "dx", "dy", "titleX", "titleY")
PADDING = {"left": 0, "right": 10, "top": 5, "bottom": 5}  # pixels: half of an axis's last label


def show(
    spec: dict[str, Any],
    alt_text: str,
    width: Literal["stretch", "content"] = "stretch",
    **data: dict[str, Any],
) -> None:
    """Shows a chart with its data.

    Args:
        spec: The chart's specification, with named data sets.
        alt_text: Description for screen readers.
        width: That of the page, or the specification's own.
        data: The columns of each data set, by its name.
    """
    datasets = {name: _arrow(columns) for name, columns in data.items()}
    shown = enlarged(spec) if view.is_projector() else spec
    whole = {**shown, "padding": PADDING, "datasets": datasets}
    st.vega_lite_chart(whole, alt=alt_text, width=width)


def enlarged(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification with larger type, and with what stands beside it moved as far.

    Args:
        spec: The chart's specification.
    """
    sizes = {"labelFontSize": TYPE * LARGER, "titleFontSize": TYPE * LARGER}
    config = {"axis": sizes, "legend": {**sizes, "labelLimit": 0}}
    return {**_larger(spec), "config": {**spec.get("config", {}), **config}}


def _larger(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: value * LARGER if name in GROW else _larger(value) for name, value in part.items()
        }
    return [_larger(value) for value in part] if isinstance(part, list) else part


def _arrow(columns: dict[str, Any]) -> bytes:
    """Encodes columns as Arrow, the format in which Streamlit sends data to the browser."""
    table = pa.table(columns)
    with pa.BufferOutputStream() as stream:
        with pa.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
        content: bytes = stream.getvalue().to_pybytes()
    return content
