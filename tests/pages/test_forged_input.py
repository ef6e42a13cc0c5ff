"""What no component sends, but anybody can: it is refused, and what was there stays."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from pages._ui.home import pair
from pages._ui.pooling import grid_state
from pages._ui.shared import browser_storage, digits, measured_pairs
from pages._ui.shared.canvas_value import UNREADABLE
from siamese.comparator import shipped
from tests.pages.visitor import PATIENCE, Visitor, components, digit_on_paper
from tests.support import forged

OBJECTS = [{"type": "path", "stroke": 0}]  # of a canvas on which `Visitor.draw` has drawn
KINDS = ("markdown", "caption", "warning", "error", "info", "toast")


def seen(visitor: Visitor) -> list[Any]:
    """What the page shows."""
    texts = [one.value for kind in KINDS for one in visitor.app.get(kind)]
    html = [one.proto.body for one in visitor.app.get("html")]
    return [components(visitor.app), texts, html]


def embed(visitor: Visitor) -> None:
    measured_pairs.measure(shipped(), digits.shown()).embeddings.result(timeout=PATIENCE)
    visitor.reopen()


def move(visitor: Visitor) -> None:
    embed(visitor)
    visitor.send("gate", '{"threshold": 0.5}')


def type_and_look(visitor: Visitor) -> None:
    texts = [["7"] * 4] * 4
    visitor.send(grid_state.KEY, json.dumps({"sent": {"version": 0, "texts": texts, "window": 2}}))


# The page of a component, its key, what it sends, and what its visitor has done before.
COMPONENTS: list[tuple[str, str, str, Callable[[Visitor], None]]] = [
    ("pairs", "montage", "chosen", embed),
    ("verification", "gate", "threshold", move),
    ("verification", "confusion", "chosen", move),
    ("pooling", grid_state.KEY, "sent", type_and_look),
]


@pytest.mark.parametrize(
    ("page", "key", "name", "before"), COMPONENTS, ids=[key for _, key, *_ in COMPONENTS]
)
def test_a_forged_value_is_not_taken(
    visitor: Visitor, page: str, key: str, name: str, before: Callable[[Visitor], None]
) -> None:
    visitor.open(f"{page}.py")
    before(visitor)
    shown = seen(visitor)
    states = [json.dumps({name: value}) for value in forged.VALUES.values()]
    for state in [*states, *forged.BROKEN, *forged.NO_OBJECTS]:
        visitor.send(key, state)
        assert not visitor.app.exception, state[:80]
        assert seen(visitor) == shown, state[:80]


def test_a_forged_tap_changes_no_digit(visitor: Visitor) -> None:
    visitor.reopen()  # the search for MNIST is over
    shown = seen(visitor)
    for value in [*forged.VALUES.values(), 2, 0.0, "0", True]:
        visitor.trigger(pair.KEY, "tapped", value)
        assert not visitor.app.exception, repr(value)[:80]
        assert seen(visitor) == shown, repr(value)[:80]


def test_forged_texts_of_a_tab_restore_nothing(visitor: Visitor) -> None:
    visitor.open("draw.py")
    visitor.draw("left", digit_on_paper(3))
    shown = seen(visitor)
    for value in [
        *forged.VALUES.values(),
        {"pad right": "{", "symbols": "5", "pooling grid": "x"},
        {"versus": "{", "fooled": "5"},
    ]:
        visitor.trigger(browser_storage.KEY, "found", value)
        assert not visitor.app.exception, repr(value)[:80]
        visitor.reopen()  # the message that it was damaged has gone
        assert seen(visitor) == shown, repr(value)[:80]


@pytest.mark.parametrize("name", forged.CANVASES)
def test_a_forged_canvas_is_refused_in_a_line(visitor: Visitor, name: str) -> None:
    draw_two(visitor)
    answer = visitor.answer()
    pad = visitor.app.session_state["pad right"]
    visitor.send(pad.key("canvas"), json.dumps(forged.CANVASES[name]))
    assert not visitor.app.exception
    [warning] = visitor.app.warning
    assert warning.value == UNREADABLE
    assert visitor.answer() == answer
    assert len(visitor.app.session_state["pad right"].sketches) == 2
    assert components(visitor.app)[1]["initialDrawing"]["objects"] == OBJECTS
    visitor.draw("right", digit_on_paper(3), strokes=2)  # and one can go on
    assert not visitor.app.warning
    assert "Same digit" in visitor.answer()


def draw_two(visitor: Visitor) -> None:
    visitor.open("draw.py")
    visitor.draw("left", digit_on_paper(3))
    visitor.draw("right", digit_on_paper(1))


@pytest.mark.parametrize("state", [*forged.BROKEN, *forged.NO_OBJECTS], ids=lambda text: text[:12])
def test_a_canvas_without_a_state_keeps_its_drawing(visitor: Visitor, state: str) -> None:
    draw_two(visitor)
    answer = visitor.answer()
    visitor.send(visitor.app.session_state["pad right"].key("canvas"), state)
    assert not visitor.app.exception
    refused = [UNREADABLE] if state in forged.BROKEN else []
    assert [warning.value for warning in visitor.app.warning] == refused
    assert visitor.answer() == answer


@pytest.mark.parametrize("events", [*forged.BROKEN, *forged.NO_OBJECTS, '[{"event": 5}, {}]'])
def test_forged_events_of_the_pair_change_no_digit(visitor: Visitor, events: str) -> None:
    visitor.reopen()
    shown = seen(visitor)
    visitor.send_events(pair.KEY, events)
    assert not visitor.app.exception
    assert seen(visitor) == shown
