"""Layers in a real browser: sizes change a product, a line plays, a run is stopped."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages.frame import past_the_edge, wait_for_script
from tests.browser.pages.layers_page import LayersPage
from tests.browser.server import Server, images_shown
from tests.lessons.test_linear_regression import DECK, descended


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/layers"


def test_sizes_change_the_product(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(url)
    assert layers.numbers(3).shape == (4, 2)
    layers.choose("n: inputs", "5")
    expect(layers.matrices.nth(1).locator("b")).to_have_count(10)
    layers.choose("m: units", "4")
    expect(layers.matrices.nth(3).locator("b")).to_have_count(16)
    x, kernel, bias, y = (layers.numbers(which) for which in range(4))
    np.testing.assert_allclose(y, np.einsum("ij,jk->ik", x, kernel) + bias, atol=0.0051)
    expect(layers.page).to_have_url(re.compile(r"[?&]n=5\b"))
    expect(layers.page).to_have_url(re.compile(r"[?&]m=4\b"))
    expect(layers.page.get_by_text("(5, 4)")).to_be_visible()


def test_the_line_is_learned_again_and_played(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(f"{url}?learning_rate=0.001")
    start = np.random.default_rng(1).normal(0, 0.05)
    expected = descended(DECK, 0.001, 500, start) @ [10, 1, 0]
    expect(layers.readout).to_contain_text("Epoch 500 of 500")
    assert layers.answer() == pytest.approx(expected[500], abs=0.006)
    epoch = layers.page.get_by_role("slider", name="Epoch", exact=True)
    epoch.press("Home")
    expect(layers.readout).to_contain_text("Epoch 0 of 500")
    layers.page.get_by_role("button", name="Next epoch").click()
    expect(layers.readout).to_contain_text("Epoch 1 of 500")
    assert layers.answer() == pytest.approx(expected[1], abs=0.006)
    layers.play.click()
    expect(layers.readout).to_contain_text(re.compile(r"Epoch [1-9]\d+ of"))
    layers.play.click()
    expect(layers.play).to_have_text("▶ Play")
    ys = layers.page.get_by_role("textbox", name="ys")
    ys.fill("6, 5, 4, 3, 2, 1")  # y = 5 − x
    ys.press("Enter")
    expect(layers.page.get_by_text("smallest error on these points gives −5.00")).to_be_visible()
    wait_for_script(layers.page)


def test_a_classifier_is_watched_and_stopped(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(f"{url}?classifier-epochs=30&classifier-digits=5000")  # epochs of a second
    layers.page.get_by_role("button", name="Train the classifier").click()
    curve = layers.classifier.locator("[aria-label^='Curves: accuracy']")
    expect(curve.locator(".mark-symbol.role-mark path").nth(2)).to_be_visible()
    layers.classifier.get_by_role("button", name="Stop").click()
    expect(layers.classifier).to_contain_text("Stopped after")
    expect(layers.classifier).to_contain_text(f"of {len(images_shown()):,} test digits correctly")
    expect(layers.classifier.locator("[aria-label^='Confusion matrix']")).to_be_visible()
    wait_for_script(layers.page)


def test_a_phone_holds_all_of_it(phone: Page, url: str) -> None:
    layers = LayersPage(phone)
    layers.open(f"{url}?n=6&m=6&batch=6")
    assert past_the_edge(phone) == 0
    phone.get_by_role("button", name="Previous epoch").tap()
    expect(layers.readout).to_contain_text("Epoch 499 of 500")
    assert past_the_edge(phone) == 0
