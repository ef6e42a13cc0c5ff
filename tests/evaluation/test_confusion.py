"""Confusions counted again in a loop."""

import numpy as np

from siamese.evaluation.confusion import confusion_matrix, examples, top_confusions


def test_each_cell_is_a_count() -> None:
    rng = np.random.default_rng(1)
    labels, predicted = rng.integers(0, 10, (2, 500))
    matrix = confusion_matrix(labels.astype(np.uint8), predicted)
    for truth in range(10):
        for said in range(10):
            found = sum(a == truth and b == said for a, b in zip(labels, predicted, strict=True))
            assert matrix[truth, said] == found
            assert len(examples(labels, predicted, truth, said)) == found
    assert matrix.sum() == 500


def test_the_commonest_mistakes_come_first_and_what_is_right_is_none() -> None:
    labels = np.array([1, 1, 1, 4, 4, 4, 9, 2])
    predicted = np.array([1, 7, 1, 9, 9, 4, 4, 2])
    matrix = confusion_matrix(labels, predicted)
    assert top_confusions(matrix, 10) == [(4, 9, 2), (1, 7, 1), (9, 4, 1)]
    assert top_confusions(matrix, 1) == [(4, 9, 2)]
    assert top_confusions(np.eye(10, dtype=int), 5) == []


def test_examples_are_the_digits_behind_a_cell() -> None:
    labels, predicted = np.array([4, 4, 9, 4]), np.array([9, 4, 9, 9])
    assert examples(labels, predicted, 4, 9).tolist() == [0, 3]
