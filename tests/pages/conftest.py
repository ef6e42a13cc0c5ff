"""A visitor for each test, and a server that starts anew, without digits at hand."""

import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from streamlit.components.v2 import manifest_scanner

from pages._ui.shared import session
from siamese import comparator
from siamese.pictures import likeness
from tests.pages.visitor import Visitor


@pytest.fixture(autouse=True, scope="session")
def installed_components() -> Iterator[None]:
    """Streamlit's search of all installed packages for components, which AppTest begins at every
    run of a page, happens once: it took half the time of these tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program stays the program: AppTest puts the page in its place, and leaves it there.

    A process spawned later begins by running whatever stands there.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(autouse=True)
def own_executor() -> Iterator[None]:
    """A server of its own for each test: its runs, and the worker that waits, end with it."""
    session.executor.clear()
    yield
    session.executor().shutdown()
    session.executor.clear()


@pytest.fixture(autouse=True)
def no_digits_at_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No page of a test sees the digits of this machine."""
    monkeypatch.delenv("SIAMESE_MNIST", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """Someone who has just opened the app, MNIST not being at hand."""
    visitor = Visitor()
    yield visitor
    assert not visitor.app.exception


@pytest.fixture
def mnist_file(tmp_path: Path) -> Path:
    """A file in the layout of MNIST's, with four images, all alike."""
    images, labels = np.tile(np.eye(28, dtype=np.uint8) * 255, (4, 1, 1)), np.arange(4, dtype="u1")
    file = tmp_path / "mnist.npz"
    np.savez(file, x_train=images, y_train=labels, x_test=images, y_test=labels)
    return file


@pytest.fixture
def cold_network() -> Iterator[None]:
    """Nobody has asked for the network yet, and nobody keeps what this test loads."""
    loaded = comparator.shipped, comparator.for_symbols, likeness.likeness
    for one in loaded:
        one.clear()
    yield
    for one in loaded:
        one.clear()
