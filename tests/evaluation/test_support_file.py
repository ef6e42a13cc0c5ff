"""A support set as a file: read as it was written, and bad files refused in one line."""

import base64
import io
import json
import struct
import unicodedata
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from siamese.evaluation.support_file import LARGEST_FILE, LARGEST_PICTURE, pack, unpack
from siamese.evaluation.support_set import SupportError, SupportSet

NAMES = st.text(st.characters(categories=["L", "Nd", "So", "Sm"]), min_size=1, max_size=8)


def some_set(names: list[str], counts: list[int], seed: int = 0) -> SupportSet:
    rng = np.random.default_rng(seed)
    support = SupportSet()
    for name, count in zip(names, counts, strict=True):
        for _ in range(count):
            support = support.add(name, rng.integers(0, 256, (28, 28), np.uint8))
    return support


def same(left: SupportSet, right: SupportSet) -> bool:
    """The same symbols with the same examples, in whatever order these came."""
    return left.names == right.names and all(
        np.array_equal(left.images[left.labels == at], right.images[right.labels == at])
        for at in range(len(left.names))
    )


@given(symbols=st.dictionaries(NAMES, st.integers(1, 5), min_size=2, max_size=10))
def test_a_set_is_read_as_it_was_written(symbols: dict[str, int]) -> None:
    """Two names may be one after composing their characters: such sets are left out."""
    if len({unicodedata.normalize("NFC", name) for name in symbols}) == len(symbols):
        support = some_set(list(symbols), list(symbols.values()))
        assert same(unpack(pack(support)), support)
        assert pack(unpack(pack(support))) == pack(support)


def test_the_largest_set_fits_although_noise_packs_badly() -> None:
    largest = some_set([f"{'و' * 19}{n}" for n in range(10)], [5] * 10)
    assert same(unpack(pack(largest)), largest)
    assert len(pack(largest)) < LARGEST_FILE


def test_other_programs_can_read_the_pictures() -> None:
    support = some_set(["a", "ب"], [1, 2])
    file = json.loads(pack(support))
    assert [symbol["name"] for symbol in file["symbols"]] == ["a", "ب"]
    content = base64.b64decode(file["symbols"][1]["examples"][1])
    np.testing.assert_array_equal(Image.open(io.BytesIO(content)), support.images[2])


def png(pixels: np.ndarray, kind: str = "PNG") -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def chunk(name: bytes, content: bytes) -> bytes:
    whole = name + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def made_up_png(width: int, height: int, pixels: bytes) -> str:
    """A PNG that says what it likes of its size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + data).decode()


INK = np.full((28, 28), 200, np.uint8)
GOOD = png(INK)
NOISE = png(np.random.default_rng(1).integers(0, 256, (28, 28), np.uint8))
BAD_PICTURES = {
    "not Base64": "?" * 8,
    "no picture": base64.b64encode(b"hello").decode(),
    "nothing": "",
    "a number": 7,
    "a list": [GOOD],
    "cut short": NOISE[: len(NOISE) // 2],
    "27 wide": png(INK[:, 1:]),
    "as large as a pad": png(np.full((300, 300), 200, np.uint8)),
    "in colour": png(np.full((28, 28, 3), 200, np.uint8)),
    "a JPEG": png(INK, "JPEG"),
    "a GIF": png(INK, "GIF"),
    "without ink": png(INK * 0),
    "a bomb": made_up_png(30_000, 30_000, bytes(4_000_000)),
    "fewer rows than it says": made_up_png(28, 28, bytes(29 * 3)),
    "too many bytes": base64.b64encode(bytes(LARGEST_PICTURE + 1)).decode(),
}


def with_symbols(make: Callable[[list[dict[str, Any]]], Any]) -> bytes:
    """A file whose list of symbols was made into something else."""
    file = json.loads(pack(some_set(["a", "b"], [1, 1])))
    file["symbols"] = make(file["symbols"])
    return json.dumps(file).encode()


def refused(content: bytes) -> str:
    with pytest.raises(SupportError) as caught:
        unpack(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("picture", BAD_PICTURES.values(), ids=BAD_PICTURES.keys())
def test_a_bad_picture_is_refused(picture: object) -> None:
    refused(with_symbols(lambda symbols: [symbols[0], {**symbols[1], "examples": [picture]}]))


def test_a_good_picture_of_another_program_is_taken() -> None:
    """The same way with nothing wrong: so what is refused above is refused for its picture."""
    content = with_symbols(lambda symbols: [symbols[0], {**symbols[1], "examples": [GOOD]}])
    np.testing.assert_array_equal(unpack(content).images[1], INK)


def test_more_pixels_than_announced_are_not_unpacked() -> None:
    """A PNG of 28x28 with megabytes behind its last row is the picture, and no more."""
    pixels = b"".join(b"\0" + bytes([200]) * 28 for _ in range(28)) + bytes(2_000_000)
    content = with_symbols(
        lambda symbols: [symbols[0], {**symbols[1], "examples": [made_up_png(28, 28, pixels)]}]
    )
    np.testing.assert_array_equal(unpack(content).images[1], INK)


@pytest.mark.parametrize(
    "make",
    [
        lambda symbols: symbols[:1],
        lambda symbols: [{**symbols[0], "name": str(n)} for n in range(11)],
        lambda symbols: [symbols[0], symbols[0]],
        lambda symbols: [symbols[0], {**symbols[1], "examples": []}],
        lambda symbols: [symbols[0], {**symbols[1], "examples": [GOOD] * 6}],
        lambda symbols: [symbols[0], {**symbols[1], "examples": GOOD}],
        lambda symbols: [symbols[0], {**symbols[1], "name": "x" * 21}],
        lambda symbols: [symbols[0], {**symbols[1], "name": ""}],
        lambda symbols: [symbols[0], {**symbols[1], "name": "\ud800"}],
        lambda symbols: [symbols[0], {**symbols[1], "name": 5}],
        lambda symbols: [symbols[0], {"name": "b"}],
        lambda symbols: [symbols[0], "b"],
        lambda symbols: {"a": symbols},
        lambda symbols: None,
    ],
)
def test_a_bad_set_is_refused(make: Callable[[list[dict[str, Any]]], Any]) -> None:
    refused(with_symbols(make))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"kind": "other", "symbols": []}', id="other"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b"9" * 5000, id="long number"),
        pytest.param(pack(some_set(["a", "b"], [1, 1]))[:-40], id="cut"),
    ],
)
def test_what_is_no_set_is_refused(content: bytes) -> None:
    assert "downloaded here" in refused(content)


def test_a_file_that_is_too_large_is_not_looked_into() -> None:
    assert "KB" in refused(b" " * (LARGEST_FILE + 1))
