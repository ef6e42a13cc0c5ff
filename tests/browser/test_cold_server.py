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


# To this server every visitor is the first: Streamlit takes the folder `pages` for its pages until
# a script has named them.
FIRST = """
from streamlit.runtime.pages_manager import PagesManager

begin = PagesManager.__init__
def begin_as_first(self, *arguments, **options):
    PagesManager.uses_pages_directory = None
    begin(self, *arguments, **options)
PagesManager.__init__ = begin_as_first
"""


@pytest.fixture(scope="module")
def cold_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that nobody has visited yet, whoever comes."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "sitecustomize.py").write_text(FIRST, encoding="utf-8")
    with Server(environment={"PYTHONPATH": str(folder)}) as running:
        yield running


def test_a_page_opened_first_has_the_same_frame(cold_server: Server, open_page: OpenPage) -> None:
    """As when it is reached from Home, by its link."""
    first, walker = open_page(), open_page()
    walker.goto(cold_server.url)
    frame_of(walker)
    for name in PAGES:
        path = path_of(name)
        first.goto(cold_server.url + path)
        opened_first = frame_of(first)
        expect(first.get_by_text("Page not found")).to_have_count(0)
        assert opened_first.title.endswith(" · Siamese Lab")
        walker.locator(f"[data-testid=stTopNav] a[href$='{path}']").click()
        walker.wait_for_url(cold_server.url + path)
        expect(walker).to_have_title(opened_first.title)
        assert frame_of(walker) == opened_first


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
