"""Without MNIST: handwriting on every page, its reason, another try, and MNIST when it comes."""

import hashlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from siamese.data.digits import handwritten
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DIFFERENT, SAME, DrawPage
from tests.browser.pages.pads import THREE
from tests.browser.server import ROOT, Server, without_mnist
from tests.support.mnist_server import MnistServer, holds_back

OWN = "The digits shown are the program's own handwriting"
ANSWER = re.compile(f"{SAME.pattern}|{DIFFERENT.pattern}", re.IGNORECASE)
HANDWRITTEN = re.compile(r"^Handwriting, digit \d+: an? \d$")

# Python runs a sitecustomize.py as it starts: this one has MNIST lie elsewhere, in another form.
ELSEWHERE = "import siamese.data.digits as d\nd.URL, d.SHA256 = {url!r}, {sha256!r}\n"


@pytest.fixture
def offline_server(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A server on a machine without a network."""
    with Server(environment=without_mnist(tmp_path)) as running:
        yield running


def try_again(page: Page) -> None:
    page.get_by_role("button", name="Try the download again").click()


def test_without_a_network_there_is_handwriting(
    offline_server: Server, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(offline_server.url)
    reason = f"{OWN}, since MNIST could not be downloaded (no connection: "
    expect(page.get_by_text(reason)).to_be_visible()
    try_again(page)
    expect(page.get_by_text(reason)).to_be_visible()
    draw = DrawPage(page)
    draw.reach()
    for side in ("left", "right"):
        draw.pad(side).get_by_role("radio", name="Sample").click()
        expect(draw.pad(side).locator("figcaption")).to_have_text(HANDWRITTEN)
    draw.expect_answer(ANSWER)
    draw.back_to_drawing("left")
    draw.draw("left", THREE)
    draw.expect_answer(ANSWER)


@pytest.fixture
def arrival() -> threading.Event:
    """MNIST comes as soon as this is set."""
    return threading.Event()


@pytest.fixture
def waiting_server(browser: Browser, tmp_path: Path, arrival: threading.Event) -> Iterator[Server]:
    """A server whose MNIST, a few digits, is on its way until it is let go."""
    handwritten(70).save(tmp_path / "digits.npz")
    content = (tmp_path / "digits.npz").read_bytes()
    source = MnistServer(holds_back(arrival, content))
    sha256 = hashlib.sha256(content).hexdigest()
    (tmp_path / "sitecustomize.py").write_text(
        ELSEWHERE.format(url=source.url, sha256=sha256), encoding="utf-8"
    )
    variables = {**without_mnist(tmp_path), "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    with Server(
        environment={**variables, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    ) as running:
        yield running
    arrival.set()
    source.stop()


def test_pages_are_there_before_mnist_and_switch_to_it(
    waiting_server: Server, open_page: OpenPage, arrival: threading.Event
) -> None:
    page, drawing = open_page(), open_page()
    page.goto(waiting_server.url)
    expect(page.get_by_text("MNIST is being downloaded: 0")).to_be_visible()
    drawing.goto(f"{waiting_server.url}/draw")
    draw = DrawPage(drawing)
    draw.wait_for_pads()
    draw.pad("left").get_by_role("radio", name="Sample").click()
    caption = draw.pad("left").locator("figcaption")
    expect(caption).to_have_text(HANDWRITTEN)
    arrival.set()
    expect(page.get_by_text("The digits shown are those of mnist: 10 test images.")).to_be_visible()
    expect(page.get_by_text(OWN)).to_have_count(0)
    draw.button("left", "Another one").click()
    expect(caption).to_have_text(re.compile(r"^mnist, test image \d: an? \d$"))
