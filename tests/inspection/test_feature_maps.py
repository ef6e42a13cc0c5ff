"""Feature maps: against models cut at that layer, and in the order that plain loops give."""

import threading

import keras
import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.config import IMG_SHAPE
from siamese.inspection.feature_maps import FeatureMaps, relative_difference, strongest
from siamese.network import ENCODERS


def images(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(256, size=(count, 28, 28), dtype=np.uint8)


@pytest.mark.parametrize("name", list(ENCODERS))
def test_as_a_network_cut_at_that_layer(name: str) -> None:
    """Tower by tower: the second one's channels stand behind the first one's."""
    encoder = ENCODERS[name](IMG_SHAPE, 8)
    maps, given = FeatureMaps(encoder), images(3)
    made = maps.of(given)
    assert len(made) == len(maps.blocks)
    for block, answer in zip(maps.blocks, made, strict=True):
        towers = [
            keras.Model(encoder.input, encoder.get_layer(layer).output)(given[..., None] / 255)
            for layer in block[-1].names
        ]
        np.testing.assert_allclose(answer, np.concatenate(towers, axis=-1), atol=1e-5)


def test_the_last_is_the_embedding(shipped: Comparator, shipped_encoder: keras.Model) -> None:
    given = images(2)
    made = FeatureMaps(shipped_encoder).of(given)
    np.testing.assert_allclose(made[-1], shipped.embed(given), atol=1e-5)


def test_threads_share_one(shipped_encoder: keras.Model) -> None:
    maps = FeatureMaps(shipped_encoder)
    given = [images(1, seed) for seed in range(8)]
    alone = [maps.of(one)[-1] for one in given]
    together: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        together[number] = maps.of(given[number])[-1]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in enumerate(alone):
        np.testing.assert_allclose(together[number], answer, atol=1e-6)


@pytest.mark.parametrize(
    "wrong", [np.zeros((1, 28, 28)), np.zeros((28, 28), "u1"), np.zeros((1, 28, 27), "u1")]
)
def test_images_of_another_form_are_refused(
    shipped_encoder: keras.Model, wrong: np.ndarray
) -> None:
    with pytest.raises(ValueError, match=r"Received: \w+ \(.*\)$"):
        FeatureMaps(shipped_encoder).of(wrong)


@pytest.mark.parametrize("shape", [(5, 4, 30), (30,)])
def test_the_strongest_channels_first(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    both = rng.normal(size=(2, *shape)).astype(np.float32)
    answers = [np.abs(both[..., channel]).sum() for channel in range(30)]
    order = sorted(range(30), key=lambda channel: -answers[channel])
    assert strongest(*both, 8) == order[:8]
    assert strongest(*both, 99) == order


def test_of_equals_the_first_stands_first() -> None:
    assert strongest(np.ones((2, 2, 20)), np.ones((2, 2, 20)), 3) == [0, 1, 2]


def test_relative_difference_by_hand() -> None:
    """(3, 0) and (0, 4) lie 5 apart and are 3 and 4 long: 5/7. Opposite ones 1, equal ones 0."""
    left = np.array([[3.0, 0], [1, -2], [1, -2], [1, -2], [0, 0]])
    right = np.array([[0.0, 4], [-1, 2], [1, -2], [0, 0], [0, 0]])
    expected = [5 / 7, 1, 0, 1, 0]
    np.testing.assert_allclose(relative_difference(left, right), expected)
    column = relative_difference(left[..., None], right[..., None])
    np.testing.assert_allclose(column, expected)


def test_differences_pair_by_pair(shipped: Comparator, shipped_encoder: keras.Model) -> None:
    """The pixels first, then every block, at last half the distance of the embeddings."""
    maps = FeatureMaps(shipped_encoder)
    left, right = images(30, seed=1), images(30, seed=2)
    found = maps.differences(left, right)
    assert found.shape == (1 + len(maps.blocks), 30)
    for pair in (0, 24, 25, 29):
        one, other = left[pair].astype(float), right[pair].astype(float)
        apart = np.linalg.norm(one - other) / (np.linalg.norm(one) + np.linalg.norm(other))
        assert found[0, pair] == pytest.approx(apart)
        a, b = (maps.of(side[pair : pair + 1])[2].astype(float) for side in (left, right))
        apart = np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
        assert found[3, pair] == pytest.approx(apart, abs=1e-5)
    np.testing.assert_allclose(found[-1], shipped.distance(left, right) / 2, atol=1e-5)
