"""Files in MNIST's layout: what is read from them, what is refused and why, what is written."""

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from siamese.data.npz import NAMES, NpzFormatError, read_arrays, write_arrays
from tests.support.mnist_server import npz, small_arrays


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_bytes(npz())
    found = read_arrays(tmp_path / "mine.npz")
    assert tuple(found) == NAMES
    for name, array in small_arrays().items():
        np.testing.assert_array_equal(found[name], array)


def test_labels_are_bytes_whatever_they_were(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(npz(y_train=np.array([0, 1, 2, 9, 9, 5], np.int64)))
    labels = read_arrays(path)["y_train"]
    assert labels.dtype == np.uint8
    assert labels.tolist() == [0, 1, 2, 9, 9, 5]


def test_what_is_written_can_be_read_by_all(tmp_path: Path) -> None:
    """By us, and by NumPy as Keras reads it; the same arrays make the same file."""
    path = tmp_path / "new" / "mine.data"  # no suffix is added
    write_arrays(path, small_arrays())
    for name, array in small_arrays().items():
        np.testing.assert_array_equal(read_arrays(path)[name], array)
    with np.load(path) as content:
        assert sorted(content.files) == sorted(NAMES)
    assert {member.compress_type for member in zipfile.ZipFile(path).infolist()} == {
        zipfile.ZIP_DEFLATED
    }
    write_arrays(tmp_path / "again.npz", small_arrays())
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def without(name: str) -> bytes:
    file = io.BytesIO()
    np.savez(file, **{key: array for key, array in small_arrays().items() if key != name})
    return file.getvalue()


def that_claims(shape: tuple[int, ...]) -> bytes:
    """A small file whose first array says that it is huge."""
    array, file = io.BytesIO(), io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(array, header)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x_train.npy", array.getvalue())
    return file.getvalue()


def plain_npy() -> bytes:
    file = io.BytesIO()
    np.save(file, np.zeros((3, 28, 28), np.uint8))
    return file.getvalue()


def with_damage(at: float) -> bytes:
    content = bytearray(npz())
    place = int(at * len(content))
    content[place : place + 40] = bytes(40)
    return bytes(content)


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "damaged"),
    "text": (b"these are no digits", "damaged"),
    "pickle": (pickle.dumps({"x_train": [1]}), "damaged"),
    "pickled objects": (npz(x_train=np.array([{"a": 1}], dtype=object)), "damaged"),
    "truncated": (npz()[:-200], "damaged"),
    "half": (npz()[:1000], "damaged"),
    "a single array": (plain_npy(), "damaged"),
    "damaged data": (with_damage(0.3), "damaged"),
    "damaged directory": (with_damage(0.97), "damaged"),
    "huge": (that_claims((10**10, 28, 28)), "damaged"),
    "no y_test": (without("y_test"), "y_test"),
    "other size": (npz(x_test=np.zeros((3, 32, 32), np.uint8)), "x_test is uint8"),
    "floats": (npz(x_train=np.full((6, 28, 28), 80.0)), "x_train is uint8"),
    "channels": (npz(x_train=np.zeros((6, 28, 28, 1), np.uint8)), "x_train is uint8"),
    "too few labels": (npz(y_train=np.zeros(5, np.uint8)), "x_train is uint8"),
    "columns of labels": (npz(y_test=np.zeros((3, 1), np.uint8)), "x_test is uint8"),
    "labels past 9": (npz(y_test=np.array([1, 2, 10], np.uint8)), "labels from 0 to 9"),
    "labels below 0": (npz(y_test=np.array([1, 2, -1])), "labels from 0 to 9"),
    "labels with fractions": (npz(y_test=np.array([1.0, 2.0, 3.5])), "labels from 0 to 9"),
    "none": (
        npz(x_test=np.zeros((0, 28, 28), np.uint8), y_test=np.zeros(0, np.uint8)),
        "x_test is uint8",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_not_mnist_is_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    content, reason = REFUSED[name]
    path = tmp_path / "mine.npz"
    path.write_bytes(content)
    with pytest.raises(NpzFormatError, match=reason) as caught:
        read_arrays(path)
    assert "\n" not in str(caught.value)


class RunsWhenUnpickled:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("unpickled",)


def test_pickled_objects_are_not_even_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    trap = np.empty(1, dtype=object)
    trap[0] = RunsWhenUnpickled()
    (tmp_path / "mine.npz").write_bytes(npz(x_train=trap))
    with pytest.raises(NpzFormatError):
        read_arrays(tmp_path / "mine.npz")
    assert not (tmp_path / "unpickled").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NpzFormatError, match="No such file or directory"):
        read_arrays(tmp_path / "missing.npz")
    with pytest.raises(NpzFormatError, match="Is a directory"):
        read_arrays(tmp_path)
