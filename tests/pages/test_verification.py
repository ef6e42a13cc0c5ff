"""The Verification page: its parts, and the address that chooses among them."""

import pytest

from tests.pages.fresh import heavy_imports
from tests.pages.visitor import Visitor

VERIFICATION = "verification.py"
PARTS = ["Threshold", "Map", "One-shot", "Your own pictures"]


@pytest.mark.parametrize("part", PARTS)
def test_the_address_chooses_the_part(visitor: Visitor, part: str) -> None:
    visitor.app.query_params["part"] = part
    visitor.open(VERIFICATION)
    assert visitor.app.title[0].value == "Verification"
    assert visitor.app.button_group(key="part").options == PARTS
    assert visitor.app.button_group(key="part").value == part


@pytest.mark.parametrize("garbage", ["", "nothing", "<b>", "Map,Threshold"])
def test_an_unknown_part_is_the_first(visitor: Visitor, garbage: str) -> None:
    visitor.app.query_params["part"] = garbage
    visitor.open(VERIFICATION)
    assert any("Which threshold is best?" in one.value for one in visitor.app.markdown)


def test_each_part_leads_to_each_other(visitor: Visitor) -> None:
    visitor.open(VERIFICATION)
    for part in [*PARTS[1:], *PARTS]:
        visitor.app.button_group(key="part").set_value(part).run()
        assert not visitor.app.exception
        assert visitor.app.button_group(key="part").value == part


def test_the_page_opens_without_tensorflow() -> None:
    assert heavy_imports("verification.py", "Verification") <= {"altair", "scipy"}
