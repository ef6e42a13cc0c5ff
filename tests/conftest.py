"""What every test shares: a quiet TensorFlow, one Hypothesis profile, digits and the network."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from siamese.data.digits import VARIABLE, Digits, read_mnist
from tests.support.glyphs import printed_digits

if TYPE_CHECKING:
    import keras

    from siamese.comparator import Comparator

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # read once, when TensorFlow is first imported

# A busy machine is slow now and then: a deadline for one example would make tests fail by chance.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


SLOW_FIRST = ("browser", "jobs", "training")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow folders first, so that no process waits for the other at the end."""
    place = {folder: number for number, folder in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: place.get(item.path.parent.name, len(place)))


def pytest_collection_finish() -> None:
    """Takes all that is imported by now out of Python's garbage collection, as the server does.

    After each run of a page Streamlit clears Keras's session, which collects garbage in full.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def nowhere_to_download() -> Iterator[None]:
    """No test asks the network for MNIST: what it would ask is this machine, which refuses."""
    with pytest.MonkeyPatch.context() as everywhere:
        everywhere.setattr("siamese.data.digits.URL", "http://127.0.0.1:9/mnist.npz")
        everywhere.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture(autouse=True)
def the_same_seed() -> None:
    """Each test draws the same random weights at each run, wherever Keras is imported by now."""
    if "keras" in sys.modules:
        import keras  # waits for the thread of a page that is importing it

        keras.utils.set_random_seed(0)


@pytest.fixture(scope="session")
def mnist() -> Digits:
    """The real MNIST, where one is named."""
    if not os.environ.get(VARIABLE):
        pytest.skip(f"{VARIABLE} names no mnist.npz: not measured on real digits")
    return read_mnist(os.environ[VARIABLE])


@pytest.fixture(scope="session")
def digits() -> Digits:
    """A few hundred printed digits: enough to see that a network learns."""
    return printed_digits()


@pytest.fixture(scope="session")
def shipped() -> Comparator:
    """The network that comes with the app."""
    from siamese.comparator import Comparator

    return Comparator.load()


@pytest.fixture(scope="session")
def for_symbols() -> Comparator:
    """The network for symbols that comes with the app."""
    from siamese.comparator import Comparator
    from siamese.manifest import SYMBOLS

    return Comparator.load(SYMBOLS)


@pytest.fixture(scope="session")
def shipped_encoder() -> keras.Model:
    """The same network's encoder as Keras saved it."""
    from siamese.manifest import ASSETS
    from siamese.network import load_encoder

    return load_encoder(ASSETS)
