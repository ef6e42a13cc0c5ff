"""A visitor for each test, and a server that starts anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pages._ui import network
from tests.pages.visitor import Visitor


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Visitor]:
    """Someone who has just opened the app, MNIST not being at hand."""
    monkeypatch.delenv("SIAMESE_MNIST", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    visitor = Visitor()
    yield visitor
    assert not visitor.app.exception


@pytest.fixture
def cold_network() -> Iterator[None]:
    """Nobody has asked for the network yet, and nobody keeps what this test loads."""
    network.loading.clear()
    yield
    network.loading.clear()
