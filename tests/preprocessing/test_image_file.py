"""Files that visitors bring: the right pixels, or one clear line."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from siamese.preprocessing.image_file import LARGEST_FILE, DrawingError, read_picture

SHADES = np.linspace(0, 255, 30 * 20).astype(np.uint8).reshape(20, 30)  # 20 high, 30 wide


def encoded(image: Image.Image, kind: str = "PNG", **settings: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def grey_of(content: bytes) -> np.ndarray:
    """The red channel of an opaque picture."""
    picture = read_picture(content)
    assert picture.dtype == np.uint8
    assert (picture[..., 3] == 255).all()
    return picture[..., 0]


def refusal_of(content: bytes) -> str:
    """What the visitor is told: one line."""
    with pytest.raises(DrawingError) as caught:
        read_picture(content)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "WEBP"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_common_kinds_come_through_as_they_are(kind: str, mode: str) -> None:
    lossless = {"lossless": True} if kind == "WEBP" else {}
    content = encoded(Image.fromarray(SHADES).convert(mode), kind, **lossless)
    np.testing.assert_array_equal(grey_of(content), SHADES)


def test_jpeg_comes_through_nearly_as_it_is() -> None:
    content = encoded(Image.fromarray(SHADES), "JPEG", quality=95)
    np.testing.assert_allclose(grey_of(content).astype(int), SHADES, atol=6)


def test_a_path_bytes_and_an_open_file_are_the_same(tmp_path: Path) -> None:
    content = encoded(Image.fromarray(SHADES))
    (tmp_path / "shades.png").write_bytes(content)
    expected = read_picture(content)
    np.testing.assert_array_equal(read_picture(tmp_path / "shades.png"), expected)
    np.testing.assert_array_equal(read_picture(str(tmp_path / "shades.png")), expected)
    np.testing.assert_array_equal(read_picture(io.BytesIO(content)), expected)


def test_one_pixel() -> None:
    assert read_picture(encoded(Image.new("L", (1, 1), 7))).tolist() == [[[7, 7, 7, 255]]]


@pytest.mark.parametrize("mode", ["1", "P", "LA", "PA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_mode_keeps_dark_dark_and_light_light(mode: str) -> None:
    """A dark bar on light paper, in whatever way its pixels are written down."""
    bar = np.full((24, 24), 250, np.uint8)
    bar[4:20, 10:14] = 5
    if mode == "I;16":
        image = Image.fromarray(bar.astype(np.uint16) * 257)
    elif mode == "I":
        image = Image.fromarray(bar.astype(np.int32) * 257)
    elif mode == "F":
        image = Image.fromarray(bar.astype(np.float32) / 255)
    elif mode == "PA":
        image = Image.fromarray(bar).convert("RGBA").quantize(4)
    else:
        image = Image.fromarray(bar).convert(mode)
    kind = "TIFF" if mode in ("CMYK", "YCbCr", "F", "I") else "PNG"
    grey = grey_of(encoded(image, kind))
    assert grey.shape == (24, 24)
    assert grey[bar < 128].max() < 30
    assert grey[bar > 128].min() > 220


def test_16_bits_are_scaled_not_clipped() -> None:
    """Clipped to 255, all but the darkest of these greys would be white."""
    deep = np.arange(0, 65536, 256, dtype=np.uint16).reshape(16, 16)
    grey = grey_of(encoded(Image.fromarray(deep)))
    np.testing.assert_allclose(grey.astype(int), deep // 256, atol=1)


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_16_bits_of_which_fewer_are_used_are_scaled_by_those(bits: int) -> None:
    """NumPy's uint16 of 0 to 255, cameras of 10 and 12 bits: their white is white."""
    deep = (SHADES.astype(np.float64) / 255 * (2**bits - 1)).round().astype(np.uint16)
    np.testing.assert_allclose(grey_of(encoded(Image.fromarray(deep))).astype(int), SHADES, atol=1)


@pytest.mark.parametrize("mode", ["L", "I;16"])
def test_rotation_is_kept_with_16_bits(mode: str) -> None:
    """Orientation 6: the camera was turned, and what is stored lies on its side."""
    stored = np.rot90(SHADES)
    image = Image.fromarray(stored if mode == "L" else stored.astype(np.uint16) * 257)
    exif = Image.Exif()
    exif[0x0112] = 6
    np.testing.assert_array_equal(grey_of(encoded(image, exif=exif)), SHADES)


def test_16_bits_keep_their_contrast() -> None:
    """Grey paper with a grain stays grey paper: 30,000 and 30,500 are both some 117 of 255."""
    paper = np.full((16, 16), 30_000, np.uint16)
    paper[::2] += 500
    np.testing.assert_allclose(grey_of(encoded(Image.fromarray(paper))).astype(int), 117, atol=2)


@pytest.mark.parametrize("shade", [0, 255])
def test_transparency_is_kept(shade: int) -> None:
    image = Image.new("RGBA", (10, 10), (shade, shade, shade, 0))
    image.putpixel((3, 4), (shade, shade, shade, 200))
    picture = read_picture(encoded(image))
    assert picture[4, 3].tolist() == [shade, shade, shade, 200]
    assert picture[..., 3].sum() == 200


def test_transparent_colour_of_a_palette_is_transparent() -> None:
    image = Image.new("P", (10, 10), 0)
    image.putpalette([255, 0, 0, 0, 0, 0])
    image.putpixel((3, 4), 1)
    picture = read_picture(encoded(image, transparency=0))
    assert picture[4, 3].tolist() == [0, 0, 0, 255]
    assert picture[..., 3].sum() == 255


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [Image.new("RGB", (12, 8), (shade, shade, shade)) for shade in (40, 220)]
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(grey_of(content).astype(int), 40, atol=2)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_cameras_rotation_is_applied(orientation: int) -> None:
    """A mark in the upper left corner of the upright picture, stored in each of the 8 ways."""
    upright = Image.new("L", (30, 20), 255)
    ImageDraw.Draw(upright).rectangle((0, 0, 7, 7), fill=0)
    turn = Image.Transpose
    stored = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_90,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_270,
    }
    image = upright.transpose(stored[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    grey = grey_of(encoded(image, "JPEG", exif=exif, quality=95))
    np.testing.assert_allclose(grey.astype(int), np.asarray(upright), atol=12)


@pytest.mark.parametrize(
    "content", [b"hello", b"\x00" * 100, b"%PDF-1.7 ...", b"<svg xmlns='x'/>", b"PK\x03\x04zip"]
)
def test_what_is_not_a_picture_is_refused(content: bytes) -> None:
    assert refusal_of(content) == "This is not a picture: choose a PNG or JPEG."


def test_postscript_is_not_run() -> None:
    """Pillow would hand it to Ghostscript, an interpreter: not for files from anyone."""
    program = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    assert "not a picture" in refusal_of(program)


def test_an_empty_file_is_refused() -> None:
    assert "empty" in refusal_of(b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_picture_is_refused(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    content = encoded(Image.fromarray(noise), kind)
    assert refusal_of(content[: int(share * len(content))])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DrawingError, match="cannot be read: No such file"):
        read_picture(tmp_path / "missing.png")
    with pytest.raises(DrawingError, match="cannot be read: Is a directory"):
        read_picture(tmp_path)


def test_a_file_over_10_mb_is_refused() -> None:
    image = encoded(Image.fromarray(SHADES))
    assert "over 10 MB" in refusal_of(image + bytes(LARGEST_FILE - len(image) + 1))
    assert read_picture(image + bytes(LARGEST_FILE - len(image))).shape == (20, 30, 4)


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that unpack to a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 10_000, 30_000, 2**31 - 1])
def test_a_decompression_bomb_is_refused(side: int) -> None:
    """50.4 million pixels are over our own bound, the others over Pillow's two."""
    assert refusal_of(png_that_claims(side, side)) == (
        "This picture has too many pixels: choose a smaller one."
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_cameras_picture_is_brought_down(kind: str) -> None:
    """48 million pixels would take 200 MB here and a gigabyte further on; the ink stays put."""
    image = Image.new("L", (8000, 6000), 240)
    image.paste(10, (2000, 1500, 2800, 4500))
    grey = grey_of(encoded(image, kind))
    height, width = grey.shape
    assert 1000 <= width <= 2000
    assert width / height == pytest.approx(8 / 6, rel=0.01)
    rows, columns = np.nonzero(grey < 128)
    assert columns.min() / width == pytest.approx(2 / 8, abs=0.01)
    assert columns.max() / width == pytest.approx(2.8 / 8, abs=0.01)
    assert rows.min() / height == pytest.approx(1.5 / 6, abs=0.01)
    assert rows.max() / height == pytest.approx(4.5 / 6, abs=0.01)


@pytest.mark.parametrize(
    ("size", "smaller"),
    [((4032, 3024), (1512, 2016)), ((4000, 2667), (1334, 2000)), ((6000, 10), (4, 2000))],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_brought_down_by_a_whole_factor_once(
    size: tuple[int, int], smaller: tuple[int, int], kind: str
) -> None:
    """Decoding a JPEG at a smaller size is a part of that factor."""
    assert grey_of(encoded(Image.new("L", size, 240), kind)).shape == smaller


def test_brought_down_what_is_transparent_does_not_count() -> None:
    """White ink on nothing whose hidden colour is black: still white where half covered."""
    image = Image.new("LA", (4000, 4000), (0, 0))
    image.paste((255, 255), (1001, 1001, 3000, 3000))
    picture = read_picture(encoded(image))
    assert picture.shape == (2000, 2000, 4)
    visible = picture[picture[..., 3] > 60]
    assert visible[:, :3].min() > 250


KINDS = ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "ICO", "DDS", "SGI"]


@given(
    kind=st.sampled_from(KINDS),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6),
)
@settings(max_examples=300)
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's remarks on what it found
def test_damaged_files_are_read_or_refused(
    kind: str, cut: float, changes: list[tuple[float, int]]
) -> None:
    """Never another exception, whatever the bytes; most changes hit the header."""
    content = bytearray(encoded(Image.fromarray(SHADES).convert("RGB"), kind))
    for at, value in changes:
        content[int(at**3 * (len(content) - 1))] = value
    try:
        picture = read_picture(bytes(content[: max(1, int(cut * 2 * len(content)))]))
    except DrawingError:
        return
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 4
