"""Files of symbols: what each kind holds, and what is refused."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from siamese.data.symbols import SymbolsError, read_symbols
from siamese.files import sha256_of
from siamese.preprocessing import to_digit

# Three symbols of two alphabets, drawn by two people; two strokes each.
CHARACTER, DRAWER, ALPHABET = [4, 4, 5, 5, 9, 9], [0, 3] * 3, [0, 0, 0, 0, 1, 1]
LABELS = {
    "alphabets": np.array(["Runic", "Signs"]),
    "alphabet": np.array(ALPHABET),
    "character": np.array(CHARACTER),
    "drawer": np.array(DRAWER),
}
STROKES = {
    "xy": np.array([[0, 0], [0, 50], [10, 100], [20, 0], [41, 0]] * 6),
    "stroke_off": np.arange(13) // 2 * 5 + np.arange(13) % 2 * 3,
    "item_off": np.arange(7) * 2,
}


def picture(number: int) -> np.ndarray:
    """A cross whose height tells which it is: uint8 (105, 105), ink black."""
    paper = Image.new("L", (105, 105), 255)
    pen = ImageDraw.Draw(paper)
    pen.line([(20, 20 + 5 * number), (85, 20 + 5 * number)], fill=0, width=4)
    pen.line([(50, 10), (50, 95)], fill=0, width=4)
    return np.asarray(paper)


PICTURES = np.stack([picture(number) for number in range(6)])


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A ZIP as Omniglot's: a folder for each alphabet and for each of its symbols."""
    path = tmp_path / "images_background.zip"
    first = {0: 4, 1: 9}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images_background/", "")
        for number, (alphabet, character, drawer) in enumerate(
            zip(ALPHABET, CHARACTER, DRAWER, strict=True)
        ):
            file = io.BytesIO()
            Image.fromarray(PICTURES[number]).convert("1").save(file, "PNG")
            folder = (
                f"{LABELS['alphabets'][alphabet]}/character{character - first[alphabet] + 1:02}"
            )
            name = f"images_background/{folder}/{number:04}_{drawer + 1:02}.png"
            archive.writestr(name, file.getvalue())
    return path


def saved(path: Path, **arrays: np.ndarray) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def test_the_official_zip_and_the_npz_hold_the_same(official: Path, tmp_path: Path) -> None:
    npz = saved(tmp_path / "pictures.npz", **LABELS, images=PICTURES)
    for symbols in (read_symbols([official]), read_symbols([npz])):
        assert symbols.alphabets.tolist() == ["Runic", "Runic", "Signs"]
        assert symbols.picture_classes.tolist() == [0, 0, 1, 1, 2, 2]
        expected = np.stack([to_digit(one) for one in PICTURES])
        assert (symbols.pictures == expected).mean() > 0.99  # black and white in the ZIP
        assert symbols.lines.shape == (0, 128, 2)
    assert read_symbols([npz]).sources == [
        {"name": "Omniglot, background set", "licence": "MIT", "sha256": sha256_of(npz)}
    ]


def test_strokes_and_pictures_of_a_symbol_are_of_one_class(official: Path, tmp_path: Path) -> None:
    """Numbered through in the file, numbered by alphabet in the ZIP."""
    strokes = saved(tmp_path / "strokes.npz", **LABELS, **STROKES)
    symbols = read_symbols([official, strokes])
    assert symbols.line_classes.tolist() == symbols.picture_classes.tolist() == [0, 0, 1, 1, 2, 2]
    assert symbols.lines.shape == (6, 128, 2)
    assert symbols.name == "Omniglot, background set"
    other = read_symbols([strokes, official])
    assert other.sources == symbols.sources[::-1]
    assert other.sha256() != symbols.sha256()


def test_letters_of_unipen_are_an_alphabet(tmp_path: Path) -> None:
    """One writer's letters of one kind are different drawings."""
    path = saved(
        tmp_path / "letters.npz",
        **STROKES,
        character=np.array(["b", "a", "b", "a", "b", "b"]),
        writer=np.zeros(6, int),
    )
    symbols = read_symbols([path])
    assert symbols.line_classes.tolist() == [1, 0, 1, 0, 1, 1]
    assert symbols.alphabets.tolist() == ["UNIPEN letters"] * 2
    assert symbols.sources[0]["licence"] == "CC BY 4.0"


REFUSED: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("hello"),
    "cut off": lambda path: path.write_bytes(b"PK\3\4 and no more"),
    "an empty ZIP": lambda path: zipfile.ZipFile(path, "w").close(),
    "digits": lambda path: saved(path, x_train=PICTURES, y_train=np.arange(6)),
    "one array too many": lambda path: saved(path, **LABELS, images=PICTURES, more=PICTURES),
    "labels of fewer": lambda path: saved(path, **LABELS, images=PICTURES[:5]),
    "pickled": lambda path: saved(path, **LABELS, images=np.array([{}] * 6, object)),
    "no such alphabet": lambda path: saved(
        path, **{**LABELS, "alphabet": np.full(6, 7)}, images=PICTURES
    ),
    "strokes of numbers": lambda path: saved(path, **LABELS, **{**STROKES, "xy": np.arange(30)}),
}


@pytest.mark.parametrize("write", list(REFUSED.values()), ids=list(REFUSED))
def test_what_is_no_file_of_symbols_is_one_line(
    write: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "some.npz"
    write(path)
    with pytest.raises(SymbolsError) as refused:
        read_symbols([path])
    assert str(refused.value).startswith(f"{path}: damaged, or no file of symbols. Symbols are ")
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SymbolsError, match=r"nothing\.zip: No such file or directory"):
        read_symbols([tmp_path / "nothing.zip"])


def test_a_blank_picture_is_named(tmp_path: Path) -> None:
    blank = np.full_like(PICTURES, 255)
    with pytest.raises(SymbolsError, match="Runic, symbol 1, drawer 0: Nothing is drawn"):
        read_symbols([saved(tmp_path / "blank.npz", **LABELS, images=blank)])
