"""What the first visitor of all meets: the frame around the page, and pads before the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.frame import PAGES, frame_of, path_of
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server

# Python runs a sitecustomize.py as it starts: this one holds TensorFlow's import up.
GATE = """
import sys, time
from importlib.machinery import PathFinder
from pathlib import Path

class Gate:
    def find_spec(self, name, path=None, target=None):
        if name != "tensorflow":
            return None
        spec = PathFinder.find_spec(name, path)
        run = spec.loader.exec_module
        def wait_and_run(module):
            while not Path({opened!r}).exists():
                time.sleep(0.05)
            run(module)
        spec.loader.exec_module = wait_and_run
        return spec

sys.meta_path.insert(0, Gate())
"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opened_first_has_the_same_frame(
    name: str, cold_server: Server, open_page: OpenPage
) -> None:
    path = path_of(name)
    page = open_page()
    page.goto(cold_server.url + path)
    opened_first = frame_of(page)
    expect(page.get_by_text("Page not found")).to_have_count(0)

    page = open_page()
    page.goto(cold_server.url)
    frame_of(page)
    page.locator(f"[data-testid=stSidebarNav] a[href$='{path}']").click()
    page.wait_for_url(cold_server.url + path)
    assert opened_first.title.endswith(" · Siamese Lab")
    expect(page).to_have_title(opened_first.title)
    assert frame_of(page) == opened_first


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """TensorFlow can be imported as soon as this file exists."""
    opened = tmp_path / "opened"
    (tmp_path / "sitecustomize.py").write_text(GATE.format(opened=str(opened)), encoding="utf-8")
    return opened


@pytest.fixture
def slow_server(browser: Browser, gate: Path) -> Iterator[Server]:
    """A cold server whose network is not ready before the gate opens."""
    with Server(environment={"PYTHONPATH": str(gate.parent)}) as running:
        yield running


def test_the_pads_come_before_the_network(
    slow_server: Server, gate: Path, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{slow_server.url}/draw")
    draw = DrawPage(page)
    draw.wait_for_pads()
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    for side in ("left", "right"):
        expect(draw.button(side, "Clear")).to_be_enabled()  # the server has taken the stroke in
        assert draw.ink(side) > 0
    expect(page.get_by_text("Loading the network")).to_be_visible()
    gate.touch()
    draw.expect_answer(DIFFERENT)
