"""Draws digits again with other tools, to train and evaluate a network on drawings.

The centre line of a digit, or a line from `siamese.handwriting.renderer`, is drawn with one of the
tools of `siamese.handwriting.drawing_tools`, and then prepared as any drawing is
(`siamese.preprocessing.digit_image`). The digit keeps its label and its shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from scipy.spatial import cKDTree

from siamese.handwriting.drawing_tools import QUICK_TOOLS, Segments, Tool
from siamese.preprocessing import DrawingError, to_digit
from siamese.preprocessing.skeleton import thin

ENLARGE = 5  # factor by which a digit is enlarged before its centre line is found
SMOOTH = 0.3  # standard deviation that smooths the enlarged digit, in pixels of the digit
INKED = 100  # grey above which the enlarged digit is ink: under half, so thin lines stay whole
TOUCHING = 1.5  # pixels up to which points are joined: straight and diagonal neighbours
AVERAGED = 4  # pixels over which points are averaged, to take away the steps between pixels


def centre_line(image: NDArray[np.uint8]) -> Segments:
    """The centre line of a digit: the line that a pen would follow.

    Args:
        image: uint8 (28, 28), white ink on black.

    Returns:
        Short straight pieces (n, 2, 2), in no particular order.

    Raises:
        DrawingError: If there is no line.
    """
    side = ENLARGE * image.shape[0]
    large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    smooth = ndimage.gaussian_filter(np.asarray(large, np.float32), SMOOTH * ENLARGE)
    points = np.argwhere(thin(smooth > INKED))[:, ::-1].astype(float)  # x, y
    tree = cKDTree(points) if len(points) else None
    pieces = tree.query_pairs(TOUCHING, output_type="ndarray") if tree else np.empty((0, 2), int)
    if tree is None or not len(pieces):
        raise DrawingError("This digit has no line to follow.")
    even = np.array([points[near].mean(axis=0) for near in tree.query_ball_point(points, AVERAGED)])
    even -= even.min(axis=0)
    return even[pieces] / max(float(even.max()), 1.0)


def sketch(
    line: Segments, rng: np.random.Generator, tools: tuple[Tool, ...] = QUICK_TOOLS
) -> NDArray[np.uint8]:
    """Draws a line with a randomly chosen tool, and prepares the drawing as 28x28.

    Args:
        line: Short straight pieces (n, 2, 2), the digit's longer side being 1.
        rng: Random generator.
        tools: The tools to choose from.

    Returns:
        uint8 (28, 28), white ink on black.

    Raises:
        DrawingError: If the drawing cannot be read.
    """
    return to_digit(tools[rng.integers(len(tools))](line, rng))


def redraw(
    image: NDArray[np.uint8], rng: np.random.Generator, tools: tuple[Tool, ...] = QUICK_TOOLS
) -> NDArray[np.uint8]:
    """Draws a digit again, along its centre line.

    Args:
        image: uint8 (28, 28), white ink on black.
        rng: Random generator.
        tools: The tools to choose from.

    Returns:
        uint8 (28, 28).

    Raises:
        DrawingError: If the digit has no line to follow, or its drawing cannot be read.
    """
    return sketch(centre_line(image), rng, tools)


def sketch_all(
    lines: Sequence[Segments], seed: int, tools: tuple[Tool, ...] = QUICK_TOOLS
) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """Draws many lines, on all cores.

    Args:
        lines: n lines, each as for `sketch`.
        seed: Seed of the random numbers, the same on any number of cores.
        tools: The tools to choose from.

    Returns:
        The digits, uint8 (m, 28, 28), and the index of each one's line, int (m,). m is less than
        n if drawings could not be read.
    """
    return _on_all_cores(partial(_or_none, sketch, seed=seed, tools=tools), lines)


def redraw_all(
    images: NDArray[np.uint8], seed: int, tools: tuple[Tool, ...] = QUICK_TOOLS
) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """Draws many digits again, on all cores.

    Args:
        images: uint8 (n, 28, 28).
        seed: Seed of the random numbers, the same on any number of cores.
        tools: The tools to choose from.

    Returns:
        The drawn digits, uint8 (m, 28, 28), and the index of each one's image, int (m,). m is
        less than n if drawings could not be read.
    """
    return _on_all_cores(partial(_or_none, redraw, seed=seed, tools=tools), images)


def _on_all_cores(
    work: Callable[[tuple[int, NDArray[Any]]], NDArray[np.uint8] | None],
    items: Iterable[NDArray[Any]],
) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    # Spawned, not forked: a fork of a process that runs TensorFlow's threads may hang.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        drawn = list(pool.map(work, enumerate(items), chunksize=200))
    kept = [index for index, digit in enumerate(drawn) if digit is not None]
    return np.stack([digit for digit in drawn if digit is not None]), np.array(kept)


def _or_none(
    draw: Callable[..., NDArray[np.uint8]],
    item: tuple[int, NDArray[Any]],
    seed: int,
    tools: tuple[Tool, ...],
) -> NDArray[np.uint8] | None:
    index, drawable = item
    try:
        return draw(drawable, np.random.default_rng([seed, index]), tools)
    except DrawingError:
        return None
