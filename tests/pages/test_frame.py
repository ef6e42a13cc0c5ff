"""The frame: every page is listed, pictured, and opens inside it."""

from pathlib import Path

import pytest

from pages._ui.shared import index_html, style_sheets
from tests.pages.visitor import APP, Visitor

PAGES = sorted(APP.parent.glob("[!_]*.py"))
LESSONS = [page for page in PAGES if page.stem not in ("home", "sheet")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_opens_inside_the_frame(visitor: Visitor, page: Path) -> None:
    visitor.open(page.name)
    assert len(visitor.app.title) == 1


def test_every_style_sheet_is_sent() -> None:
    names = [file.stem for file in style_sheets.FOLDER.iterdir()]
    assert sorted(names) == sorted(style_sheets.SHEETS)
    assert style_sheets.STYLE in index_html.index_html(())


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.stem)
def test_a_lesson_ends_with_the_code(visitor: Visitor, page: Path) -> None:
    visitor.open(page.name)
    folded = visitor.app.expander[-1]
    assert folded.label == "The code"
    assert not folded.code
    visitor.app.session_state["code"] = True
    visitor.reopen()
    assert visitor.app.expander[-1].code
