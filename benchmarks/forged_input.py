"""How long the server takes to refuse what no component sends, but anybody can.

From the text that the browser sends to the refusal: reading the JSON is part of it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.pairs import milliseconds
from benchmarks.table import Figure, show
from pages._ui.pooling.grid_state import GridState
from pages._ui.shared import canvas_value
from pages._ui.shared.browser_storage import LARGEST, are_texts
from pages._ui.shared.json_values import unpack
from pages._ui.shared.pad_text import read
from pages._ui.shared.query_params.kinds import number
from pages._ui.verification.one_shot import kept_sets
from siamese.pooling.grid import from_address
from tests.support import forged

AT_MOST = 50  # milliseconds
NAMES = [f"{first}-{second}" for first in range(10) for second in range(10)]
# What the browser is said to keep: as long as it may be.
KEPT = {
    "digits": "1" * LARGEST,
    "lists": "[" * LARGEST,
    "strokes": json.dumps({"source": "Draw", "pictures": {}, "strokes": ["M1 1L" * 6000]}),
    "pictures": json.dumps(
        {"source": "Draw", "pictures": {}, "strokes": [], "digit": "A" * 200_000}
    ),
    "symbols": json.dumps({"My symbols": {"names": ["a"], "labels": [0], "images": "A" * 200_000}}),
}


def canvas(state: Any) -> None:
    """What a pad does with the state of its canvas."""
    canvas_value.read(state, [], forged.SIDE)


# What each component's page does with its value.
VALUES: dict[str, Callable[[Any], object]] = {
    "pair of Home": lambda value: type(value) is int and value in (0, 1),
    "tiles, confusion matrix": lambda value: value in NAMES,
    "threshold": number,
    "grid": lambda value: GridState().hear({"sent": value}),
    "browser's storage": are_texts,
}
RESTORED: dict[str, Callable[[str], object]] = {
    "pad": lambda text: read(text, ("Draw",)),
    "symbols": kept_sets.read,
    "pooling grid": from_address,
}


def refusals() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is sent, and what refuses it."""
    for name, state in forged.CANVASES.items():
        yield f"canvas: {name}", partial(from_text, canvas, json.dumps(state))
    for text in forged.BROKEN:
        yield f"canvas: {text[:12]}", partial(from_text, canvas, text)
    for component, refuse in VALUES.items():
        for name, value in forged.VALUES.items():
            yield f"{component}: {name}", partial(from_text, refuse, json.dumps({"value": value}))
    for component, restore in RESTORED.items():
        for name, text in KEPT.items():
            yield f"kept {component}: {name}", partial(restore, text)


def from_text(refuse: Callable[[Any], object], text: str) -> None:
    """Reads what the browser has sent, and gives the page its value."""
    state = unpack(WidgetState(json_value=text))
    refuse(state if refuse is canvas else state.get("value"))


def refused(refuse: Callable[[], object]) -> None:
    """Whatever is refused by a ValueError is a line on the page."""
    with suppress(ValueError):
        refuse()


def main() -> None:
    """Prints the slowest five."""
    times = {name: milliseconds(partial(refused, refuse)) for name, refuse in refusals()}
    slowest = sorted(times, key=times.__getitem__, reverse=True)
    show(
        [Figure(f"the slowest of {len(times)}: {slowest[0]}", times[slowest[0]], "ms", AT_MOST)]
        + [Figure(name, times[name], "ms") for name in slowest[1:5]]
    )


if __name__ == "__main__":
    main()
