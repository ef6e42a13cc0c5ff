"""The address: whatever it says, each page shows itself, and hands on what it shares."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from pages._ui.shared.query_params.address import INVALID
from pages._ui.shared.query_params.kinds import Choice, Number, Text
from pages._ui.shared.query_params.table import MOST, NAMES, PARAMS, SEVERAL, SHARED
from tests.pages.visitor import Visitor

PART_OF = {
    ("loss", "seed"): "Points on a plane",
    ("loss", "learning_rate"): "Points on a plane",
    ("layers", "seed"): "Dense layer",
    ("layers", "learning_rate"): "Line",
}
WIDGETS = ("slider", "select_slider", "number_input", "button_group", "selectbox", "text_input")


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained here: no worker is started for it."""
    monkeypatch.setattr("siamese.jobs.TrainingExecutor.warm", lambda self: None)


def file_of(page: str) -> str:
    """Where a page's program lies."""
    return f"{page}.py"


def widget(visitor: Visitor, name: str) -> Any:
    """The page's widget for a parameter; None if it has none just now."""
    for kind in WIDGETS:
        for found in visitor.app.get(kind):
            if found.key == name:
                return found
    return None


def ends(page: str, name: str) -> tuple[Any, Any]:
    """The lowest and the highest value of a parameter."""
    param = PARAMS[page][name]
    if isinstance(param, Choice):
        return param.options[0], param.options[-1]
    assert isinstance(param, Number)
    return param.low, param.high


def default(page: str, name: str) -> Any:
    """What a page shows unless it is told otherwise."""
    param = PARAMS[page][name]
    assert isinstance(param, Number | Choice)
    return param.default


def show(visitor: Visitor, page: str, name: str = "") -> None:
    """Opens a page, in the part that has a parameter; it shows no exception."""
    visitor.open(file_of(page))
    if (page, name) in PART_OF:
        visitor.app.button_group(key="part").set_value(PART_OF[page, name]).run()
    assert not visitor.app.exception


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_a_name_that_pages_have_in_common_breaks_none(visitor: Visitor, name: str) -> None:
    """Every ordered pair of the pages that have it, with the lowest and the highest value."""
    pages = [page for page in PARAMS if name in PARAMS[page]]
    own = {}  # by page: the value that was chosen there last
    for left, right in permutations(pages, 2):
        for end in ends(left, name):
            show(visitor, left, name)
            widget(visitor, name).set_value(end).run()
            own[left] = end
            show(visitor, right, name)
            shown = widget(visitor, name).value
            if name in SHARED:
                assert shown == PARAMS[right][name].fit(end)
            else:
                assert shown == own.get(right, default(right, name))
            show(visitor, left, name)
            assert widget(visitor, name).value == end
            assert not [line for line in visitor.app.warning if "The link" in line.value]


def test_a_shared_value_that_is_changed_is_the_new_one(visitor: Visitor) -> None:
    show(visitor, "training")
    widget(visitor, "margin").set_value(3.0).run()
    show(visitor, "loss")
    widget(visitor, "margin").set_value(0.75).run()
    show(visitor, "training")
    assert widget(visitor, "margin").value == 0.75


def test_a_seed_stands_in_the_address_of_its_own_page_only(visitor: Visitor) -> None:
    show(visitor, "pairs")
    widget(visitor, "seed").set_value(777).run()
    for page in ("loss", "layers", "verification"):
        show(visitor, page, "seed")
        assert "seed" not in visitor.app.query_params
        assert widget(visitor, "seed").value == 1
    show(visitor, "pairs")
    assert visitor.app.query_params["seed"] == "777"
    assert widget(visitor, "seed").value == 777


def test_a_page_without_parameters_hands_on_what_it_got(visitor: Visitor) -> None:
    show(visitor, "training")
    widget(visitor, "margin").set_value(1.4).run()
    show(visitor, "draw")
    show(visitor, "loss")
    assert widget(visitor, "margin").value == 1.4


HUGE = "9" * 5000
GARBAGE = {
    "empty": "",
    "repeated": ["1", "1"],
    "huge": HUGE,
    "endless": "1e999",
    "no number": "nan",
    "markup": "<b>",
    "unprintable": "\x00",
}


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("page", PARAMS)
def test_no_address_shows_an_exception(visitor: Visitor, page: str, garbage: str) -> None:
    """All parameters of a page at once; each that is invalid is named and taken out."""
    texts = GARBAGE[garbage]
    visitor.app.query_params.update(dict.fromkeys(PARAMS[page], texts))
    show(visitor, page)
    [line] = [line.value for line in visitor.app.warning if "The link" in line.value]
    named = line.removeprefix(INVALID.partition("{}")[0]).partition(";")[0].split(", ")
    free = {name for name, param in PARAMS[page].items() if isinstance(param, Text)}
    assert set(PARAMS[page]) - free <= set(named)
    assert not set(named) & visitor.app.query_params.keys()


@pytest.mark.parametrize("page", ["home", *PARAMS])
def test_parameters_of_other_pages_do_not_stay(visitor: Visitor, page: str) -> None:
    """They are no fault of the link; what belongs to no page is left alone."""
    visitor.app.query_params.update(dict.fromkeys(NAMES, HUGE), utm_source="course")
    for name in PARAMS.get(page, {}):
        del visitor.app.query_params[name]
    show(visitor, page)
    assert not visitor.app.warning
    assert visitor.app.query_params == {"utm_source": "course"}


@pytest.mark.parametrize("page", PARAMS)
def test_the_table_says_what_the_widgets_offer(visitor: Visitor, page: str) -> None:
    """Options, ranges and defaults of all widgets that a page shows at first."""
    show(visitor, page)
    for name, param in PARAMS[page].items():
        found = widget(visitor, name)
        if found is None:
            continue
        if isinstance(param, Choice):
            assert tuple(found.options) == param.options
        if isinstance(param, Choice) and found.value in param.options:
            assert found.value == param.default or not param.default
        if isinstance(param, Number) and param.high < MOST:
            assert (found.min, found.max, found.value) == (param.low, param.high, param.default)
