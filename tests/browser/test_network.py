"""Network in a real browser: another pair, network and layer, each computed again."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from siamese.comparator import Comparator
from siamese.network import build_siamese_model, build_twin_network
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DIFFERENT, DrawPage, follow
from tests.browser.pages.frame import centred_box, expect_no_overflow, height
from tests.browser.pages.network_page import NetworkPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.pages.touch import HOW_FAR_DOWN, TOOLTIP, expect_scrolled, swipe_up
from tests.browser.server import Server, images_shown


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/network"


@pytest.fixture
def network(open_page: OpenPage, url: str) -> NetworkPage:
    """Someone at a desk, who has just come."""
    network = NetworkPage(open_page())
    network.open(url)
    return network


def test_another_digit_has_another_distance(network: NetworkPage, shipped: Comparator) -> None:
    """Both are the network's own, and so are the distances without the ink that matters most."""
    digits = images_shown()
    assert network.distance() == pytest.approx(shipped.distance(digits[0], digits[1]), abs=0.0051)
    second = network.page.get_by_role("spinbutton", name="Second test image")
    second.fill("5")
    second.press("Enter")
    expect(network.page.locator(".twin figcaption").last).to_contain_text("5:")
    expected = float(shipped.distance(digits[0], digits[5]))
    expect(network.answer).to_contain_text(f"= {expected:.2f}")
    expect(network.page).to_have_url(re.compile(r"\?right=5$"))
    network.choose_part("Occlusion map")
    expect(network.page).to_have_url(re.compile("part=Occlusion"))
    said = network.decisive.first.inner_text()
    top, bottom, left, right = map(int, re.findall(r"rows (\d+) to (\d+) in columns (\d+) to (\d+)",
                                                   said)[0])  # fmt: skip
    without = digits[0].copy()
    without[top : bottom + 1, left : right + 1] = 0
    after = float(re.findall(r"→ (\d+\.\d+)", said)[0])
    assert after == pytest.approx(shipped.distance(without, digits[5]), abs=0.0051)


def test_the_link_stands_beside_the_button(network: NetworkPage) -> None:
    button = network.page.get_by_role("button", name="Other test images").bounding_box()
    link = network.page.get_by_role("link", name="Draw your own digits").bounding_box()
    assert button is not None
    assert link is not None
    assert (link["y"], link["height"]) == pytest.approx((button["y"], button["height"]), abs=1)


def test_the_slides_network_adds_up_as_keras_says(network: NetworkPage) -> None:
    network.choose("Slides’ network")
    encoder = build_siamese_model((28, 28, 1))
    expect(network.sums.nth(1)).to_have_text(f"{encoder.count_params():,}")
    whole = build_twin_network(encoder, sigmoid=True).count_params()
    expect(network.page.get_by_text("weights in all")).to_contain_text(f"{whole:,}")
    expect(network.page).to_have_url(re.compile(r"\?network=Slides"))


def test_a_layer_can_be_sent_on(network: NetworkPage, open_page: OpenPage) -> None:
    network.choose_part("Layer outputs")
    expect(network.maps).to_have_count(8)
    network.choose("23. Embedding")
    expect(network.maps).to_have_count(0)
    expect(network.page).to_have_url(re.compile("layer=23.*part=Layer"))
    another = NetworkPage(open_page())
    another.open(network.page.url)
    expect(another.page.get_by_role("radio", name="23. Embedding")).to_be_checked()
    network.choose_part("Architecture")
    network.choose_part("Layer outputs")
    expect(network.page.get_by_role("radio", name="23. Embedding")).to_be_checked()


def test_what_is_drawn_goes_through_the_network(page: Page) -> None:
    draw = DrawPage(page)
    draw.reach()
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
    answer = draw.answer.locator(".distance b").inner_text()
    follow(page, "Network")
    network = NetworkPage(page)
    network.wait_until_seen_through()
    assert f"{network.distance():.2f}" == f"{np.float64(answer):.2f}"
    expect(page.locator(".twin figcaption")).to_have_text(
        ["First: your digit", "Second: your digit"]
    )


def test_a_phone_holds_each_part(phone: Page, url: str) -> None:
    network = NetworkPage(phone)
    network.open(url)
    for part in ("Layer outputs", "Occlusion map", "Architecture"):
        network.choose_part(part)
        expect_no_overflow(phone)
        assert height(phone) <= 4000, part


def test_a_still_finger_learns_the_distance_of_a_patch(phone: Page, url: str) -> None:
    NetworkPage(phone).open(f"{url}?part=Occlusion+map")
    plot = phone.locator("[data-testid=stVegaLiteChart] svg .background").first
    box = centred_box(plot)
    assert box["width"] == pytest.approx(box["height"])  # square pixels
    middle = (box["x"] + 0.52 * box["width"], box["y"] + 0.52 * box["height"])
    phone.touchscreen.tap(*middle)
    expect(phone.locator(TOOLTIP)).to_have_text(
        re.compile(r"rows 12 to 17, columns 12 to 17.*Distance without it\s*\d\.\d{3}", re.DOTALL)
    )
    before = phone.evaluate(HOW_FAR_DOWN)
    swipe_up(phone, *middle)
    expect_scrolled(phone, before)
    expect(phone.locator(TOOLTIP)).to_have_count(0)
