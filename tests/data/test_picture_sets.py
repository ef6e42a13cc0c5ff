"""Sets of pictures as people make them: the labels of a ZIP, and of the same folder."""

import io
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from siamese.data.image_folder import DrawnSet, folder_pictures, read_drawn
from siamese.data.image_zip import zipped_pictures
from siamese.preprocessing import read_picture
from siamese.preprocessing.image_file import SUFFIXES
from tests.support.glyphs import on_paper, write

PILLOW = {"JFIF": "JPEG", "JPG": "JPEG", "TIF": "TIFF", "HEIC": "HEIF"}


def encoded(digit: int, suffix: str = ".png") -> bytes:
    file = io.BytesIO()
    kind = suffix[1:].upper()
    image = Image.fromarray(on_paper(write(digit))).convert("RGB")
    if kind in ("HEIC", "HEIF"):
        pillow_heif.from_pillow(image).save(file, quality=90)
    else:
        image.save(file, PILLOW.get(kind, kind))
    return file.getvalue()


def both_ways(files: dict[str, bytes], folder: Path) -> list[DrawnSet]:
    """The files as a ZIP and as a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return [
        read_drawn(zipped_pictures(packed.getvalue())),
        read_drawn(folder_pictures(folder)),
    ]


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["3/a.png", "7/b.png"], ["3", "7"]),
        (["three/a.png", "seven/b.png"], ["seven", "three"]),
        (["set/3/a.png", "set/7/b.png"], ["3", "7"]),
        (["set/of/3/a.png", "set/of/7/b.png"], ["3", "7"]),
        (["3/anna/a.png", "3/ben/a.png", "7/anna/a.png"], ["3", "3", "7"]),
        (["set/3/anna/a.png", "set/3/ben/a.png", "set/7/anna/a.png"], ["3", "3", "7"]),
        (["3/a.png", "3/ben/a.png", "7/anna/a.png"], ["3", "3", "7"]),
        (["13/a.png", "17/b.png"], ["13", "17"]),
    ],
)
def test_the_label_is_the_first_folder_below_the_common_one(
    names: list[str], labels: list[str], tmp_path: Path
) -> None:
    for found in both_ways({name: encoded(3) for name in names}, tmp_path):
        assert sorted(found.labels.tolist()) == labels
        assert found.left_out == []


def test_one_name_in_two_forms_of_unicode_is_one_label(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "né") for form in ("NFC", "NFD")]
    assert names[0] != names[1]
    files = {f"{names[0]}/a.png": encoded(3), f"{names[1]}/b.png": encoded(3),
             "7/a.png": encoded(7)}  # fmt: skip
    for found in both_ways(files, tmp_path):
        assert np.unique(found.labels).tolist() == ["7", names[0]]


def test_what_systems_leave_behind_is_no_picture(tmp_path: Path) -> None:
    files = {"3/a.png": encoded(3), "7/a.png": encoded(7)}
    files |= dict.fromkeys(["3/._a.png", "__MACOSX/3/._a.png", "7/Thumbs.db", ".DS_Store"], b"\0")
    for found in both_ways(files, tmp_path):
        assert (len(found.images), found.left_out) == (2, [])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("capital", [False, True])
def test_every_kind_of_picture_is_taken(suffix: str, capital: bool, tmp_path: Path) -> None:
    name = f"3/a{suffix.upper() if capital else suffix}"
    expected = read_picture(encoded(3))
    for found in both_ways({name: encoded(3, suffix), "7/b.png": encoded(7)}, tmp_path):
        assert found.labels.tolist() == ["3", "7"]
    picture = read_picture(encoded(3, suffix))
    assert np.abs(picture.astype(int) - expected).mean() < 5


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    files = {
        "3/a.png": encoded(3),
        "7/notes.txt": b"words",
        "7/b.pdf": b"%PDF",
        "c.png": encoded(7),
    }
    for found in both_ways(files, tmp_path):
        assert found.labels.tolist() == ["3"]
        reasons = {
            Path(name).name: reason
            for name, reason in (line.split(": ", 1) for line in found.left_out)
        }
        assert sorted(reasons) == ["b.pdf", "c.png", "notes.txt"]
        assert reasons["c.png"] == "It is not in a folder: the folder's name is the label."
        assert reasons["b.pdf"].startswith("It is not a picture")
