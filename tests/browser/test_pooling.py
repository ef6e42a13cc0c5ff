"""Pooling in a real browser: typed, stepped through, sent on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import measures
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import expect_no_overflow, resting_box, wait_for_script
from tests.browser.pages.pooling_page import PoolingPage
from tests.browser.pages.touch import swipe_over
from tests.browser.server import Server
from tests.browser.test_screens import LONGEST

LARGE = (
    "grid=0+12+200+255+3+9+1+2_4+3+-1.5+5+0+0+1+2_1+3+4+8+12+12+1+2_4+5+4+3+0+1+1+2"
    "_6+5+9+4+77+8+1+2_1+2+3+4+5+6+1+2_1+2+3+4+5+6+7+8_999999.1+-999999.1+0.1234+4+5+6+7+8"
)
HISTORY = "() => history.length"


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/pooling"


@pytest.fixture(scope="module")
def desk(keep_page: OpenPage) -> PoolingPage:
    """Someone at a desk, who is about to come."""
    return PoolingPage(keep_page())


@pytest.fixture
def pooling(desk: PoolingPage, url: str) -> PoolingPage:
    """Someone at a desk, before the slides' grid."""
    desk.begin(url)
    return desk


def test_a_typed_ten_changes_its_own_window_only(pooling: PoolingPage) -> None:
    pooling.expect_results("4", "8", "6", "9")
    pooling.type(1, 1, "10")
    pooling.expect_results("10", "8", "6", "9")
    pooling.expect_formula("max(10, 3, 1, 3) = 10")
    pooling.choose("Average")
    pooling.expect_results("4.25", "4.5", "5", "5")  # (10 + 3 + 1 + 3) / 4
    pooling.expect_formula("(10 + 3 + 1 + 3)/4 = 4.25")


def test_a_number_counts_while_its_cell_is_still_typed_into(pooling: PoolingPage) -> None:
    pooling.cell(2, 4).click()
    pooling.page.keyboard.type("12")
    pooling.expect_results("4", "12", "6", "9")
    expect(pooling.cell(2, 4)).to_be_focused()
    pooling.page.keyboard.type("5")
    pooling.expect_results("4", "125", "6", "9")


def test_the_keyboard_moves_from_cell_to_cell(pooling: PoolingPage) -> None:
    pooling.cell(1, 1).focus()
    keys = [("Enter", 2, 1), ("ArrowRight", 2, 2), ("ArrowDown", 3, 2), ("ArrowRight", 3, 3)]
    for key, row, column in [*keys, ("ArrowUp", 2, 3), ("ArrowLeft", 2, 2), ("ArrowLeft", 2, 1)]:
        pooling.page.keyboard.press(key)
        expect(pooling.cell(row, column)).to_be_focused()
    pooling.page.keyboard.type("70")
    pooling.page.keyboard.press("Enter")
    expect(pooling.cell(3, 1)).to_be_focused()
    pooling.page.keyboard.type("80")
    pooling.page.keyboard.press("Enter")
    pooling.expect_results("70", "8", "80", "9")


def test_tab_goes_on_after_typing_and_else_from_grid_to_grid(pooling: PoolingPage) -> None:
    """One stop for the grid, one for the results, one for each of the two buttons."""
    pooling.cell(1, 3).focus()
    for key, row, column in [("Tab", 1, 4), ("Tab", 2, 1), ("Shift+Tab", 1, 4)]:
        pooling.page.keyboard.type("7")
        pooling.page.keyboard.press(key)
        expect(pooling.cell(row, column)).to_be_focused()
    pooling.page.keyboard.press("Tab")
    expect(pooling.results.first).to_be_focused()
    for stop in (pooling.button("Previous window"), pooling.button("Next window")):
        pooling.page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    for _ in range(3):
        pooling.page.keyboard.press("Shift+Tab")
    expect(pooling.cell(1, 4)).to_be_focused()  # where it was left
    expect(pooling.page).to_have_url(re.compile(r"[?&]grid="))


def test_arrow_keys_choose_a_result(pooling: PoolingPage) -> None:
    pooling.results.first.focus()
    steps = [("ArrowRight", 1), ("ArrowRight", 1), ("ArrowDown", 3), ("ArrowLeft", 2)]
    for key, place in [*steps, ("ArrowLeft", 2), ("ArrowDown", 2), ("ArrowUp", 0)]:
        pooling.page.keyboard.press(key)
        pooling.expect_choice(place)
        expect(pooling.results.nth(place)).to_be_focused()
    pooling.expect_formula("max(4, 3, 1, 3) = 4")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ten", "Row 1, column 2 needs a number such as 3 or -2.5, but contains “ten”."),
        ("9" * 300, "Row 1, column 2 needs a smaller number: from -1000000 to 1000000."),
        ("", "Row 1, column 2 needs a number: it is empty."),
    ],
)
def test_what_is_no_number_is_told_and_the_last_good_result_stays(
    pooling: PoolingPage, text: str, says: str
) -> None:
    pooling.type(1, 1, "7")
    pooling.expect_results("7", "8", "6", "9")
    pooling.cell(1, 2).fill(text)
    pooling.cell(1, 2).press("Tab")
    expect(pooling.problem).to_have_text(f"{says} The results are those of the last valid grid.")
    expect(pooling.cell(1, 2)).to_have_attribute("aria-invalid", "true")
    pooling.expect_results("7", "8", "6", "9")
    pooling.type(3, 3, "50")  # a cell well typed does not help while another is not
    wait_for_script(pooling.page)
    pooling.expect_results("7", "8", "6", "9")
    pooling.type(1, 2, "3")
    pooling.expect_results("7", "8", "6", "50")
    expect(pooling.problem).to_be_empty()
    assert "grid=7+3+1+5_1+3+4+8_4+5+50+3_6+5+9+4" in pooling.page.url


def test_windows_are_stepped_through(pooling: PoolingPage) -> None:
    steps = [
        (["1", "5", "4", "8"], "max(1, 5, 4, 8) = 8"),
        (["4", "5", "6", "5"], "max(4, 5, 6, 5) = 6"),
        (["4", "3", "9", "4"], "max(4, 3, 9, 4) = 9"),
        (["4", "3", "1", "3"], "max(4, 3, 1, 3) = 4"),
    ]
    for number, (cells, formula) in enumerate(steps, 1):
        pooling.button("Next window").click()
        pooling.expect_choice(number % 4)
        pooling.expect_formula(formula)
        assert pooling.framed() == cells
    pooling.button("Previous window").click()
    expect(pooling.place).to_have_text("Window D: 4 of 4")
    pooling.results.nth(2).click()
    expect(pooling.place).to_have_text("Window C: 3 of 4")
    pooling.expect_formula("max(4, 5, 6, 5) = 6")


def test_shared_cells_and_padding_are_framed_with_their_window(desk: PoolingPage, url: str) -> None:
    desk.open(f"{url}?pool_size=3&strides=1&padding=same&pooling=Average&window=6")
    assert desk.framed() == ["4", "3", "1", "1", "3", "4", "4", "5", "4"]
    desk.expect_formula("(4 + 3 + 1 + 1 + 3 + 4 + 4 + 5 + 4)/9 ≈ 3.2222")
    desk.results.nth(15).click()
    desk.expect_formula("(4 + 3 + 9 + 4)/4 = 5")
    assert desk.framed() == ["4", "3", "9", "4"]
    expect(desk.page.locator(".ghost")).to_have_count(20)


def test_the_address_shows_the_same_elsewhere(pooling: PoolingPage, open_page: OpenPage) -> None:
    pooling.type(1, 1, "10")
    pooling.type(4, 4, "-2.5")
    pooling.choose("Average")
    pooling.choose("same")
    pooling.results.nth(3).click()
    pooling.expect_formula("(4 + 3 + 9 + (-2.5))/4 = 3.375")
    expect(pooling.page).to_have_url(re.compile("window=4"))  # which comes after the answer
    another = PoolingPage(open_page())
    another.open(pooling.page.url)
    another.expect_formula("(4 + 3 + 9 + (-2.5))/4 = 3.375")
    another.expect_results("4.25", "4.5", "5", "3.375")
    assert another.cells() == pooling.cells()
    another.expect_choice(3)
    assert another.page.url == pooling.page.url


def test_typing_leaves_the_way_back_as_it_was(pooling: PoolingPage) -> None:
    before = pooling.page.evaluate(HISTORY)
    pooling.type(1, 1, "10")
    pooling.expect_results("10", "8", "6", "9")
    pooling.button("Next window").click()
    pooling.expect_formula("max(1, 5, 4, 8) = 8")
    expect(pooling.page).to_have_url(re.compile(r"grid=10\+3.*window=2"))
    assert pooling.page.evaluate(HISTORY) == before


def test_the_grid_is_still_there_after_another_page(pooling: PoolingPage) -> None:
    pooling.type(1, 1, "10")
    pooling.expect_results("10", "8", "6", "9")
    follow(pooling.page, "Home")
    expect(pooling.results).to_have_count(0)
    follow(pooling.page, "Pooling")
    pooling.expect_results("10", "8", "6", "9")
    expect(pooling.page).to_have_url(re.compile(r"grid=10\+3"))
    pooling.type(1, 1, "11")
    pooling.expect_results("11", "8", "6", "9")


def test_what_is_no_number_is_told_while_it_is_typed(pooling: PoolingPage) -> None:
    """A minus alone may become a number: it is told only when nothing follows."""
    pooling.cell(1, 2).click()
    pooling.page.keyboard.type("-")
    wait_for_script(pooling.page)
    expect(pooling.problem).to_be_empty()
    pooling.page.keyboard.type("x")
    expect(pooling.problem).to_contain_text("Row 1, column 2 needs a number such as 3 or -2.5")
    expect(pooling.cell(1, 2)).to_be_focused()
    pooling.page.keyboard.press("Backspace")
    pooling.page.keyboard.type("2")
    expect(pooling.problem).to_be_empty()
    expect(pooling.cell(1, 2)).to_have_value("-2")
    pooling.page.keyboard.press("Backspace")
    expect(pooling.problem).to_contain_text("contains “-”")


def test_another_grid_takes_the_place_of_what_was_typed(pooling: PoolingPage) -> None:
    pooling.type(1, 1, "abc")
    expect(pooling.problem).to_contain_text("Row 1, column 1")
    pooling.button("Edge").click()
    pooling.expect_results("0", "9", "9", "9")
    expect(pooling.problem).to_be_empty()
    assert pooling.cells()[:4] == ["0", "0", "0", "9"]
    pooling.choose("6")
    expect(pooling.page.locator(".given input")).to_have_count(36)
    pooling.type(6, 6, "4")
    pooling.expect_results("0", "9", "0", "9", "9", "0", "0", "0", "4")


def test_garbage_in_the_address_is_said_in_a_line(desk: PoolingPage, url: str) -> None:
    desk.open(f"{url}?grid=%00zzz&window=1e9&pooling=%3Cb%3E&pool_size=0")
    alert = desk.page.get_by_role("alert").filter(has_text="an invalid value")
    expect(alert).to_have_count(1)
    desk.expect_results("4", "8", "6", "9")
    desk.button("Next window").click()
    desk.expect_formula("max(1, 5, 4, 8) = 8")
    expect(desk.page).to_have_url(f"{url}?window=2")


def test_keras_agrees(pooling: PoolingPage) -> None:
    pooling.unfold("In Keras")
    pooling.type(1, 1, "2.6")
    pooling.expect_results("3", "8", "6", "9")
    lines = pooling.page.get_by_role("listitem").filter(has_text="same result")
    expect(lines).to_have_count(6)
    pooling.choose("Global average")
    pooling.expect_results("4.225")  # 67.6 / 16
    expect(lines.first).to_contain_text("GlobalAveragePooling2D")
    expect(lines).to_have_count(6)


def test_the_seed_and_whose_digit_stand_in_the_address(
    pooling: PoolingPage, open_page: OpenPage
) -> None:
    pooling.button("Random").click()
    expect(pooling.page).to_have_url(re.compile(r"grid_seed=\d+"))
    wait_for_script(pooling.page)
    random = pooling.cells()
    pooling.unfold("Pooling a digit")
    pooling.choose("Your second digit")
    expect(pooling.page.get_by_text("This pad is empty")).to_be_visible()
    expect(pooling.page.get_by_role("link", name="Draw a digit")).to_be_visible()
    another = PoolingPage(open_page())
    another.open(pooling.page.url)
    expect(another.page.get_by_text("This pad is empty")).to_be_visible()
    another.button("Edge").click()
    another.expect_results("0", "9", "9", "9")
    another.unfold("Seed of the random grid")
    another.button("Use seed").click()
    for index, value in enumerate(random):
        expect(another.cell(index // 4 + 1, index % 4 + 1)).to_have_value(value)
    assert another.cells() == random


def test_another_test_digit_is_pooled(pooling: PoolingPage, url: str) -> None:
    captions = pooling.page.locator(".at-work figcaption")
    pooling.unfold("Pooling a digit")
    expect(captions.first).to_contain_text("test image 0")
    pooling.button("Increment").last.click()
    expect(captions.first).to_contain_text("test image 1")
    expect(pooling.page).to_have_url(re.compile(r"[?&]digit=1\b"))
    pooling.choose("Average")  # the address is one that it reads itself
    pooling.expect_results("2.75", "4.5", "5", "5")
    expect(pooling.page.get_by_text("an invalid value")).to_have_count(0)


@pytest.mark.parametrize(
    "address", ["", f"?{LARGE}&strides=1&padding=same&pool_size=4&pooling=Average", f"?{LARGE}"]
)
def test_a_phone_holds_all_of_it(phone: Page, url: str, address: str) -> None:
    pooling = PoolingPage(phone)
    pooling.open(f"{url}{address}")
    expect_no_overflow(phone)
    assert pooling.overflowing() == []
    expect(pooling.cell(1, 1)).to_have_attribute("inputmode", "decimal")
    pooling.results.nth(1).tap()
    expect(pooling.place).to_contain_text("Window B:")
    pooling.button("Next window").tap()
    expect(pooling.place).to_contain_text("Window C:")
    pooling.choose("Global average")
    expect(pooling.results).to_have_count(1)
    wait_for_script(phone)
    expect_no_overflow(phone)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("slices", "In one and in three dimensions"),
        ("backward", "Where the gradient goes"),
        ("keras", "In Keras"),
        ("pooled", "Pooling a digit"),
    ],
)
def test_what_is_unfolded_stands_in_the_address(
    phone: Page, url: str, name: str, label: str
) -> None:
    pooling = PoolingPage(phone)
    pooling.open(url)
    pooling.unfold(label)
    expect(phone).to_have_url(f"{url}?{name}=true")
    pooling.open(phone.url)
    assert pooling.is_unfolded(label)
    assert measures.length(phone) <= LONGEST


def test_a_cell_tells_its_windows_by_a_pointer_and_by_a_tap(
    phone: Page, open_page: OpenPage, url: str
) -> None:
    for pooling in (PoolingPage(open_page()), PoolingPage(phone)):
        pooling.open(f"{url}?strides=1&pool_size=3&padding=same")
        expect(pooling.told).to_have_text("Point at or tap a cell to see which windows it is in.")
        if pooling.page is phone:
            pooling.cell(1, 2).tap()
        else:
            pooling.cell(1, 2).hover()
        expect(pooling.told).to_have_text("Row 1, column 2: in windows A, B, C, E, F, G")


def test_a_long_number_is_told_whole_by_a_pointer_and_by_a_tap(
    phone: Page, open_page: OpenPage, url: str
) -> None:
    """(4 + 3 + 1 − 999729.5) / 4 = −249930.375, of which a small cell shows six digits."""
    for pooling in (PoolingPage(open_page()), PoolingPage(phone)):
        pooling.open(f"{url}?pooling=Average&grid=4+3_1+-999729.5")
        number = pooling.page.get_by_text("-249930", exact=True)
        bubble = pooling.page.locator(".bubble")
        if pooling.page is phone:
            number.first.tap()
        else:
            number.first.hover()
        expect(bubble).to_be_visible()
        expect(bubble).to_have_text("-249930.375")
        pooling.page.get_by_role("heading", level=1).click()
        expect(bubble).to_be_hidden()


def test_a_swipe_over_the_results_scrolls(phone: Page, url: str) -> None:
    pooling = PoolingPage(phone)
    pooling.open(url)
    assert swipe_over(pooling.results.nth(3)) > 100
    pooling.expect_choice(0)


@pytest.mark.parametrize("height", [614, 844])
def test_the_first_screen_holds_the_numbers_the_results_and_the_arithmetic(
    open_page: OpenPage, url: str, height: int
) -> None:
    """On a phone, and on a laptop of 1366×768 pixels at 125 %."""
    width = {614: 1093, 844: 390}[height]
    pooling = PoolingPage(
        open_page(
            viewport={"width": width, "height": height}, has_touch=True, is_mobile=width < 640
        )
    )
    pooling.open(url)
    for place in (pooling.cell(4, 4), pooling.results.last, pooling.place, pooling.formula):
        box = resting_box(place)
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("strides", ["1", "3"])
def test_long_numbers_fit_into_their_cells(desk: PoolingPage, url: str, strides: str) -> None:
    desk.open(f"{url}?{LARGE}&strides={strides}&padding=same&pool_size=4")
    assert desk.overflowing() == []
    desk.choose("Average")
    expect(desk.page).to_have_url(re.compile("pooling=Average"))
    wait_for_script(desk.page)
    assert desk.overflowing() == []
    desk.type(1, 1, "-999.1234")
    desk.choose("Global average")
    expect(desk.results).to_have_count(1)
    wait_for_script(desk.page)
    assert desk.overflowing() == []
