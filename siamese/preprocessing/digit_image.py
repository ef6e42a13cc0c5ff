"""Turns a drawing, a photo or a scan into the 28x28 image that the network expects.

A drawing can lie anywhere on its picture, with a thin or a thick line, dark on light or light on
dark, on grey paper in uneven light. MNIST's digits were all prepared in one way (LeCun, Bottou,
Bengio and Haffner, 1998, "Gradient-based learning applied to document recognition"): fitted into
20x20, anti-aliased, centre of mass in the middle of 28x28. Drawings are prepared in the same way,
after their line has been given MNIST's thickness:

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
    "strokes_to_digit",
    "to_digit",
]

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SIDE = 28  # side of an MNIST image, in pixels
BOX = 20  # side of the box that a digit is fitted into, in pixels
LINE = 2.3  # line width that gives as much ink as MNIST has, in pixels of that box
WORKING = 96  # stroke width is normalized at this size, up to twice it, in pixels
EDGE = 0.4  # a pixel with this share of full ink belongs to a stroke
SURE = 0.65  # a stroke reaches this share of full ink somewhere; a smudge does not
DOT = 0.06  # a blob smaller than this share of the picture is a dot, not a digit
SHORTEST_PART = 0.15  # of the longest part: the bar of a 5 is longer, a speck of dust is not
SMALLEST_PART = 0.02  # of the largest part's area: noise can be long, but it is thin
RIM = 30  # the picture's longer side divided by the width of its rim, where shadows and folds lie
MOST_ON_RIM = 0.6  # share of a part on that rim; a digit that touches the edge has less there
LANCZOS_REACH = 3  # pixels that Lanczos interpolation looks at to either side
INKED = 0.2  # enlarged pixels above this are ink, and tell how dark full ink is
HALF_INK = 0.45  # of full ink, where an enlarged stroke ends: under half, faint lines stay whole
EVERY_NEIGHBOUR = np.ones((3, 3), dtype=bool)


def to_digit(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Prepares a drawing as MNIST's digits were prepared.

    Args:
        picture: uint8 (height, width) grey, (height, width, 3) RGB or (height, width, 4) RGBA;
            any size, ink dark on light or light on dark.

    Returns:
        uint8 (28, 28), white ink on black.

    Raises:
        BlankDrawing: If there is no ink, or only a dot.
        DrawingError: If dtype or shape are others. The message ends "Received: …".

    Example:
        >>> paper = np.full((100, 300), 255, np.uint8)
        >>> paper[20:80, 250:253] = 0  # a one, far to the right
        >>> digit = to_digit(paper)
        >>> rows, columns = np.nonzero(digit > 127)
        >>> rows.min(), rows.max(), columns.min(), columns.max()
        (np.int64(5), np.int64(23), np.int64(13), np.int64(15))
    """
    return strokes_to_digit(find_strokes(find_ink(picture)))


def strokes_to_digit(strokes: Mask) -> NDArray[np.uint8]:
    """Brings strokes into 28x28: the last two steps of `to_digit`.

    Args:
        strokes: bool (height, width), from `find_strokes`.

    Returns:
        uint8 (28, 28), white ink on black.
    """
    return center_in_28x28(normalize_stroke_width(strokes))


def find_strokes(ink: Floats) -> Mask:
    """The digit's strokes as a cropped mask, without specks.

    Args:
        ink: float32 (height, width), 0 paper, 1 ink.

    Returns:
        bool (height, width); its longer side is from `WORKING` to twice that.

    Raises:
        BlankDrawing: If there is no ink, or only a dot.
    """
    if float(ink.max()) <= SURE:
        raise BlankDrawing("Nothing is drawn yet: draw a digit.")
    return crop_strokes(ink, main_parts(ink))


def crop_strokes(ink: Floats, kept: Mask) -> Mask:
    """Some parts of the ink as a cropped mask.

    Args:
        ink: float32 (height, width), 0 paper, 1 ink.
        kept: bool (height, width), those parts.

    Returns:
        bool (height, width); its longer side is from `WORKING` to twice that.

    Raises:
        BlankDrawing: If there is only a dot.
    """
    box = bounds(kept)
    height, width = kept[box].shape
    side = max(height, width)
    blob = min(height, width) > side / 2 and kept[box].mean() > 0.5
    if blob and side < DOT * max(ink.shape):
        raise BlankDrawing("There is only a dot: draw a digit.")
    if side < WORKING:
        near = ndimage.binary_dilation(kept, EVERY_NEIGHBOUR)
        return _enlarged(np.where(near, ink, np.float32(0)), box, factor=-(-WORKING // side))
    return _shrunk(kept[box], factor=side // WORKING)


def main_parts(ink: Floats) -> Mask:
    """Connected parts of the ink, without smudges, specks and what lies along the edge."""
    inked = ink > EDGE
    box = bounds(inked)
    parts, count = ndimage.label(inked[box], EVERY_NEIGHBOUR)
    sure = np.bincount(parts[ink[box] > SURE], minlength=count + 1)[1:] > 0
    boxes = ndimage.find_objects(parts)
    spans = np.array([max(y.stop - y.start, x.stop - x.start) for y, x in boxes])
    areas = np.bincount(parts.ravel(), minlength=count + 1)[1:]
    long = spans >= SHORTEST_PART * spans[sure].max()
    large = long & (areas >= SMALLEST_PART * areas[sure].max())
    on_rim = np.bincount(parts[_rim(ink.shape)[box]], minlength=count + 1)[1:]
    kept = sure & large & (on_rim / areas <= MOST_ON_RIM)
    main = np.zeros_like(inked)
    main[box] = np.append(False, kept if kept.any() else sure & large)[parts]
    return main


def _rim(shape: tuple[int, ...]) -> Mask:
    """What lies along a picture's edge."""
    rim = np.ones(shape, dtype=bool)
    depth = max(1, max(shape) // RIM)
    rim[depth:-depth, depth:-depth] = False
    return rim


def bounds(mask: Mask) -> tuple[slice, slice]:
    """The smallest box around what is set."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _span(mask: Mask) -> int:
    """Longer side of the smallest box around what is set, in pixels."""
    rows, columns = bounds(mask)
    return int(max(rows.stop - rows.start, columns.stop - columns.start))


def _enlarged(ink: Floats, box: tuple[slice, slice], factor: int) -> Mask:
    """The strokes of a small drawing, enlarged by a whole factor with smooth edges."""
    rows, columns = box
    margin = 2 * LANCZOS_REACH  # on both sides together
    crop = np.pad(ink, LANCZOS_REACH)[
        rows.start : rows.stop + margin, columns.start : columns.stop + margin
    ]
    size = (crop.shape[1] * factor, crop.shape[0] * factor)
    smooth = np.asarray(Image.fromarray(crop).resize(size, Image.Resampling.LANCZOS))
    full = float(np.percentile(smooth[smooth > INKED], 75))
    return np.asarray(smooth > HALF_INK * full)


def _shrunk(mask: Mask, factor: int) -> Mask:
    """A mask reduced by a whole factor; thin lines remain."""
    height, width = (-(-side // factor) for side in mask.shape)
    padded = np.zeros((height * factor, width * factor), dtype=bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(padded.reshape(height, factor, width, factor).any(axis=(1, 3)))


def normalize_stroke_width(strokes: Mask) -> Mask:
    """Gives the strokes MNIST's thickness.

    The centre line is grown to the wanted thickness. Of thinner strokes, the whole shape is grown
    by the difference too; of thicker ones, what lies deep enough inside is kept too.

    Args:
        strokes: bool (height, width), a cropped digit.

    Returns:
        bool, with a margin on all sides. The line is `LINE` wide when the digit is `BOX` high.
    """
    strokes = np.pad(strokes, WORKING // 6)  # wider than half of any line drawn below
    inside = ndimage.distance_transform_edt(strokes)
    spine = thin(strokes)
    radius = float(np.median(inside[spine]))
    wanted = max(LINE / 2 * _span(spine) / (BOX - LINE), 1.0)
    grown = _grown(spine, wanted)
    if radius <= wanted:
        return grown | strokes | _grown(strokes & (inside <= 1), wanted - radius)  # from its edge
    return np.asarray(grown | (inside > radius - wanted + 0.5))


def _grown(mask: Mask, radius: float) -> Mask:
    """All that lies within a radius of a few pixels, by drawing a disc at each of them.

    Args:
        mask: bool (height, width), with a margin that is wider than the radius.
        radius: In pixels.

    Returns:
        bool (height, width).
    """
    reach = np.arange(-int(radius), int(radius) + 1)
    rows, columns = np.nonzero(np.hypot(reach[:, None], reach) <= radius)
    disc = reach[rows] * mask.shape[1] + reach[columns]
    grown = np.zeros_like(mask)
    grown.ravel()[np.flatnonzero(mask)[:, None] + disc] = True
    return grown


def center_in_28x28(strokes: Mask) -> NDArray[np.uint8]:
    """Fits a digit into 20x20 and moves its centre of mass to where MNIST's digits have theirs.

    That is the middle of pixel 14, counted from 0: half a pixel past the middle of 28x28.

    Args:
        strokes: bool (height, width).

    Returns:
        uint8 (28, 28), anti-aliased.
    """
    reach = SIDE / BOX * _span(strokes) / 2  # half the frame, in pixels of the mask
    margin = int(np.ceil(reach)) + 1
    padded = np.pad(strokes, margin)
    past = reach / SIDE  # half a pixel of the frame, in pixels of the mask
    y, x = (margin + centre + 0.5 - past for centre in _centre_of_mass(strokes))
    source = Image.fromarray(padded.astype(np.uint8) * np.uint8(255))
    around = (x - reach, y - reach, x + reach, y + reach)
    return np.asarray(source.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=around))


def _centre_of_mass(mask: Mask) -> tuple[float, float]:
    """Row and column; many times faster than SciPy's function."""
    rows, columns = mask.sum(axis=1), mask.sum(axis=0)
    return (
        float(rows @ np.arange(len(rows)) / rows.sum()),
        float(columns @ np.arange(len(columns)) / columns.sum()),
    )
