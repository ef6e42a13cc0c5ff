"""Layers in a real browser: sizes change a product, a line plays, a run is stopped."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import measures
from tests.browser.pages.frame import expect_no_overflow, wait_for_script
from tests.browser.pages.layers_page import PARTS, LayersPage
from tests.browser.pages.touch import HOW_FAR_DOWN, swipe_over
from tests.browser.server import Server, images_shown
from tests.browser.test_screens import LONGEST
from tests.lessons.test_linear_regression import DECK, descended

# Notes the least height that the page has from now on.
SHORTEST = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    window.shortest = Infinity;
    const look = () => {
        window.shortest = Math.min(window.shortest, main.scrollHeight);
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/layers"


def test_sizes_change_the_product(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(url)
    assert layers.numbers(3).shape == (4, 2)
    layers.choose("n: inputs", "5")
    expect(layers.cells(1)).to_have_count(10)
    layers.choose("m: units", "4")
    expect(layers.cells(3)).to_have_count(16)
    x, kernel, bias, y = (layers.numbers(which) for which in range(4))
    np.testing.assert_allclose(y, np.einsum("ij,jk->ik", x, kernel) + bias, atol=0.0051)
    expect(layers.page).to_have_url(re.compile(r"[?&]n=5\b"))
    expect(layers.page).to_have_url(re.compile(r"[?&]m=4\b"))
    expect(layers.page.get_by_text("(5, 4)")).to_be_visible()


def test_a_number_of_y_shows_what_it_is_computed_from(
    open_page: OpenPage, phone: Page, url: str
) -> None:
    """The same by a pointer that rests, and by a tap: of y[2, 1], row 2 of x and column 1 of W."""
    for layers in (LayersPage(open_page()), LayersPage(phone)):
        layers.open(url)
        expect(layers.written).to_contain_text("y[1, 1] =")
        number = layers.cells(3).nth(2)
        if layers.page is phone:
            number.tap()
        else:
            number.hover()
        expect(layers.written).to_contain_text("y[2, 1] =")
        expect(layers.written).to_contain_text(f"= {number.inner_text()}")
        assert [layers.used(which) for which in range(4)] == [[3, 4, 5], [0, 2, 4], [0], [2]]


def test_saved_again_the_results_stay_in_place(phone: Page, url: str) -> None:
    """The page does not shrink and jump to its top; what came of it is below the button."""
    layers = LayersPage(phone)
    layers.open(f"{url}?part=Lambda")
    button = layers.told["Lambda"]
    button.scroll_into_view_if_needed()
    before = phone.evaluate(HOW_FAR_DOWN)
    assert before > 0
    phone.evaluate(SHORTEST)
    button.tap()
    done = phone.get_by_text("saved and loaded once more")
    expect(done).to_be_in_viewport(ratio=1)
    assert phone.evaluate("() => window.shortest") >= phone.viewport_size["height"] + before
    expect(phone.get_by_text("fails: ValueError")).to_have_count(1)


def test_each_part_is_chosen_and_stands_in_the_address(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(f"{url}?n=5")
    layers.turn_to("Line")
    expect(layers.page).to_have_url(f"{url}?part=Line")
    ys = layers.page.get_by_role("textbox", name="ys")
    ys.fill("6, 5, 4, 3, 2, 1")  # y = 5 − x
    ys.press("Enter")
    expect(layers.page.get_by_text("smallest error on these points gives −5.00")).to_be_visible()
    layers.turn_to("Dense layer")
    expect(layers.page).to_have_url(f"{url}?n=5")
    expect(layers.cells(1)).to_have_count(10)
    layers.turn_to("Line")
    expect(layers.page.get_by_text("smallest error on these points gives −5.00")).to_be_visible()
    another = LayersPage(open_page())
    another.open(layers.page.url)
    expect(another.page.get_by_text("smallest error on these points gives −5.00")).to_be_visible()


def test_the_line_is_learned_again_and_played(open_page: OpenPage, url: str) -> None:
    layers = LayersPage(open_page())
    layers.open(f"{url}?part=Line&learning_rate=0.001")
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
    wait_for_script(layers.page)


def test_a_classifier_is_watched_and_stopped(phone: Page, url: str) -> None:
    """On a phone: its charts tell by a tap, a swipe over them scrolls, and a part left keeps it."""
    layers = LayersPage(phone)
    layers.open(f"{url}?part=Digits&classifier-epochs=30&classifier-digits=5000")  # of a second
    phone.get_by_role("button", name="Train the classifier").tap()
    curve = layers.classifier.locator("[aria-label^='Curves: accuracy']")
    expect(curve.locator(".mark-symbol.role-mark path").nth(2)).to_be_visible()
    layers.classifier.get_by_role("button", name="Stop").tap()
    expect(layers.classifier).to_contain_text("Stopped after")
    expect(layers.classifier).to_contain_text(f"of {len(images_shown()):,} test digits correctly")
    matrix = layers.classifier.locator("[aria-label^='Confusion matrix']")
    matrix.locator(".mark-rect.role-mark path").nth(43).tap(force=True)
    numbers = phone.locator("#vg-tooltip-element")
    expect(numbers).to_contain_text(re.compile(r"True digit\s*4\s*Predicted digit\s*3"))
    curve.locator(".mark-symbol.role-mark path").first.tap(force=True)
    expect(numbers).to_contain_text("Measured on")
    assert measures.small_text(phone) == []
    assert swipe_over(matrix) > 100
    layers.turn_to("Line")
    layers.turn_to("Digits")
    expect(layers.classifier).to_contain_text("Stopped after")
    assert measures.length(phone) <= LONGEST


@pytest.mark.parametrize("part", PARTS)
def test_a_phone_holds_each_part(phone: Page, url: str, part: str) -> None:
    layers = LayersPage(phone)
    layers.open(f"{url}?part={part}&n=6&m=6&batch=6")
    expect_no_overflow(phone)
    assert measures.length(phone) <= LONGEST
    assert measures.small_text(phone) == []
    assert measures.small_targets(phone) == []


def test_a_swipe_over_the_line_scrolls(phone: Page, url: str) -> None:
    layers = LayersPage(phone)
    layers.open(f"{url}?part=Line")
    phone.get_by_role("button", name="Previous epoch").tap()
    expect(layers.readout).to_contain_text("Epoch 499 of 500")
    for stage in (".line .stage", ".line .curve"):
        assert swipe_over(phone.locator(stage)) > 100
    expect(layers.readout).to_contain_text("Epoch 499 of 500")
