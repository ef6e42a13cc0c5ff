"""Home's pair: a tap shows another digit, and the verdict follows."""

from playwright.sync_api import Locator, Page, expect

from pages._ui.home.pair import FIRST_PAIR, LABELS
from tests.browser.pages.draw_page import DIFFERENT, SAME
from tests.browser.pages.frame import resting_box, settle
from tests.browser.server import Server

LEAST_PX = 96


class HomePair:
    """The two digits on Home, and what is said of them."""

    def __init__(self, page: Page, url: str) -> None:
        page.goto(url)
        settle(page)
        self.page = page
        self.digits = page.locator(".st-key-home-pair button")
        self.verdict = page.locator(".st-key-try-answer .verdict")
        expect(self.digits).to_have_count(2)

    def expect_to_show(self, first: int, second: int, verdict: str) -> None:
        """The digits at these places, by name, and the verdict on them."""
        for which, (name, place) in enumerate([("First", first), ("Second", second)]):
            words = f"{name} digit: {LABELS[place]}. Show another"
            expect(self.digits.nth(which)).to_have_attribute("aria-label", words)
        expect(self.verdict).to_contain_text(verdict)


def middle(part: Locator) -> tuple[float, float]:
    box = resting_box(part)
    assert min(box["width"], box["height"]) >= LEAST_PX
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_tap_on_a_digit_changes_it_and_the_verdict(phone: Page, server: Server) -> None:
    pair = HomePair(phone, server.url)
    first, second = FIRST_PAIR
    pair.expect_to_show(first, second, SAME)
    below = phone.locator(".st-key-lecture-choice").bounding_box()
    phone.touchscreen.tap(*middle(pair.digits.nth(1)))
    pair.expect_to_show(first, second + 1, DIFFERENT)
    phone.touchscreen.tap(*middle(pair.digits.nth(0)))
    pair.expect_to_show(first + 1, second + 1, SAME)
    assert phone.locator(".st-key-lecture-choice").bounding_box() == below  # nothing has moved


def test_clicks_and_keys_follow_each_other_quickly(page: Page) -> None:
    pair = HomePair(page, page.url)
    first, second = FIRST_PAIR
    pair.digits.nth(1).dblclick()
    pair.expect_to_show(first, second + 2, DIFFERENT)
    page.keyboard.press("Enter")  # the digit keeps the focus
    pair.expect_to_show(first, second + 3, SAME)
