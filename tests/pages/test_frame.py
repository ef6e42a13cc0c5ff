"""The frame: every page is listed, pictured, and opens inside it."""

import ast
from pathlib import Path

import pytest

from pages._ui.shared import index_html, style_sheets
from tests.pages.visitor import APP, Visitor

PAGES = sorted(path for path in (APP.parent / "pages").glob("*.py") if path.stem != "__init__")
LESSONS = [page for page in PAGES if page.stem != "home"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_opens_inside_the_frame(visitor: Visitor, page: Path) -> None:
    visitor.open(f"pages/{page.name}")
    assert len(visitor.app.title) == 1


def test_every_style_sheet_is_sent() -> None:
    names = [file.stem for file in style_sheets.FOLDER.iterdir()]
    assert sorted(names) == sorted(style_sheets.SHEETS)
    assert style_sheets.STYLE in index_html.index_html(())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_enters_through_the_frame(page: Path) -> None:
    """Without it, the page's address opened first on a cold server would show it frameless."""
    statements = [ast.unparse(node) for node in ast.parse(page.read_text(encoding="utf-8")).body]
    imports = ("import ", "from ", "if TYPE_CHECKING", "'", '"')
    assert next(s for s in statements if not s.startswith(imports)) == "frame.enter()"


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.stem)
def test_a_lesson_ends_with_the_code(visitor: Visitor, page: Path) -> None:
    visitor.open(f"pages/{page.name}")
    folded = visitor.app.expander[-1]
    assert folded.label == "The code"
    assert not folded.code
    visitor.app.session_state["code"] = True
    visitor.reopen()
    assert visitor.app.expander[-1].code
