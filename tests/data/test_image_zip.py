"""A ZIP of pictures: what is in it, what is passed over, and what is refused without harm."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from siamese.data import image_zip
from siamese.data.image_folder import DrawnSet, read_drawn
from siamese.data.image_zip import ZipError, example_zip, zipped_pictures
from siamese.files import png
from siamese.preprocessing import DrawingError, to_digit
from tests.support.glyphs import on_paper, write

THREE, SEVEN = png(on_paper(write(3))), png(on_paper(write(7)))


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def drawn(content: bytes) -> DrawnSet:
    return read_drawn(zipped_pictures(content))


def reasons(content: bytes) -> list[str]:
    return drawn(content).left_out


def test_pictures_go_the_way_of_a_drawing() -> None:
    found = drawn(pack({"7/a.png": SEVEN, "3/b.png": THREE}))
    assert found.labels.tolist() == ["3", "7"]
    assert found.classes.tolist() == [0, 1]
    np.testing.assert_array_equal(found.images[0], to_digit(on_paper(write(3))))
    np.testing.assert_array_equal(found.images[1], to_digit(on_paper(write(7))))
    assert found.left_out == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("star/a.png", "star"),
        ("my digits/3/a.PNG", "3"),
        ("all/of/them/β 1/a.jpeg", "β 1"),
        ("my digits\\3\\a.png", "3"),  # as some programs for Windows pack
    ],
)
def test_the_label_is_the_folder_a_picture_lies_in(name: str, label: str) -> None:
    content = pack({name: THREE})
    assert [picture.label for picture in zipped_pictures(content)] == [label]
    assert drawn(content).labels.tolist() == [label]


def test_what_programs_add_is_passed_over() -> None:
    files = {
        "3/a.png": THREE,
        "__MACOSX/3/._a.png": b"of macOS",
        "3/.hidden.png": b"hidden",
        ".git/3/a.png": b"hidden",
        "3/.DS_Store": b"of macOS",
        "3/Thumbs.db": b"of Windows",
        "README.txt": b"words",
        "3/": b"",
    }
    found = drawn(pack(files))
    assert len(found.images) == 1
    (line,) = found.left_out  # what somebody has put there is named
    assert line.startswith("README.txt: It is not a picture: png, jpg, ")


@pytest.mark.parametrize(
    "name",
    ["../3/a.png", "3/../../a.png", "/etc/3/a.png", "C:/3/a.png", "C:\\3\\a.png", "..\\3\\a.png"],
)
def test_a_path_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    (line,) = reasons(pack({name: THREE}))
    assert "Its path leads out of the ZIP." in line


def test_nothing_touches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    drawn(pack({"3/a.png": THREE, "../b.png": THREE, "c/../../d.png": THREE}))
    assert list(tmp_path.rglob("*")) == []
    assert not (tmp_path.parent / "b.png").exists()


def test_a_link_is_refused() -> None:
    link = zipfile.ZipInfo("3/a.png")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, b"/etc/passwd")
    assert reasons(file.getvalue()) == ["3/a.png: It is a link to another file."]


def test_a_label_has_an_end() -> None:
    found = drawn(pack({"a" * 60 + "/a.png": THREE, "b" * 60_000 + "/a.png": THREE}))
    assert found.labels.tolist() == ["a" * 60]
    (line,) = found.left_out
    assert line.endswith("Its folder's name, the label, is over 60 characters long.")


def test_bad_pictures_are_named_in_one_line_each() -> None:
    blank = png(np.full((50, 50), 255, np.uint8))
    files = {"3/a.png": THREE, "3/b.png": b"words", "3/c.png": blank, "d.png": THREE,
             "3/e\n.png": b""}  # fmt: skip
    found = drawn(pack(files))
    assert found.labels.tolist() == ["3"]
    assert [line.split(":")[0] for line in found.left_out] == ["3/b.png", "3/c.png", "3/e?.png",
                                                               "d.png"]  # fmt: skip
    assert found.left_out[0] == "3/b.png: This is not a picture: choose a PNG or JPEG."
    assert found.left_out[3] == "d.png: It is not in a folder: the folder's name is the label."
    assert not any("\n" in line for line in found.left_out)


def test_a_locked_picture_is_refused() -> None:
    """The flag of a password, in the list and before the file."""
    content = bytearray(pack({"3/a.png": THREE}, zipfile.ZIP_STORED))
    for signature, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.index(signature) + flags] |= 1
    assert reasons(bytes(content)) == ["3/a.png: It has a password."]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_bounds_is_refused(method: int) -> None:
    (line,) = reasons(pack({"3/a.png": THREE}, method))
    assert "compression method is not supported" in line


def declared(content: bytes, size: int) -> bytes:
    """A ZIP of one file that says another size of it, in both places."""
    changed = bytearray(content)
    for signature, place in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = changed.index(signature) + place
        changed[at : at + 4] = struct.pack("<I", size)
    return bytes(changed)


@pytest.mark.parametrize("size", [1, 4_000_000_000])
def test_a_size_that_is_declared_is_not_believed(size: int) -> None:
    """300 MB of zeros in 300 kB: no more of it is unpacked than a picture may have."""
    bomb = declared(pack({"3/a.png": bytes(300 << 20)}), size)
    assert len(bomb) < 1 << 20
    tracemalloc.start()
    (line,) = reasons(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert line == ("3/a.png: It is over 10 MB." if size > 1 else "3/a.png: It is damaged.")
    assert most < 60 << 20


def test_many_files_over_the_same_bytes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is small, all together are not."""
    monkeypatch.setattr(image_zip._Budget, "__init__", lambda self: self.__dict__.update(
        size=3 * len(THREE), area=10**9))  # fmt: skip
    content = pack({f"3/{number}.png": THREE for number in range(5)})
    with pytest.raises(ZipError, match="The pictures of this ZIP are over 200 MB or"):
        drawn(content)


def test_pixels_are_bounded() -> None:
    """A page of 26 megapixels takes 30 kB; forty of 25 are the most."""
    page = png(Image.new("L", (5200, 5000), 255))
    assert reasons(pack({"3/a.png": page})) == [
        "3/a.png: This picture has too many pixels: choose a smaller one."
    ]
    pictures = zipped_pictures(pack({f"3/{number}.png": page for number in range(41)}))
    for picture in pictures[:40]:
        with pytest.raises(DrawingError):
            picture.content()
    with pytest.raises(ZipError, match="1,000 megapixels"):
        pictures[40].content()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This is not a ZIP file, or it is damaged"),
        (b"no ZIP", "This is not a ZIP file, or it is damaged"),
        (pack({"3/a.png": THREE})[:-30], "This is not a ZIP file, or it is damaged"),
        (pack({}), "holds no pictures: put them in folders, as in 7/a.png"),
        (pack({"3/a.txt": THREE, "b.docx": b""}), "holds no pictures"),
        (pack({f"3/{number}.png": b"" for number in range(2001)}), "holds 2,001 pictures"),
        (pack({f"{number}": b"" for number in range(10_001)}), "holds over 10,000 files"),
        (bytes((50 << 20) + 1), "is over 50 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_one_line(content: bytes, words: str) -> None:
    with pytest.raises(ZipError, match=words) as refusal:
        zipped_pictures(content)
    assert "\n" not in str(refusal.value)


def test_a_damaged_zip_is_refused_or_gives_undamaged_pictures() -> None:
    """Every 20th byte in turn is inverted; a checksum of each picture is in the ZIP."""
    whole = pack({"3/a.png": THREE, "7/b.png": SEVEN})
    digits = [to_digit(on_paper(write(digit))).tobytes() for digit in (3, 7)]
    left_out = 0
    for at in range(0, len(whole), 20):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        try:
            found = drawn(bytes(damaged))
        except ZipError:
            continue
        assert {image.tobytes() for image in found.images} <= set(digits)
        left_out += len(found.left_out)
    assert left_out > 0


def test_the_example_shows_what_it_was_made_of() -> None:
    """Two digits as MNIST has them come back as they went, but for the smoothing on the way."""
    digits = np.stack([to_digit(on_paper(write(digit))) for digit in (3, 7)])
    content = example_zip(digits, [3, 7], "my-digits")
    assert content == example_zip(digits, [3, 7], "my-digits")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["my-digits/3/000.png", "my-digits/7/001.png"]
    found = drawn(content)
    assert found.labels.tolist() == ["3", "7"]
    apart = np.abs(found.images.astype(int) - digits)
    assert apart.mean() < 6


def test_progress_is_told_before_each_picture() -> None:
    told: list[int] = []
    read_drawn(zipped_pictures(pack({"3/a.png": THREE, "7/b.png": b""})), told.append)
    assert told == [0, 1]
