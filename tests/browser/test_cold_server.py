"""What the first visitor of all meets: the frame around the page, and a class at once."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.recorded_drawings import Drawing
from benchmarks.visitor import Visitor
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DIFFERENT, SAME, DrawPage, follow
from tests.browser.pages.frame import PAGES, frame_of, path_of
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server
from tests.pages.visitor import digit_on_paper, sketch

HIDDEN = {"limits": "Limits", "sheet": "Teacher’s sheet"}  # in no navigation, but linked on Home
# Python runs a sitecustomize.py as it starts: with this one, importing TensorFlow never ends.
NO_TENSORFLOW = """
import sys, time

class Gate:
    def find_spec(self, name, path=None, target=None):
        while name == "tensorflow":
            time.sleep(1)

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
        if name in HIDDEN:
            follow(walker, "Home")
            walker.get_by_test_id("stMain").get_by_role("link", name=HIDDEN[name]).click()
        else:
            walker.locator(f"[data-testid=stTopNav] a[href$='{path}']").click()
        walker.wait_for_url(cold_server.url + path)
        expect(walker).to_have_title(opened_first.title)
        assert frame_of(walker) == opened_first


def test_a_stroke_that_comes_before_the_page_is_complete_is_heard(cold_server: Server) -> None:
    """Each visitor draws as soon as the pads are there; none of them has been there before."""
    drawing = Drawing(json.dumps(sketch(digit_on_paper(3))))

    async def come(number: int) -> str | None:
        await asyncio.sleep(number / 20)
        async with Visitor(cold_server.url, "draw") as visitor:
            await visitor.wait_for_pads()
            await visitor.draw("left", drawing)
            await visitor.draw("right", drawing)
            return (await visitor.distance()).shown

    async def come_all() -> list[str | None]:
        return await asyncio.gather(*map(come, range(6)))

    with ThreadPoolExecutor() as thread:  # this one has an event loop: the browser's
        shown = thread.submit(asyncio.run, come_all()).result()
    assert shown == 6 * ["0.000"]


@pytest.fixture
def server_without_tensorflow(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A cold server that waits for ever if it imports TensorFlow."""
    (tmp_path / "sitecustomize.py").write_text(NO_TENSORFLOW, encoding="utf-8")
    with Server(environment={"PYTHONPATH": str(tmp_path)}) as running:
        yield running


def test_a_class_that_arrives_at_once_gets_its_answers(
    server_without_tensorflow: Server, open_page: OpenPage
) -> None:
    """Eight tabs, all opened before the first has drawn; nobody waits for TensorFlow."""
    pages = [open_page() for _ in range(8)]
    for page in pages:
        page.goto(f"{server_without_tensorflow.url}/draw", wait_until="commit")
    for number, page in enumerate(pages):
        draw = DrawPage(page)
        draw.wait_for_pads()
        draw.draw("left", THREE)
        draw.draw("right", THREE if number % 2 else EIGHT)
    for number, page in enumerate(pages):
        DrawPage(page).expect_answer(SAME if number % 2 else DIFFERENT)
