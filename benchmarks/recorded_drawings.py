"""Drawings as Chromium sends them: digits drawn on a canvas once, to be sent by many visitors."""

import base64
import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg

from siamese.handwriting.renderer import write_segments
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.pads import Stroke

COUNT = 14
EVERY = 5  # of a line's points, the mouse stops at this one
ACROSS = 0.7  # longer side of a digit, as a share of the pad


@dataclass(frozen=True)
class Drawing:
    """What a canvas sends after a stroke: JSON with its objects and a PNG of 300x300 pixels."""

    message: str = '{"drawing": {"raw": {"objects": []}}}'

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Its strokes."""
        strokes: list[dict[str, Any]] = json.loads(self.message)["drawing"]["raw"]["objects"]
        return strokes

    @property
    def curves(self) -> int:
        """How many curves its strokes have."""
        return sum(len(stroke["path"]) for stroke in self.objects)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """Its picture: uint8 (300, 300, 4)."""
        png = json.loads(self.message)["drawing"]["data"].partition(",")[2]
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))


class _Recorder:
    """A browser at the echo page, and what its left pad has sent last."""

    def __init__(self, page: Page, url: str) -> None:
        self._page = page
        self._draw = DrawPage(page)
        self._sent = Drawing()
        page.set_default_timeout(PATIENCE_MS)
        page.on("websocket", lambda socket: socket.on("framesent", self._take))
        page.goto(url)

    def record(self, strokes: list[Stroke]) -> Drawing:
        """Draws on an empty pad, and clears it."""
        self._wait_for_words("0")
        self._draw.wait_for_pads()
        self._sent = Drawing()
        self._draw.draw("left", strokes)
        while len(self._sent.objects) < len(strokes):
            self._page.wait_for_timeout(20)
        self._wait_for_words(str(self._sent.curves))
        self._draw.button("left", "Clear").click()
        return self._sent

    def _take(self, frame: str | bytes) -> None:
        assert isinstance(frame, bytes)
        for widget in BackMsg.FromString(frame).rerun_script.widget_states.widgets:
            if "-left-canvas-" in widget.id:
                self._sent = Drawing(widget.json_value)

    def _wait_for_words(self, words: str) -> None:
        expect(self._draw.answer.locator("b")).to_have_text(words)


def record(url: str) -> list[Drawing]:
    """Draws digits in a browser.

    Args:
        url: Where the echo page is served.

    Returns:
        All different: `COUNT` drawings.
    """
    labels = np.arange(COUNT) % 10
    written = [_strokes(pieces) for pieces in write_segments(labels, np.random.default_rng(1))]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        recorder = _Recorder(browser.new_page(viewport={"width": 1280, "height": 900}), url)
        drawings = [recorder.record(strokes) for strokes in written]
        browser.close()
    return drawings


def _strokes(pieces: NDArray[np.float64]) -> list[Stroke]:
    """The strokes of a digit on the pad, from its short straight pieces (m, 2 ends, 2)."""
    breaks = np.flatnonzero((pieces[1:, 0] != pieces[:-1, 1]).any(axis=1)) + 1
    lines = [np.concatenate([part[:, 0], part[-1:, 1]]) for part in np.split(pieces, breaks)]
    points = np.concatenate(lines)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    across = float(np.ptp(points, axis=0).max())
    placed = [0.5 + ACROSS * (line - middle) / across for line in lines]
    return [[*map(tuple, line[:-1:EVERY]), tuple(line[-1])] for line in placed]
