"""A visitor of the app without a browser: opens pages, draws, reads."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from pages._ui.shared import keras_ready
from pages._ui.shared.canvas_value import INK, PAPER
from siamese.files import png
from tests.support.glyphs import on_paper, write

APP = Path(__file__).resolve().parents[2] / "pages" / "_router.py"
OF_EACH_PAGE = ("siamese_lab.frame", "siamese_lab.browser_storage")  # components
PATIENCE = 300  # seconds: TensorFlow may be on its way


def digit_on_paper(digit: int, **pen: Any) -> np.ndarray:
    """A digit drawn by one pen on a sheet as large as a pad: uint8 (300, 300)."""
    ink = write(digit, frame=(300, 300), size=200, at=(50, 50), **{"width": 16, **pen})
    return on_paper(ink, full=INK / PAPER)


def sketch(pixels: np.ndarray, strokes: int = 1) -> dict[str, Any]:
    """What a canvas sends after so many strokes, which gave these pixels."""
    drawing = {
        "raw": {"objects": [{"type": "path", "stroke": n} for n in range(strokes)]},
        "data": "data:image/png;base64," + base64.b64encode(png(pixels)).decode("ascii"),
    }
    return {"drawing": drawing, "backgroundFit": None}


def components(app: AppTest) -> list[dict[str, Any]]:
    """What the browser is told of each component, without those that are on every page."""
    found = [one.proto for one in app.get("bidi_component")]
    return [json.loads(one.json) for one in found if one.component_name not in OF_EACH_PAGE]


class Visitor:
    """Someone who looks at the app; a subclass names the page that it comes to."""

    PAGE = "home.py"

    def __init__(self) -> None:
        self.app = AppTest.from_file(APP, default_timeout=PATIENCE).run()

    def open(self, page: str) -> None:
        self.app.switch_page(page).run()

    def come(self, **address: str) -> None:
        """Opens the page of this kind of visitor by an address."""
        for name, value in address.items():
            self.app.query_params[name] = value
        self.open(self.PAGE)

    def reopen(self) -> None:
        """Runs the whole page: where fragments alone were run, nothing else is known of it."""
        self.app.run()

    def send(self, key: str, values: str) -> None:
        """Sends what the script of the component of this key would, as JSON."""
        self._send(json_value=values, id=self._component(key))

    def trigger(self, key: str, event: str, value: Any) -> None:
        """Sends an event of the component of this key."""
        self.send_events(key, json.dumps([{"event": event, "value": value}]))

    def send_events(self, key: str, events: str) -> None:
        """Sends events of the component of this key, as JSON."""
        aggregator = f"$$STREAMLIT_INTERNAL_KEY_{self._component(key)}__events"
        self._send(json_trigger_value=events, id=aggregator)

    def _component(self, key: str) -> str:
        ids = [one.proto.id for one in self.app.get("bidi_component")]
        [found] = [one for one in ids if one.endswith(f"-{key}")]
        return found

    def _send(self, **state: str) -> None:
        states = self.app._tree.get_widget_states()
        states.widgets.append(WidgetState(**state))
        self.app._run(states)

    def told(self) -> dict[str, Any]:
        """What the browser is told of the page's one component."""
        [told] = components(self.app)
        return told

    def wait_for_keras(self) -> None:
        keras_ready.loading().exception(timeout=PATIENCE)
        self.reopen()

    def draw(self, side: str, pixels: np.ndarray, strokes: int = 1) -> None:
        """Puts on a canvas what the browser would send after so many strokes."""
        pad = self.app.session_state[f"pad {side}"]
        self.app.session_state[pad.key("canvas")] = sketch(pixels, strokes)
        self.reopen()

    def choose(self, side: str, source: str) -> None:
        self.app.button_group(key=f"{side}-source").set_value(source).run()
        self.reopen()

    def upload(self, side: str, name: str, content: bytes) -> None:
        self.choose(side, "Upload")
        pad = self.app.session_state[f"pad {side}"]
        uploader = self.app.file_uploader(key=pad.key("upload"))
        uploader.set_value((name, content, "image/png")).run()
        self.reopen()

    def press(self, side: str, button: str) -> None:
        self.app.button(key=f"{side}-{button}").click().run()
        self.reopen()

    def links(self) -> list[str]:
        """The pages that this page's links lead to."""
        return [link.proto.page for link in self.app.get("page_link")]

    def answer(self) -> str:
        """What the page says of the two digits."""
        found = [
            html.proto.body for html in self.app.get("html") if 'class="verdict' in html.proto.body
        ]
        assert len(found) == 1, found
        return found[0]
