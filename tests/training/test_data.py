"""The digits of a run: learned from or held out, never both; drawings beside them."""

from dataclasses import replace

import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.evaluation.metrics import balanced_accuracy
from siamese.training.data import REDRAWN, WRITTEN, TrainingData, prepare


def shown(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


@pytest.fixture(scope="module")
def drawn(digits: Digits) -> TrainingData:
    """The shipped recipe's digits, of 120."""
    return prepare(training_config("shipped", digits=120), digits)


def test_a_twelfth_is_held_out(digits: Digits) -> None:
    """Of 360 digits 30."""
    data = prepare(training_config("all-pairs"), digits)
    assert (len(data.images), len(data.labels)) == (330, 330)
    assert (len(data.validation_images), len(data.validation_labels)) == (30, 30)
    assert not shown(data.images) & shown(data.validation_images)
    assert shown(data.images) | shown(data.validation_images) == shown(digits.x_train)


def test_every_image_keeps_its_label(digits: Digits) -> None:
    labels = {image.tobytes(): y for image, y in zip(digits.x_train, digits.y_train, strict=True)}
    data = prepare(training_config("all-pairs", digits=200), digits)
    for images, own in (
        (data.images, data.labels),
        (data.validation_images, data.validation_labels),
    ):
        assert [labels[image.tobytes()] for image in images] == own.tolist()


@pytest.mark.parametrize(("asked", "got"), [(120, 120), (100_000, 360), (None, 360)])
def test_as_many_digits_as_asked_for(asked: int | None, got: int, digits: Digits) -> None:
    data = prepare(training_config("all-pairs", digits=asked), digits)
    assert len(data.images) + len(data.validation_images) == got


def test_held_out_digits_are_of_every_class_also_where_a_file_is_sorted(digits: Digits) -> None:
    order = np.argsort(digits.y_train, kind="stable")
    ordered = replace(digits, x_train=digits.x_train[order], y_train=digits.y_train[order])
    data = prepare(training_config("all-pairs"), ordered)
    assert len(set(data.validation_labels.tolist())) > 5
    assert set(data.labels.tolist()) == set(range(10))


def test_the_shipped_recipe_adds_drawings_to_both(drawn: TrainingData, digits: Digits) -> None:
    """Shares of 110 and of 10; the few that cannot be read are left out."""
    assert (len(drawn.images), len(drawn.validation_images)) == (
        len(drawn.labels),
        len(drawn.validation_labels),
    )
    assert drawn.images.dtype == drawn.validation_images.dtype == np.uint8
    for count, share in [
        (drawn.drawings, 110 * REDRAWN),
        (drawn.written, 110 * WRITTEN),
        (drawn.validation_drawings, 10 * REDRAWN),
        (drawn.validation_written, 10 * WRITTEN),
    ]:
        assert 0.8 * share - 1 <= count <= share
    assert not shown(drawn.images[110:]) & shown(digits.x_train)


def test_a_manifest_is_told_how_many_there_are(drawn: TrainingData) -> None:
    counts = drawn.counts()
    assert (counts["training_images"], counts["held_out_images"]) == (110, 10)
    kinds = ("images", "drawings", "handwriting")
    assert sum(counts[f"training_{kind}"] for kind in kinds) == len(drawn.images)
    assert sum(counts[f"held_out_{kind}"] for kind in kinds) == len(drawn.validation_images)
    assert counts["training_handwriting"] == drawn.written


def test_handwriting_comes_last_and_knows_what_it_is(
    drawn: TrainingData, shipped: Comparator
) -> None:
    """Positive and negative pairs of it are what the labels say, to the network of the app."""
    images, labels = drawn.images[-drawn.written :], drawn.labels[-drawn.written :]
    rows, columns = np.triu_indices(len(labels), 1)
    distances = shipped.distance(images[rows], images[columns])
    same = labels[rows] == labels[columns]
    assert balanced_accuracy(distances, same, shipped.threshold) > 0.9


def test_drawings_of_the_same_seed_are_the_same(drawn: TrainingData, digits: Digits) -> None:
    again = prepare(training_config("shipped", digits=120), digits)
    np.testing.assert_array_equal(again.images, drawn.images)
    np.testing.assert_array_equal(again.validation_labels, drawn.validation_labels)
