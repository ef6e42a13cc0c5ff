"""What every page has in its address: the projector's view, and whether the slides are at hand."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from streamlit.testing.v1 import local_script_runner

from pages._ui.shared.query_params.address import INVALID
from tests.pages.test_query_params import GARBAGE
from tests.pages.visitor import APP, Visitor

PAGES = sorted(page.name for page in APP.parent.glob("[!_]*.py"))
FRAME = "siamese_lab.frame"
PROJECTOR = {"view": "projector"}
WITH_SLIDES = ("loss.py", "layers.py")  # whose first part has a remark on the slides


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained here: no worker is started for it."""
    monkeypatch.setattr("siamese.jobs.TrainingExecutor.warm", lambda self: None)


def come(visitor: Visitor, page: str, **address: Any) -> None:
    """Opens a page by an address that says this and nothing else."""
    visitor.app.query_params.clear()
    visitor.app.query_params.update(address)
    visitor.open(page)
    assert not visitor.app.exception


def folded(visitor: Visitor) -> list[str]:
    """The titles of what a page has folded."""
    return [one.label for one in visitor.app.expander]


def is_projector(visitor: Visitor) -> bool:
    """Whether the browser is told to make all type larger."""
    [told] = [
        one.proto.json
        for one in visitor.app.get("bidi_component")
        if one.proto.component_name == FRAME
    ]
    return '"view": "projector"' in told


def press_switch(visitor: Visitor) -> str:
    """Presses the switch; what it says then."""
    visitor.app.button(key="view-switch").click().run()
    label: str = visitor.app.button(key="view-switch").label
    return label


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_code_on_a_projector_and_its_code_otherwise(
    visitor: Visitor, page: str
) -> None:
    come(visitor, page)
    assert not is_projector(visitor)
    assert not visitor.app.query_params
    assert ("The code" in folded(visitor)) == (page not in ("home.py", "sheet.py"))
    come(visitor, page, **PROJECTOR)
    assert is_projector(visitor)
    assert "The code" not in folded(visitor)
    assert [code for code in visitor.app.code if code.language == "python"] == []
    assert visitor.app.query_params == PROJECTOR


@pytest.mark.parametrize("page", [page for page in PAGES if page != "draw.py"])
def test_the_next_page_has_it_in_its_address(visitor: Visitor, page: str) -> None:
    """A link of the navigation leads to an address without parameters."""
    come(visitor, "draw.py", view="projector", deck="off")
    come(visitor, page)
    assert visitor.app.query_params == {"view": "projector", "deck": "off"}
    assert is_projector(visitor)
    assert "On the slides" not in folded(visitor)


def test_the_switch_goes_there_and_back(visitor: Visitor) -> None:
    come(visitor, "draw.py")
    assert press_switch(visitor) == "Usual view"
    assert visitor.app.query_params == PROJECTOR
    come(visitor, "loss.py")
    assert is_projector(visitor)
    assert press_switch(visitor) == "Projector view"
    assert not visitor.app.query_params
    come(visitor, "draw.py")
    assert not is_projector(visitor)


@pytest.mark.parametrize("page", WITH_SLIDES)
def test_a_link_leaves_out_the_slides(visitor: Visitor, page: str) -> None:
    come(visitor, page)
    assert "On the slides" in folded(visitor)
    come(visitor, page, deck="off")
    assert "On the slides" not in folded(visitor)
    come(visitor, page, deck="on")  # a later link counts
    assert "On the slides" in folded(visitor)


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("name", ["view", "deck"])
def test_what_is_forged_is_named_and_changes_nothing(
    visitor: Visitor, name: str, garbage: str
) -> None:
    come(visitor, "loss.py", **{name: GARBAGE[garbage]})
    assert [line.value for line in visitor.app.warning] == [INVALID.format(name)]
    assert name not in visitor.app.query_params
    assert not is_projector(visitor)
    assert "On the slides" in folded(visitor)


def test_what_is_forged_does_not_end_the_projectors_view(visitor: Visitor) -> None:
    come(visitor, "draw.py", **PROJECTOR)
    come(visitor, "loss.py", view="<b>")
    assert is_projector(visitor)
    assert visitor.app.query_params == PROJECTOR


def test_back_shows_an_earlier_page_in_the_view_of_now(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier address still has no view, or the projector's after it was switched off."""
    back = functools.partial(local_script_runner.RerunData, is_history_navigation=True)
    come(visitor, "loss.py")
    come(visitor, "draw.py")
    press_switch(visitor)
    with monkeypatch.context() as going_back:
        going_back.setattr(local_script_runner, "RerunData", back)
        come(visitor, "loss.py")
    assert is_projector(visitor)
    assert visitor.app.query_params == PROJECTOR
    come(visitor, "draw.py")
    press_switch(visitor)
    with monkeypatch.context() as going_back:
        going_back.setattr(local_script_runner, "RerunData", back)
        come(visitor, "loss.py", **PROJECTOR)
    assert not is_projector(visitor)
    assert not visitor.app.query_params
