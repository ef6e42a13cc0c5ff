"""From a drawing, a photo or a scan to the 28x28 picture that the network knows.

What people draw is not MNIST: it lies anywhere on the picture, its line is a hair or a brush, the
ink is dark on light or light on dark, the paper is grey and unevenly lit. MNIST's digits all went
through one preparation (LeCun, Bottou, Bengio and Haffner, 1998, "Gradient-based learning applied
to document recognition"): fitted into 20x20, anti-aliased, centre of mass in the middle of 28x28.
Here every drawing goes that way too, and its line is given MNIST's thickness on the way:

    picture → ink (0 paper, 1 ink) → strokes (a mask, cropped) → even thickness → 28x28
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from siamese.preprocessing.foreground import BlankDrawing, find_ink
from siamese.preprocessing.image_file import DrawingError, read_picture
from siamese.preprocessing.skeleton import thin

__all__ = [
    "BlankDrawing",
    "DrawingError",
    "center_in_28x28",
    "find_strokes",
    "normalize_stroke_width",
    "read_picture",
    "to_digit",
]

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SIDE = 28  # MNIST's frame, in pixels
BOX = 20  # what a digit is fitted into, in pixels
LINE = 2.3  # the line that leaves as much ink as MNIST has, in pixels of that box
WORKING = 96  # strokes are evened at this size, up to twice it, in pixels
EDGE = 0.4  # where a stroke ends: this share of full ink
SURE = 0.65  # what reaches this share somewhere is ink
DOT = 0.06  # a blob smaller than this share of the picture is only a dot
EVERY_NEIGHBOUR = np.ones((3, 3), dtype=bool)


def to_digit(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brings a drawing into MNIST's form.

    Args:
        picture: uint8 (height, width) grey, (height, width, 3) RGB or (height, width, 4) RGBA;
            any size, ink dark on light or light on dark.

    Returns:
        uint8 (28, 28), white ink on black.

    Raises:
        BlankDrawing: If there is no ink, or only a dot.
        DrawingError: If it is no picture of that form. The message ends in what was received.

    Example:
        >>> paper = np.full((100, 300), 255, np.uint8)
        >>> paper[20:80, 250:253] = 0  # a one, far to the right
        >>> digit = to_digit(paper)
        >>> rows, columns = np.nonzero(digit > 127)
        >>> rows.min(), rows.max(), columns.min(), columns.max()
        (np.int64(5), np.int64(23), np.int64(13), np.int64(15))
    """
    return center_in_28x28(normalize_stroke_width(find_strokes(find_ink(picture))))


def find_strokes(ink: Floats) -> Mask:
    """The digit's strokes as a mask, cropped, without specks.

    Args:
        ink: float32 (height, width), 0 paper, 1 ink.

    Returns:
        bool (height, width), its longer side `WORKING` to twice that.

    Raises:
        BlankDrawing: If nothing is left, or only a dot.
    """
    kept = _main_parts(ink)
    box = _bounds(kept)
    height, width = kept[box].shape
    side = max(height, width)
    blob = min(height, width) > side / 2 and kept[box].mean() > 0.5
    if blob and side < DOT * max(ink.shape):
        raise BlankDrawing("There is only a dot so far: draw a digit.")
    if side < WORKING:
        near = ndimage.binary_dilation(kept, EVERY_NEIGHBOUR)
        return _enlarged(np.where(near, ink, np.float32(0)), box, factor=-(-WORKING // side))
    return _shrunk(kept[box], factor=side // WORKING)


def _main_parts(ink: Floats) -> Mask:
    """Connected parts that are surely ink, less specks and what clings to the picture's edge."""
    parts, count = ndimage.label(ink > EDGE, EVERY_NEIGHBOUR)
    index = np.arange(1, count + 1)
    sure = ndimage.maximum(ink, parts, index) > SURE
    boxes = ndimage.find_objects(parts)
    spans = np.array([max(y.stop - y.start, x.stop - x.start) for y, x in boxes])
    areas = np.bincount(parts.ravel(), minlength=count + 1)[1:]
    large = (spans >= 0.15 * spans[sure].max()) & (areas >= 0.02 * areas[sure].max())
    edge = _edge_share(parts, areas) > 0.6
    kept = sure & large & ~edge
    return np.isin(parts, index[kept if kept.any() else sure & large])


def _edge_share(parts: NDArray[np.signedinteger], areas: NDArray[np.intp]) -> NDArray[np.float64]:
    """For each part, how much of it lies along the picture's edge: a shadow, a table, a fold."""
    rim = np.ones(parts.shape, dtype=bool)
    depth = max(1, max(parts.shape) // 30)
    rim[depth:-depth, depth:-depth] = False
    return np.bincount(parts[rim], minlength=len(areas) + 1)[1:] / areas


def _bounds(mask: Mask) -> tuple[slice, slice]:
    """The smallest box around what is set."""
    rows, columns = ndimage.find_objects(mask.astype(np.uint8))[0]
    return rows, columns


def _span(mask: Mask) -> int:
    """Longer side of the smallest box around what is set, in pixels."""
    rows, columns = _bounds(mask)
    return int(max(rows.stop - rows.start, columns.stop - columns.start))


def _enlarged(ink: Floats, box: tuple[slice, slice], factor: int) -> Mask:
    """Strokes of a small drawing, smooth where its pixels were square."""
    rows, columns = box
    margin = 3  # Lanczos interpolation looks this far
    crop = np.pad(ink, margin)[
        rows.start : rows.stop + 2 * margin, columns.start : columns.stop + 2 * margin
    ]
    size = (crop.shape[1] * factor, crop.shape[0] * factor)
    smooth = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.LANCZOS))
    full = float(np.percentile(smooth[smooth > 0.2], 75))
    return np.asarray(smooth > 0.45 * full)


def _shrunk(mask: Mask, factor: int) -> Mask:
    """Makes a mask smaller by a whole factor; thin lines stay."""
    height, width = (-(-side // factor) for side in mask.shape)
    padded = np.zeros((height * factor, width * factor), dtype=bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(padded.reshape(height, factor, width, factor).any(axis=(1, 3)))


def normalize_stroke_width(strokes: Mask) -> Mask:
    """Gives the strokes MNIST's thickness, whatever they were drawn with.

    The centre line grows to the wanted thickness. Where the stroke was thinner, all of it grows
    by what is missing; where it was thicker, what lies deep enough inside stays too.

    Args:
        strokes: bool (height, width), a cropped digit.

    Returns:
        bool, larger by a margin all round; its line is `LINE` where the digit is `BOX` in size.
    """
    strokes = np.pad(strokes, WORKING // 6)  # more than half the thickest line to come
    inside = ndimage.distance_transform_edt(strokes)
    spine = thin(strokes)
    radius = float(np.median(inside[spine]))
    wanted = max(LINE / 2 * _span(spine) / (BOX - LINE), 1.0)
    grown = ndimage.distance_transform_edt(~spine) <= wanted
    if radius <= wanted:
        grown |= ndimage.distance_transform_edt(~strokes) <= wanted - radius
    else:
        grown |= inside > radius - wanted + 0.5
    return np.asarray(grown)


def center_in_28x28(strokes: Mask) -> NDArray[np.uint8]:
    """Fits a digit into 20x20 and puts its centre of mass where MNIST's digits have theirs.

    That is the middle of pixel 14, counted from 0, and so half a pixel past the middle of 28x28.

    Args:
        strokes: bool (height, width).

    Returns:
        uint8 (28, 28), anti-aliased.
    """
    reach = SIDE / BOX * _span(strokes) / 2  # half the frame, in pixels of the mask
    margin = int(np.ceil(2 * reach))
    padded = np.pad(strokes, margin)
    past = reach / SIDE  # half a pixel of the frame, in pixels of the mask
    y, x = (margin + centre + 0.5 - past for centre in _centre_of_mass(strokes))
    source = Image.fromarray(padded.astype(np.uint8) * np.uint8(255))
    around = (x - reach, y - reach, x + reach, y + reach)
    return np.asarray(source.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=around))


def _centre_of_mass(mask: Mask) -> tuple[float, float]:
    """Row and column; many times as fast as SciPy's, which weighs every pixel twice."""
    rows, columns = mask.sum(axis=1), mask.sum(axis=0)
    return (
        float(rows @ np.arange(len(rows)) / rows.sum()),
        float(columns @ np.arange(len(columns)) / columns.sum()),
    )
