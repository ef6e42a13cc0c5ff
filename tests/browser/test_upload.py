"""A picture in place of a drawing, and a file that is none."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.pages.draw_page import DIFFERENT, SAME, DrawPage
from tests.browser.pages.pads import EIGHT, THREE
from tests.browser.server import Server


@pytest.fixture
def draw(page: Page, server: Server) -> DrawPage:
    page.goto(f"{server.url}/draw")
    opened = DrawPage(page)
    opened.wait_for_pads()
    return opened


@pytest.fixture
def picture_of_a_three(tmp_path: Path) -> Path:
    """A 3 in dark ink on light paper, 240 pixels wide."""
    paper = Image.new("L", (240, 240), 235)
    pen = ImageDraw.Draw(paper)
    for stroke in THREE:
        pen.line([(240 * x, 240 * y) for x, y in stroke], fill=30, width=14, joint="curve")
    file = tmp_path / "three.png"
    paper.save(file)
    return file


def test_a_picture_stands_in_for_a_drawing(draw: DrawPage, picture_of_a_three: Path) -> None:
    draw.draw("right", THREE)
    draw.upload("left", picture_of_a_three)
    draw.expect_answer(SAME)


def test_two_pictures_are_compared(draw: DrawPage, picture_of_a_three: Path) -> None:
    draw.upload("left", picture_of_a_three)
    draw.upload("right", picture_of_a_three)
    draw.expect_answer(SAME)


def test_a_broken_file_gets_one_clear_line(draw: DrawPage, tmp_path: Path) -> None:
    contents = {"left": b"not a picture", "right": b"\x89PNG\r\n\x1a\n cut short"}
    for side, content in contents.items():
        broken = tmp_path / f"{side}.png"
        broken.write_bytes(content)
        draw.upload(side, broken)
        expect(draw.complaint(side)).to_have_count(1)
        assert "\n" not in draw.complaint(side).inner_text().strip()
    draw.back_to_drawing("right")
    draw.back_to_drawing("left")  # and the page goes on
    draw.draw("left", THREE)
    draw.draw("right", EIGHT)
    draw.expect_answer(DIFFERENT)
