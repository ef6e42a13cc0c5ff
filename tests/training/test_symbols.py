"""The symbols of a run: what is held out, how batches are put together, and a small run."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from siamese.config import training_config
from siamese.data.symbols import Symbols
from siamese.handwriting.tracing import line_of
from siamese.preprocessing.augmentation import Distortion
from siamese.training.data import TrainingData
from siamese.training.symbols import (
    DIGITS_EACH,
    EACH,
    HANDS,
    ROTATIONS,
    SymbolBatches,
    held_out,
    prepare_symbols,
    turned,
)
from siamese.training.trainer import train

DRAWERS, CLASSES = 6, 48
NAMES = np.repeat(["A", "B", "C", "D"], 12)  # B is held out


@pytest.fixture(scope="module")
def symbols() -> Symbols:
    """Four alphabets of twelve symbols, each of three points anywhere, drawn by six people.

    Of each symbol, five drawings are strokes and one is a picture.
    """
    rng = np.random.default_rng(4)
    shapes = rng.uniform(0, 100, (CLASSES, 3, 2))
    lines = [
        line_of([shape + rng.normal(0, 4, (3, 2))]) for shape in shapes for _ in range(DRAWERS - 1)
    ]
    pictures = np.zeros((CLASSES, 28, 28), np.uint8)
    pictures[:, 4:24, 14] = 255
    pictures[:, 5, 6:20] = 5 * np.arange(CLASSES)[:, None]  # so that it can be told again
    return Symbols(
        np.stack(lines),
        np.repeat(np.arange(CLASSES), DRAWERS - 1),
        pictures,
        np.arange(CLASSES),
        NAMES,
        [{"name": "Signs", "licence": "MIT", "sha256": "ab"}],
    )


@pytest.fixture(scope="module")
def data(symbols: Symbols) -> TrainingData:
    return prepare_symbols(training_config("symbols"), symbols)


def test_every_seventh_alphabet_of_omniglot_is_held_out() -> None:
    names = np.array([f"{letter}{number}" for letter in "KAB" for number in range(5)])
    assert names[held_out(names)].tolist() == ["A1", "B3"]
    assert not held_out(np.array(["A", *["UNIPEN letters"] * 3])).any()


def test_no_symbol_is_in_two_parts(data: TrainingData) -> None:
    """Six of the held-out alphabet's symbols are for validation, six for the test."""
    parts = [set(part.tolist()) for part in (data.labels, data.validation_labels, data.test_labels)]
    assert parts[1] | parts[2] == set(range(12, 24))
    assert len(parts[1]) == len(parts[2]) == 6
    assert parts[0] == set(range(CLASSES + 10)) - set(range(12, 24))
    assert len(data.validation_images) == 6 * DRAWERS


def test_strokes_are_written_several_times_and_pictures_kept(data: TrainingData) -> None:
    learned = CLASSES - 12
    assert data.counts() == {
        "training_images": learned * DRAWERS,
        "training_drawings": len(HANDS) * learned * (DRAWERS - 1),
        "training_handwriting": 10 * DIGITS_EACH,
        "held_out_images": 6 * DRAWERS,
        "held_out_drawings": 0,
        "held_out_handwriting": 0,
    }
    picture = data.images[data.labels == 9][:, 5, 10].tolist()
    assert 5 * 9 in picture


@pytest.mark.parametrize(
    ("alphabets", "why"),
    [
        (["A", "B"] + 46 * ["C"], "The symbols for the test are of one class"),
        (["A"] * 38 + ["B"] * 10, "12 symbols are needed .* Received for validation: 5"),
    ],
)
def test_too_few_symbols_are_refused(symbols: Symbols, alphabets: list[str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        prepare_symbols(training_config("symbols"), replace(symbols, alphabets=np.array(alphabets)))


@pytest.fixture
def batches(data: TrainingData) -> Callable[..., SymbolBatches]:
    def make(seed: int = 1, size: int = 32, distortion: Distortion | None = None) -> SymbolBatches:
        return SymbolBatches(data.images, data.labels, data.alphabets, size, seed, distortion)

    return make


def test_a_batch_shows_each_of_its_classes_four_times(
    batches: Callable[..., SymbolBatches], data: TrainingData
) -> None:
    """Each image, turned back, is one of its class: the label says class and rotation."""
    images, labels = batches()[3]
    assert images.shape == (32, 28, 28, 1)
    assert np.unique(labels, return_counts=True)[1].tolist() == [EACH] * 8
    classes = np.unique(data.labels)
    for image, label in zip(np.rint(images[..., 0] * 255), labels.astype(int), strict=True):
        back = np.rot90(np.pad(image, ((0, 1), (0, 1))), -(label % ROTATIONS))[:-1, :-1]
        own = data.images[data.labels == classes[label // ROTATIONS]]
        assert (np.abs(back[1:, 1:] - own[:, 1:, 1:]).max(axis=(1, 2)) == 0).any()


def test_half_of_a_batch_is_of_one_alphabet_in_one_rotation(
    batches: Callable[..., SymbolBatches], data: TrainingData
) -> None:
    """A, C and D have twelve symbols, our own handwriting ten digits."""
    made = batches(size=64)
    for number in range(10):
        codes = made.choose(np.random.default_rng(number))
        assert len(set(codes.tolist())) == 16
        alphabet = made.alphabets[codes[:8] // ROTATIONS]
        alike = (alphabet == alphabet[0]) & (codes[:8] % ROTATIONS == codes[0] % ROTATIONS)
        assert alike.all()


def test_the_seed_the_epoch_and_the_number_decide(batches: Callable[..., SymbolBatches]) -> None:
    one, same, other = batches(1), batches(1), batches(2)
    first = one[0][0]
    np.testing.assert_array_equal(first, same[0][0])
    assert not np.array_equal(first, other[0][0])
    assert not np.array_equal(first, one[1][0])
    one.on_epoch_end()
    assert not np.array_equal(first, one[0][0])
    assert not np.array_equal(first, batches(1, distortion=Distortion())[0][0])


def test_four_quarters_are_a_whole_turn() -> None:
    """Around pixel 14: the row above it comes to the column left of it."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 10, 14] = 255
    assert np.argwhere(turned(image, 1)[0]).tolist() == [[14, 10]]
    assert np.argwhere(turned(image, 2)[0]).tolist() == [[18, 14]]
    np.testing.assert_array_equal(turned(image, 4), image)


@pytest.mark.training
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_small_run(symbols: Symbols) -> None:
    """It learns; its manifest names the files; and the margin is of what it has learned."""
    trained = train(training_config("symbols", epochs=2, embedding_dim=16), symbols)
    manifest = trained.manifest
    assert manifest.data["sources"] == symbols.sources
    assert manifest.data["name"] == "Signs"
    assert manifest.data["test_images"] == 6 * DRAWERS
    losses = [epoch["loss"] for epoch in manifest.history if "loss" in epoch]
    assert losses[-1] < losses[0]
    assert manifest.auc > 0.6
    assert 0 <= manifest.one_shot.margin < 2
    embeddings = trained.comparator().embed(symbols.pictures)
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-5)
