"""The two games in a real browser, by a finger on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DIFFERENT, DrawPage, follow
from tests.browser.pages.fool_page import FoolPage
from tests.browser.pages.frame import bottom, expect_no_overflow
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.pages.versus_page import VersusPage
from tests.browser.server import Server

GAME = "pairs?part=You+or+the+network&game=7"
LOST = "Part of what this tab had kept was damaged"
LOWER_END = 844  # pixels, of the phone's screen


def reload_to(page: Page, versus: VersusPage, number: int) -> str:
    """Reloads the page and waits for a pair; what the pair shows."""
    page.reload()
    versus.expect_pair(number)
    return versus.pair.get_attribute("src") or ""


def test_a_finger_plays_a_game(phone: Page, server: Server) -> None:
    """Left and reloaded on the way, it goes on with the same pair; the result is kept, too."""
    versus = VersusPage(phone)
    phone.goto(f"{server.url}/{GAME}")
    versus.button("Start").tap()
    versus.expect_pair(1)
    assert bottom(versus.button("Different")) < LOWER_END
    expect(phone.get_by_test_id("stMain")).not_to_contain_text("%")
    for number in range(1, 4):
        versus.button("Same").tap()
        versus.expect_after(number)
    shown = versus.pair.get_attribute("src")
    assert reload_to(phone, versus, 4) == shown
    for number in range(4, 11):
        versus.button("Different").tap()
        versus.expect_after(number)
    expect_no_overflow(phone)
    result = versus.rows.all_inner_texts()
    yours = [re.findall(r"[✓✗]\s*(same|different)", row)[0] for row in result]
    assert yours == ["same"] * 3 + ["different"] * 7
    phone.reload()
    expect(versus.rows).to_have_text(result, use_inner_text=True)
    versus.button("Play again").tap()
    versus.expect_pair(1)
    expect(phone).not_to_have_url(re.compile(r"game=7\b"))


def test_a_game_survives_another_page_and_damage_is_told(
    open_page: OpenPage, server: Server
) -> None:
    """By the keyboard: S and D are the answers."""
    page = open_page()
    versus = VersusPage(page)
    page.goto(f"{server.url}/{GAME}")
    versus.start()
    for number, key in enumerate("sd", start=1):
        page.keyboard.press(key)
        versus.expect_after(number)
    shown = versus.pair.get_attribute("src")
    follow(page, "Home")
    expect(versus.pair).to_have_count(0)
    follow(page, "Pairs")
    versus.expect_pair(3)
    assert versus.pair.get_attribute("src") == shown
    page.evaluate("sessionStorage.setItem('siamese-lab versus', '{}')")
    page.reload()
    expect(page.get_by_test_id("stToast")).to_contain_text(LOST)
    expect(versus.button("Start")).to_be_visible()


def test_a_finger_fools_the_network(phone: Page, server: Server, open_page: OpenPage) -> None:
    """The pads and the verdict have the first screen; the pair is kept, and its link shows it."""
    phone.goto(f"{server.url}/draw")
    fool = FoolPage(phone)
    fool.drawing.wait_for_pads()
    assert bottom(fool.drawing.answer) < LOWER_END
    fool.drawing.draw_by_touch("left", THREE)
    fool.drawing.draw_by_touch("right", EIGHT)
    fool.drawing.expect_answer(DIFFERENT)
    fool.unfold()
    fool.game.get_by_role("button", name="I drew different digits").tap()
    expect(fool.said).to_contain_text("You and the network agree")
    expect(fool.pairs).to_have_count(0)
    fool.game.get_by_role("button", name="I drew the same digit").tap()
    sentence = re.compile(r"You: the same digit\. The network: different, [\d.]+\s%\ssure\.")
    expect(fool.pairs).to_have_text([sentence])
    expect_no_overflow(phone)
    phone.reload()
    fool.unfold()
    expect(fool.pairs).to_have_text([sentence])
    link = fool.pairs.get_by_role("link").evaluate("link => link.href")
    other = DrawPage(open_page())
    other.page.goto(link)
    other.expect_answer(DIFFERENT)
    expect(other.page.get_by_text("From the link")).to_have_count(2)


@pytest.mark.parametrize("damage", ["{", '[["AAAA",true,0.9]]'])
def test_damaged_pairs_are_dropped_with_a_line(
    open_page: OpenPage, server: Server, damage: str
) -> None:
    page = open_page()
    page.goto(f"{server.url}/draw")
    fool = FoolPage(page)
    fool.draw(THREE, EIGHT)
    page.evaluate("text => sessionStorage.setItem('siamese-lab fooled', text)", damage)
    page.reload()
    expect(page.get_by_test_id("stToast")).to_contain_text(LOST)
    fool.unfold()
    expect(fool.pairs).to_have_count(0)
    expect(fool.drawing.answer).to_contain_text("sure")  # the drawings are there all the same
