"""Components' values that are no JSON or too long are refused before any page's script.

Streamlit would raise an exception on the first, which the page shows, and read the second for
half a second.
"""

from __future__ import annotations

import json
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import session_state
from streamlit.runtime.state.common import unpack_widget_state_value

LONGEST = 2 << 20  # characters
MOST = 40_000  # commas; a drawing has five for each point of the pen: two minutes with it down
REFUSED = "refused"  # in the state of a component that has sent such a value


def unpack(widget_state: WidgetState) -> Any:
    """As Streamlit's function, of which it takes the place.

    Args:
        widget_state: What the browser has sent.

    Returns:
        Its value. Of a component, a dictionary with `REFUSED` where it is refused, or None where it
        is an event.
    """
    text = widget_state.json_value or widget_state.json_trigger_value
    try:
        if len(text) <= LONGEST and text.count(",") <= MOST:
            if widget_state.json_trigger_value:
                json.loads(text)
            return unpack_widget_state_value(widget_state)
    except (ValueError, RecursionError):  # the first also for a number of 5,000 digits
        pass
    return None if widget_state.json_trigger_value else {REFUSED: True}


session_state.unpack_widget_state_value = unpack  # type: ignore[attr-defined]
