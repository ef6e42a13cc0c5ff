"""Every page and part on every screen: its width, its length, its targets, its text, barriers."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.pages import measures
from tests.browser.pages.frame import expect_no_overflow, settle
from tests.browser.screenshots import VIEWS, use
from tests.browser.server import Server

WIDTHS = (360, 390, 580, 820, 1093)  # pixels: small phones, tablets, a laptop at 125 %
LONGEST = 4000  # pixels, on a phone
CALM_MS = 1000  # charts have come, colours have changed
# Targets that stay smaller than a finger, each with its reason.
SMALLER = {
    "button confusion ": "ten columns of cells fit a phone at 32 px; two lists choose the same",
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_fits_every_screen(phone: Page, server: Server, view: str) -> None:
    """One page, measured in every way: most of the time goes into opening it."""
    phone.goto(server.url + VIEWS[view])
    settle(phone)
    use(phone, view)
    settle(phone)
    phone.wait_for_timeout(CALM_MS)
    assert measures.length(phone) <= LONGEST
    targets = measures.small_targets(phone)
    assert [one for one in targets if not any(kind in one for kind in SMALLER)] == []
    assert measures.small_text(phone) == []
    assert measures.barriers(phone) == []
    phone.emulate_media(color_scheme="dark")
    phone.wait_for_timeout(CALM_MS)
    assert measures.barriers(phone) == []
    for width in WIDTHS:
        phone.set_viewport_size({"width": width, "height": PHONE["height"]})
        expect_no_overflow(phone)
