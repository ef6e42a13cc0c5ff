"""The examples in the docstrings of pages/_ui, whose modules pytest cannot collect by path.

A component may be registered once only, so that each module has to be imported by its own name.
"""

import doctest
import importlib
from pathlib import Path

import pytest

from tests.pages.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
WITH_EXAMPLES = [
    file.relative_to(ROOT)
    for file in sorted((ROOT / "pages" / "_ui").rglob("*.py"))
    if ">>>" in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("file", WITH_EXAMPLES, ids=str)
def test_examples_come_true(file: Path, visitor: Visitor) -> None:
    visitor.open("draw.py")  # registers the canvas, which some of them import
    module = importlib.import_module(".".join(file.with_suffix("").parts))
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, attempted = doctest.testmod(module, optionflags=flags)
    assert attempted
    assert not failed
