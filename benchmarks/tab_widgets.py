"""The widgets that stand on a page, and the values that a browser sends for them."""

from collections.abc import Iterable

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState


class TabWidgets:
    """The widgets of one tab; a widget that gives place to another one loses its value."""

    def __init__(self) -> None:
        self._values: dict[str, WidgetState] = {}  # by key
        self._standing: dict[tuple[int, ...], str] = {}  # by place on the page, the key
        self._fragments: dict[str, str] = {}  # by key

    def values(self) -> Iterable[WidgetState]:
        """What every run is asked for with."""
        return self._values.values()

    def find(self, part: str) -> str:
        """The key of the widget whose name holds this; empty where there is none."""
        return next((key for key in self._standing.values() if part in key), "")

    def fragment(self, key: str) -> str:
        """The fragment that a widget stands in; empty where it is none."""
        return self._fragments[key]

    def set(self, value: WidgetState) -> None:
        """Gives a widget a value."""
        self._values[value.id] = value

    def release(self, value: WidgetState) -> None:
        """Drops a value that holds for one message only, as that of a button does."""
        if value.trigger_value:
            del self._values[value.id]

    def leave(self) -> None:
        """The page is left."""
        for held in (self._values, self._standing, self._fragments):
            held.clear()

    def take(self, message: ForwardMsg) -> None:
        """Puts a widget that has come in its place; a choice among options has a value at once."""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        key = getattr(getattr(element, kind), "id", "") if kind else ""
        if not key:
            return
        place = tuple(message.metadata.delta_path)
        before = self._standing.get(place, key)
        if before != key:
            self._values.pop(before, None)
        self._standing[place] = key
        self._fragments[key] = message.delta.fragment_id
        if kind == "button_group" and key not in self._values:
            group = element.button_group
            self._values[key] = WidgetState(id=key)
            chosen = [group.options[index].content for index in group.default]
            self._values[key].string_array_value.data.extend(chosen)
