"""Pictures as a text: whatever is packed comes back, and whatever is damaged is refused."""

import base64
import re
import zlib

import numpy as np
import pytest

from siamese.data.digits import handwritten
from siamese.data.packed_digits import pack, unpack

ROOM = 900


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    """Handwriting: uint8 (n, 28, 28)."""
    return handwritten(700).x_train


def test_a_hundred_pairs_come_back_as_they_were_and_fit_an_address(digits: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    for pair in rng.integers(len(digits), size=(100, 2)):
        text = pack(digits[pair], ROOM)
        assert len(text) <= ROOM
        assert re.fullmatch(r"[\w-]+", text, re.ASCII)
        assert (unpack(text, 2) == digits[pair]).all()


@pytest.mark.parametrize("count", [1, 2, 50])
def test_noise_comes_back_where_there_is_room(count: int) -> None:
    noise = np.random.default_rng(count).integers(1, 256, (count, 28, 28)).astype(np.uint8)
    assert (unpack(pack(noise), count) == noise).all()


def test_noise_is_rounded_until_it_fits() -> None:
    """1,568 pixels of 4 bits are 784 bytes or 1,046 characters: 2 bits are what fits."""
    noise = np.random.default_rng(1).integers(1, 256, (2, 28, 28)).astype(np.uint8)
    text = pack(noise, ROOM)
    assert len(text) <= ROOM
    assert np.abs(unpack(text, 2) - noise.astype(int)).max() <= 255 / 3 / 2 + 1


def test_a_damaged_text_is_refused_or_read_as_pictures(digits: np.ndarray) -> None:
    """Every character replaced by another, and every shorter text."""
    text = pack(digits[:2])
    rng = np.random.default_rng(1)
    for at in range(len(text)):
        with pytest.raises(ValueError, match=r"expected|packed"):
            unpack(text[:at], 2)
        other = "".join(rng.choice(list("abcXYZ019-_ =%é\x00"), 1))
        try:
            read = unpack(f"{text[:at]}{other}{text[at + 1 :]}", 2)
        except ValueError:
            continue
        assert read.shape == (2, 28, 28)


def raw(content: bytes) -> str:
    """A text that `pack` would not write."""
    packed = zlib.compress(content, wbits=-zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no pictures",
        raw(b""),
        raw(bytes([1]) * 784),
        raw(bytes([1]) * 1569),
        raw(bytes(1568)),
        raw(bytes([1]) * 784 + bytes(784)),
        raw(bytes([1]) * 1568) + "AAAA",
        raw(bytes(10_000_000)),
    ],
    ids=["empty", "words", "none", "one", "a byte more", "blank", "half", "a tail", "a bomb"],
)
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|packed|blank"):
        unpack(text, 2)
