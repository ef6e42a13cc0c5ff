"""The teacher's sheet in a real browser: folded on the screen, complete on paper and as a file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages.frame import expect_no_overflow, resting_box, settle
from tests.browser.pages.sheet_page import SheetPage
from tests.browser.server import Server

ROLL = {"width": "210mm", "height": "4000mm"}  # paper on which all of it has room
# What belongs to the screen.
NOT_FOR_PAPER = """button, summary, input, nav, header *, [data-testid=stSidebar],
    [data-testid=stTopNavLink], [data-testid=stToolbar], [data-testid=stStatusWidget]"""
COLOURS = """() => {
    const found = new Set();
    for (let one of document.querySelectorAll(".st-key-sheet *, h1, .stApp, .stMain")) {
        if (!one.checkVisibility()) continue;
        const { color, backgroundColor } = getComputedStyle(one);
        found.add(`${color} on ${backgroundColor}`);
    }
    return [...found];
}"""
ADDRESSES = """(links) => links.map((link) =>
    [getComputedStyle(link, "::after").content, `": ${link.href}"`])"""


@pytest.fixture
def sheet(open_page: OpenPage, server: Server) -> SheetPage:
    """On a dark screen."""
    found = SheetPage(open_page(color_scheme="dark"), server.url)
    found.wait_for_answers()
    return found


def test_answers_are_folded_on_the_screen_until_they_are_wanted(sheet: SheetPage) -> None:
    expect(sheet.lessons).to_have_count(4)
    expect(sheet.answers).to_be_hidden()
    sheet.fold.click()
    expect(sheet.answers).to_be_visible()
    expect(sheet.answers).to_contain_text("Question 3: c) 1 time in 10.")
    sheet.fold.click()
    expect(sheet.answers).to_be_hidden()


def test_paper_has_the_answers_on_a_page_of_their_own(sheet: SheetPage) -> None:
    """Where all has room on one page, there are two, and one without the answers."""
    assert sheet.leaves(**ROLL) == 2
    assert sheet.leaves(format="A4") >= 3
    sheet.page.add_style_tag(content=".st-key-sheet-answers { display: none !important; }")
    assert sheet.leaves(**ROLL) == 1


def test_paper_has_the_text_alone_black_on_white(sheet: SheetPage) -> None:
    """From a dark screen; and each link's address in full."""
    sheet.page.emulate_media(media="print", color_scheme="dark")
    expect(sheet.answers).to_be_visible()
    expect(sheet.lessons.first).to_be_visible()
    expect(sheet.page.locator(NOT_FOR_PAPER).locator("visible=true")).to_have_count(0)
    assert sheet.page.evaluate(COLOURS) == ["rgb(0, 0, 0) on rgb(255, 255, 255)"]
    links = sheet.page.locator(".st-key-sheet a")
    written, addresses = zip(*links.evaluate_all(ADDRESSES), strict=True)
    assert written == addresses
    assert len(addresses) > len(set(addresses)) > 4


def test_the_button_prints_the_page(sheet: SheetPage) -> None:
    sheet.page.evaluate("window.print = () => { window.printed = true; }")
    sheet.print.click()
    sheet.page.wait_for_function("window.printed")


def test_the_file_is_what_the_page_shows(sheet: SheetPage, server: Server, tmp_path: Path) -> None:
    with sheet.page.expect_download() as coming:
        sheet.download.click()
    assert coming.value.suggested_filename == "teachers-sheet-20.md"
    coming.value.save_as(tmp_path / "sheet.md")
    text = (tmp_path / "sheet.md").read_text(encoding="utf-8")
    assert text.startswith("# Teacher’s sheet\n")
    assert f"]({server.url}/verification?part=One-shot)" in text
    before, answers = text.split("## Answers")
    assert "max(m − D², 0)" in before
    assert before.count("Question ") == answers.count("Question ") == 6
    expect(sheet.page.locator(".st-key-sheet")).to_contain_text("max(m − D², 0)")


def test_a_link_opens_the_state_of_its_task(sheet: SheetPage) -> None:
    link = sheet.page.locator('a[href*="symbols="]')
    with sheet.page.context.expect_page() as coming:
        link.click()
    opened = coming.value
    settle(opened)
    expect(opened.get_by_role("radio", name="One-shot")).to_be_checked()
    expect(opened.get_by_role("radio", name="Your own symbols")).to_be_checked()
    opened.close()


def test_the_link_on_home_takes_no_row_of_its_own(phone: Page, server: Server) -> None:
    """It ends above the choice of the lecture, and its neighbours stay clear of it."""
    phone.goto(server.url)
    settle(phone)
    link = resting_box(phone.get_by_role("link", name="Teacher’s sheet"))
    choice = resting_box(phone.get_by_role("radiogroup", name="Lessons for a lecture of"))
    above = resting_box(phone.get_by_role("link", name="Limits"))
    assert above["y"] + above["height"] <= link["y"]
    assert link["y"] + link["height"] <= choice["y"]
    expect_no_overflow(phone)
