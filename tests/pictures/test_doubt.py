"""What looks like no digit, by digits, scribbles and digits that stand on their heads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from siamese.data.digits import Digits
from siamese.handwriting.renderer import write
from siamese.handwriting.tracing import line_of, trace
from siamese.manifest import NetworkError
from siamese.pictures import doubt
from siamese.pictures.doubt import DOUBTFUL, distance_to_digits, is_doubtful

DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[4:24, 13:15] = 255  # a 1


def share_doubted(images: np.ndarray) -> float:
    return float((distance_to_digits(images) > DOUBTFUL).mean())


def test_one_in_a_hundred_of_mnists_test_digits_is_doubted(mnist: Digits) -> None:
    assert share_doubted(mnist.x_test) < 0.012


def test_a_digit_on_its_head_is_doubted_where_it_is_no_digit_then(mnist: Digits) -> None:
    """A 4 and, mirrored, a 3; most of 8 and 0 stay what they are, though they lean backwards."""
    images = {digit: mnist.x_test[mnist.y_test == digit] for digit in (0, 3, 4, 8)}
    assert share_doubted(images[4][:, ::-1, ::-1]) > 0.95
    assert share_doubted(images[3][:, :, ::-1]) > 0.6
    assert share_doubted(np.concatenate([images[0], images[8]])[:, ::-1, ::-1]) < 0.15


def test_the_programs_own_digits_are_hardly_ever_doubted() -> None:
    written = write(np.arange(1000) % 10, np.random.default_rng(9))
    assert share_doubted(written) < 0.01


def test_scribbles_of_straight_lines_are_doubted() -> None:
    rng = np.random.default_rng(2)
    corners = [rng.random((rng.integers(6, 12), 2)) * 100 for _ in range(300)]
    lines = np.array([line_of([of]) for of in corners])
    assert share_doubted(trace(lines, rng, None)) > 0.75


def test_a_filled_shape_is_doubted_whatever_its_picture() -> None:
    assert not is_doubtful(DIGIT)
    assert not is_doubtful(DIGIT, np.ones((40, 4), bool))
    assert is_doubtful(DIGIT, np.ones((40, 30), bool))


def test_a_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "typical.npy"
    file.write_bytes(b"no array")
    monkeypatch.setattr(doubt, "TYPICAL", file)
    doubt._typical.clear()
    with pytest.raises(NetworkError, match=r"typical\.npy: cannot be read"):
        is_doubtful(DIGIT)
    monkeypatch.undo()
    assert not is_doubtful(DIGIT)
