"""A file is there whole, or as it was."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from siamese.files import atomic_write, png, write_text


def test_a_file_is_written(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "deep" / "er" / "note.txt") as temporary:
        assert temporary.suffix == ".txt"
        temporary.write_text("new")
    assert (tmp_path / "deep" / "er" / "note.txt").read_text() == "new"
    assert [path.name for path in (tmp_path / "deep" / "er").iterdir()] == ["note.txt"]


def test_a_file_is_not_there_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("old")
    with atomic_write(path) as temporary:
        temporary.write_text("half")
        assert path.read_text() == "old"
    assert path.read_text() == "half"


@pytest.mark.parametrize("failure", [RuntimeError, OSError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    (tmp_path / "note.txt").write_text("old")
    with (
        pytest.raises(failure),
        atomic_write(tmp_path / "note.txt") as temporary,
        temporary.open("w") as file,
    ):
        raise failure(file.write("half"))
    assert (tmp_path / "note.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_failure_leaves_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), atomic_write(tmp_path / "note.txt"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_replaces_an_earlier_one(tmp_path: Path) -> None:
    old = tmp_path / "model"
    old.mkdir()
    (old / "old.txt").write_text("old")
    with atomic_write(old) as temporary:
        temporary.mkdir()
        (temporary / "new.txt").write_text("new")
    assert [path.name for path in old.iterdir()] == ["new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    write_text(tmp_path / "note.txt", "28×28 …")
    assert (tmp_path / "note.txt").read_bytes() == "28×28 …".encode()


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 3)])
def test_a_png_holds_the_picture(shape: tuple[int, ...]) -> None:
    """An array or a Pillow image make the same file."""
    picture = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    content = png(picture)
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image), picture)
    assert png(Image.fromarray(picture)) == content
