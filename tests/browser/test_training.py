"""Training in a real browser: a run that grows, is stopped, is used elsewhere, and ends."""

from __future__ import annotations

import base64
import io
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from siamese.data.digits import VARIABLE, handwritten
from tests.browser.chromium import PATIENCE_MS
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages.draw_page import DrawPage
from tests.browser.pages.frame import bottom, centred_box, expect_no_overflow, height, settle
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.pages.touch import TOOLTIP
from tests.browser.pages.training_page import RUN_MS, TrainingPage
from tests.browser.server import DIGITS, Server

# The page's connections, and how to lose them: Streamlit then connects anew by itself.
KEEP_SOCKETS = """window.sockets = []; window.WebSocket = class extends WebSocket {
    constructor(...to) { super(...to); window.sockets.push(this); }
};"""
HANG_UP = """() => {
    const open = window.sockets.filter(socket => socket.readyState === WebSocket.OPEN);
    open.forEach(socket => socket.close());
    return open.length;
}"""
# Which network answers, as its box says.
CHOSEN = """(name) => {
    const box = document.querySelector('[data-testid=stSelectbox]');
    return box !== null && box.outerHTML.includes(name);
}"""
HEIGHTS = "plots => plots.map(plot => Math.round(plot.getBoundingClientRect().height))"
HASTE = {"SIAMESE_GRACE_SECONDS": "1"}


@pytest.fixture
def training(page: Page) -> TrainingPage:
    return TrainingPage(page)


def pixels_seen(page: Page) -> list[np.ndarray]:
    """The two digits as the network sees them, out of the page's own pictures."""
    pictures = page.locator(".pair .crisp img")
    expect(pictures).to_have_count(2)
    addresses = pictures.evaluate_all("pictures => pictures.map(picture => picture.src)")
    files = (base64.b64decode(address.partition(",")[2]) for address in addresses)
    return [np.array(Image.open(io.BytesIO(file))) for file in files]


def test_a_curve_grows_until_the_run_is_stopped(training: TrainingPage, server: Server) -> None:
    """A reload of the tab loses neither the run that goes on nor the one that is over."""
    training.open(server.url, epochs=30)
    training.train()
    before = 2  # accuracy on both halves, before the first step
    expect(training.points("accuracy").nth(before)).to_be_visible(timeout=RUN_MS)
    expect(training.points("loss").first).to_be_visible()
    training.page.reload()
    expect(training.points("accuracy").nth(before)).to_be_visible()
    training.stop()
    training.expect_words("Stopped after")
    training.page.reload()
    expect(training.kept).to_have_count(1)
    expect(training.kept).to_contain_text("test pairs right")


def test_the_loss_is_shown_before_the_first_epoch_is_over(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """An epoch of 24,000 digits takes the slides' recipe some 700 steps."""
    few = handwritten(DIGITS)
    many = replace(few, x_train=np.tile(few.x_train, (20, 1, 1)), y_train=np.tile(few.y_train, 20))
    many.save(tmp_path / "many.npz")
    with Server(environment={VARIABLE: str(tmp_path / "many.npz")}) as server:
        page = open_page()
        training = TrainingPage(page)
        page.goto(f"{server.url}/training?recipe=slides&images=24000")
        settle(page)
        training.train()
        expect(training.curve("loss")).to_be_visible(timeout=RUN_MS)
        expect(training.points("accuracy")).to_have_count(2)  # before the first step
        page.close()  # before its server


def test_a_run_to_its_end_answers_on_draw_and_compare(
    training: TrainingPage, server: Server, tmp_path: Path
) -> None:
    training.open(server.url, epochs=2)
    training.train()
    training.expect_words("done in")
    comparator = training.keep_network(tmp_path)
    file = training.download("Network (SavedModel, .zip)", tmp_path, "siamese_model.zip")
    with zipfile.ZipFile(file) as archive:
        assert "siamese_model/saved_model.pb" in archive.namelist()
    with Image.open(training.download("Curves (.png)", tmp_path, "plot.png")) as plot:
        assert plot.format == "PNG"
    training.page.keyboard.press("Escape")
    training.page.get_by_role("button", name="Compare two digits with it").click()
    draw = DrawPage(training.page)
    draw.wait_for_pads()
    training.page.wait_for_function(CHOSEN, arg="Run 1")
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(re.compile(r"Distance [\d.]+"))
    shown = re.search(r"Distance ([\d.]+)", draw.answer.inner_text())
    assert shown is not None
    expected = comparator.distance(*pixels_seen(training.page))
    assert float(shown[1]) == pytest.approx(expected, abs=0.006)
    training.page.reload()
    training.page.wait_for_function(CHOSEN, arg="Run 1")
    draw.expect_answer(re.compile(rf"Distance {shown[1]}"))


def test_a_phone_shows_the_button_at_once_and_charts_alike(phone: Page, server: Server) -> None:
    """The plots' axes have one height; a finger need not hit a point to learn its value."""
    TrainingPage(phone).open(server.url)
    assert bottom(phone.get_by_role("button", name="Train")) <= PHONE["height"]
    phone.get_by_text("Curves of the shipped network").tap()
    charts = phone.locator(".st-key-curves-shipped")
    point = charts.locator(".mark-symbol.role-mark path").last
    plots = charts.locator(".role-frame.root > g > .background")
    expect(plots).to_have_count(3)
    point.tap(trial=True)  # waits until the charts have come to rest
    assert len(set(plots.evaluate_all(HEIGHTS))) == 1
    box = centred_box(point)
    phone.touchscreen.tap(box["x"] - 8, box["y"] + 8)
    expect(phone.locator(TOOLTIP)).to_contain_text("epoch", ignore_case=True)


def test_a_closed_tab_ends_its_run(open_page: OpenPage) -> None:
    with Server(environment=HASTE) as hasty:
        page = open_page()
        training = TrainingPage(page)
        training.open(hasty.url, epochs=30)
        training.train()
        expect(training.curve("loss")).to_be_visible(timeout=RUN_MS)
        children = psutil.Process(hasty.pid).children(recursive=True)
        busy = [child for child in children if child.cpu_times().user > 0]
        assert busy
        page.close()
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while any(child.is_running() for child in busy):
            assert time.monotonic() < deadline, "the run outlives its visitor"
            time.sleep(0.1)


def test_a_lost_connection_does_not_end_a_run_on_a_phone_which_holds_two(
    browser: Browser, server: Server
) -> None:
    """The page comes back to the run that went on without it; its console tells of the loss."""
    phone = browser.new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    phone.set_default_timeout(PATIENCE_MS)
    phone.add_init_script(KEEP_SOCKETS)
    training = TrainingPage(phone)
    training.open(server.url, epochs=3)
    phone.get_by_role("button", name="Train").tap()
    expect(training.curve("loss")).to_be_visible(timeout=RUN_MS)
    expect_no_overflow(phone)
    assert phone.evaluate(HANG_UP) > 0
    training.expect_words("done in")
    expect_no_overflow(phone)
    phone.get_by_role("button", name="Train").tap()
    expect(training.kept).to_have_count(2, timeout=RUN_MS)
    expect(phone.get_by_text("Charts of Run 2")).to_be_visible()  # folded: they are compared
    expect_no_overflow(phone)
    assert height(phone) <= 4000
    phone.close()
