"""Montages of pairs, each with its label, distance and verdict; the deck's `build_montages`."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from siamese.pairs.text import Colour, draw_text, wrapped

Picture = NDArray[np.uint8]

SAME: Colour = (0x00, 0x72, 0xB2)
DIFFERENT: Colour = (0xD5, 0x5E, 0x00)
PAPER: Colour = (255, 255, 255)
INK: Colour = (38, 39, 48)

# All in pixels.
SCALE = 3  # size of a digit's pixel
SIDE = 28 * SCALE
FRAME = 4  # around and between the two digits
WIDTH = 2 * SIDE + 3 * FRAME  # of a tile
BAND = 30  # height of the label under the digits
LINE = 26  # height of a line of text: the distance under the label, and the note under all tiles
GAP = 16  # between tiles, and around all
LABEL_SIZE, TEXT_SIZE = 20, 15
COLUMNS_AT_MOST = 10  # by default: 1,976 pixels, about the width of a screen


def montage(
    images: Picture,
    same: ArrayLike,
    distances: ArrayLike | None = None,
    threshold: float | None = None,
    columns: int | None = None,
    caption: str = "",
) -> Picture:
    """Pairs in tiles: two digits, "= same" or "≠ different", the distance and the verdict.

    Args:
        images: uint8 (n, 2, 28, 28), white ink on black; n is at least 1.
        same: (n,) or (n, 1), 1 for a positive pair and 0 for a negative one.
        distances: (n,) or (n, 1), written under each pair.
        threshold: The largest distance at which the network says "same": each tile then shows
            whether that is right or wrong, and a line under all tiles counts the wrong ones.
        columns: Tiles in a row; None for as many as fit a screen.
        caption: Text under all tiles, such as the name of the digits and the seed.

    Returns:
        uint8 (height, width, 3).

    Raises:
        ValueError: If there are no pairs, lengths differ, labels are not 1 or 0, a distance is not
            finite, there is a threshold without distances, or `columns` is below 1.

    Example:
        >>> from siamese.pairs.sampling import make_pairs
        >>> digits = np.zeros((6, 28, 28), np.uint8)
        >>> montage(*make_pairs(digits, [1, 1, 2, 2, 3, 3])).shape
        (418, 800, 3)
    """
    label, distance = _checked(images, same, distances, threshold)
    if columns is not None and columns < 1:
        raise ValueError(f"columns must be at least 1. Received: {columns}")
    written, right = [""] * len(images), [None] * len(images)
    notes = [caption] if caption else []
    if distance is not None:
        decimals = _decimals(distance, threshold)
        written = [_number(value, decimals) for value in distance]
        if threshold is not None:
            right = ((distance <= threshold) == label).tolist()
            notes.insert(0, f"threshold {_number(threshold, decimals)}, {right.count(False)} wrong")
    tiles = [_tile(*about) for about in zip(images, label.tolist(), written, right, strict=True)]
    return np.asarray(_assembled(tiles, columns or _columns(len(tiles)), "; ".join(notes)))


def build_montages(
    image_list: Sequence[Picture], image_shape: tuple[int, int], montage_shape: tuple[int, int]
) -> list[Picture]:
    """The deck's `build_montages` (which it takes from imutils): pictures in grids.

    Args:
        image_list: Each uint8 (height, width), or (height, width, 3).
        image_shape: Width and height that each picture is resized to, in pixels.
        montage_shape: Columns and rows of a grid.

    Returns:
        As many grids as needed, each uint8 (rows·height, columns·width, 3), filled row by row;
        unused places are black.

    Raises:
        ValueError: If there is no picture, or a size is below 1.

    Example:
        >>> five = [np.zeros((28, 56), np.uint8)] * 5
        >>> [grid.shape for grid in build_montages(five, (96, 48), (2, 2))]
        [(96, 192, 3), (96, 192, 3)]
    """
    if not len(image_list) or min(*image_shape, *montage_shape) < 1:
        raise ValueError(
            "a montage needs at least one picture, and sizes of at least 1. "
            f"Received: {len(image_list)} pictures, {image_shape}, {montage_shape}"
        )
    (width, height), (columns, rows) = image_shape, montage_shape
    grids = []
    for start in range(0, len(image_list), columns * rows):
        grid = Image.new("RGB", (columns * width, rows * height))
        for at, image in enumerate(image_list[start : start + columns * rows]):
            resized = Image.fromarray(image).convert("RGB").resize(image_shape)
            grid.paste(resized, (at % columns * width, at // columns * height))
        grids.append(np.asarray(grid))
    return grids


def _checked(
    images: Picture, same: ArrayLike, distances: ArrayLike | None, threshold: float | None
) -> tuple[NDArray[np.bool_], NDArray[np.float64] | None]:
    """Labels and distances as flat arrays, one entry per pair."""
    if images.dtype != np.uint8 or images.shape[1:] != (2, 28, 28) or not len(images):
        raise ValueError(
            "images must be uint8 (n, 2, 28, 28), n at least 1. "
            f"Received: {images.dtype} {images.shape}"
        )
    label = np.ravel(np.asarray(same))
    if len(label) != len(images) or not np.isin(label, (0, 1)).all():
        raise ValueError(
            "same must hold a 1 or a 0 for each pair. "
            f"Received: {len(images)} pairs, {len(label)} labels, {np.unique(label)[:5]}"
        )
    if distances is None:
        if threshold is not None:
            raise ValueError(
                f"a threshold needs distances. Received: threshold {threshold}, no distances"
            )
        return label == 1, None
    distance = np.ravel(np.asarray(distances, np.float64))
    if len(distance) != len(images) or not np.isfinite(distance).all():
        raise ValueError(
            "distances must hold a finite number for each pair. "
            f"Received: {len(images)} pairs, {len(distance)} distances, {distance[:5]}"
        )
    return label == 1, distance


def _decimals(distances: NDArray[np.float64], threshold: float | None) -> int:
    """Three; four if a distance would otherwise read the same as a threshold it differs from."""
    if threshold is None:
        return 3
    alike = (np.abs(distances - threshold) < 0.001) & (distances != threshold)
    return 4 if alike.any() else 3


def _number(value: float, decimals: int) -> str:
    """A distance as text, short enough for a tile however large it is."""
    return f"{value:.{decimals}f}" if value < 10 else f"{value:.4g}"


def _columns(count: int) -> int:
    """Tiles in a row, so that the montage is wider than high and its last row nearly full."""
    rows = ceil(count / min(ceil(sqrt(count * 1.3)), COLUMNS_AT_MOST))
    return ceil(count / rows)


def _tile(pair: Picture, same: bool, distance: str, right: bool | None) -> Image.Image:
    """The two digits in a frame of the label's colour, the label, the distance and the verdict."""
    framed = FRAME + SIDE + BAND
    height = framed + LINE if distance else framed
    tile = Image.new("RGB", (WIDTH, height), SAME if same else DIFFERENT)
    for number, image in enumerate(pair):
        enlarged = Image.fromarray(image.repeat(SCALE, axis=0).repeat(SCALE, axis=1))
        tile.paste(enlarged, (FRAME + number * (SIDE + FRAME), FRAME))
    sign, word = ("=", "same") if same else ("≠", "different")
    label = (0, FRAME + SIDE, WIDTH, framed)
    draw_text(tile, label, word, LABEL_SIZE, PAPER, "middle", sign, bold=True)
    if not distance:
        return tile
    below, colour = (
        (INK, PAPER) if right is False else (PAPER, INK)
    )  # inverted if the verdict is wrong
    tile.paste(below, (0, framed, WIDTH, height))
    line = (FRAME, framed, WIDTH - FRAME, height)
    draw_text(tile, line, f"distance {distance}", TEXT_SIZE, colour)
    if right is not None:
        sign, word = ("✓", "right") if right else ("✗", "wrong")
        draw_text(tile, line, word, TEXT_SIZE, colour, "right", sign, bold=not right)
    return tile


def _assembled(tiles: list[Image.Image], columns: int, note: str) -> Image.Image:
    """The tiles in rows, and a note under them."""
    columns = min(columns, len(tiles))
    step_x, step_y = tiles[0].width + GAP, tiles[0].height + GAP
    width, height = columns * step_x + GAP, ceil(len(tiles) / columns) * step_y + GAP
    lines = wrapped(note, TEXT_SIZE, width - 2 * GAP)
    canvas = Image.new("RGB", (width, height + len(lines) * LINE), PAPER)
    for at, tile in enumerate(tiles):
        canvas.paste(tile, (GAP + at % columns * step_x, GAP + at // columns * step_y))
    for number, line in enumerate(lines):
        top = height - GAP // 2 + number * LINE
        draw_text(canvas, (GAP, top, width - GAP, top + LINE), line, TEXT_SIZE, INK)
    return canvas
