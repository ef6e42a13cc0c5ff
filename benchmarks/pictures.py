"""How well the shipped network verifies what people really send: photos, forms, scans.

MNIST's test digits, and the pen strokes of the file that SIAMESE_STROKES names, are written on
pictures of many kinds (`benchmarks.scenes`, `benchmarks.surroundings`), which go the way of a
visitor's file. Balanced pairs of each kind are judged; a pair with a refused picture is wrong. In
brackets stands what is wrong when the same digits are written alone: the network's own share.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np
from PIL import Image

from benchmarks.mnist import require_mnist
from benchmarks.scenes import WHITE, Scene, Sheet, write
from benchmarks.surroundings import SCENES
from benchmarks.table import Figure, show
from siamese.comparator import Comparator
from siamese.data.npz import Bytes
from siamese.handwriting.drawing_tools import Segments
from siamese.handwriting.redraw import centre_line
from siamese.pairs import sample_pairs
from siamese.pictures import find_digit
from siamese.preprocessing import DrawingError, read_picture, to_digit

Digits = Callable[[int, np.random.Generator], tuple[list[Segments], Bytes]]  # some at random

PAIRS = 20_000
NOTHING_AROUND = ("drawn", "plain")  # of which 1 % may be wrong, and 2 % of the others
JPEG = ("desk", "tilted", "shadow", "glare")  # kinds that a camera writes
AREAS = {"12 megapixels": ((4000, 3000), 800), "12,000 × 12,000": ((12_000, 12_000), 1500)}


def pen_strokes(path: Path) -> tuple[list[Segments], Bytes]:
    """Digits of a file of pen strokes: their lines, the longer side being 1, and their labels."""
    content = np.load(path)
    xy, starts = content["xy"].astype(float), content["stroke_off"]
    strokes = [xy[a:b] for a, b in pairwise(starts)]
    lines = []
    for a, b in pairwise(content["item_off"]):
        pieces = [np.stack([one[:-1], one[1:]], axis=1) for one in strokes[a:b] if len(one) > 1]
        line = np.concatenate(pieces or [np.zeros((1, 2, 2))])
        line -= line.min(axis=(0, 1))
        lines.append(line / max(float(line.max()), 1.0))
    return lines, content["label"].astype(np.uint8)


def encoded(image: Image.Image, kind: str) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    image.save(file, "JPEG" if kind in JPEG else "PNG", **({"quality": 85} if kind in JPEG else {}))
    return file.getvalue()


def read(content: bytes) -> Bytes | None:
    """A file as the network sees it; None if it is refused, or seems to show several digits."""
    try:
        found = find_digit(read_picture(content))
    except DrawingError:
        return None
    return None if found.others else found.digit


def written_alone(line: Segments) -> Bytes:
    """The digit in black on white, read as a drawing."""
    there = Sheet(Image.new("RGB", (300, 300), WHITE), (0, 0, 0), 14, (0,) * 4)
    write(there, line * 180 + 60)
    return to_digit(np.asarray(there.image))


def wrong_share(digits: Sequence[Bytes | None], labels: Bytes, comparator: Comparator) -> float:
    """The share of wrong verdicts on balanced pairs; those with a refused picture are wrong."""
    rng = np.random.default_rng(1)
    there = np.array([digit is not None for digit in digits])
    blank = np.zeros((28, 28), np.uint8)
    embeddings = comparator.embed(np.stack([blank if one is None else one for one in digits]))
    pairs = sample_pairs(labels, PAIRS, rng)
    distances = np.linalg.norm(embeddings[pairs.left] - embeddings[pairs.right], axis=1)
    right = (distances <= comparator.threshold) == pairs.same.astype(bool)
    return 1 - float((right & there[pairs.left] & there[pairs.right]).mean())


def measure(
    scenes: Sequence[Scene], source: str, digits: Digits, count: int, seed: int
) -> list[Figure]:
    """Wrong verdicts by kind; each kind has digits of its own."""
    comparator, figures = Comparator.load(), []
    for scene in scenes:
        kind, number = scene.__name__, SCENES.index(scene)
        lines, labels = digits(count, np.random.default_rng([seed, number]))
        drawn = (
            scene(line, np.random.default_rng([seed, number, at])) for at, line in enumerate(lines)
        )
        read_digits = [read(encoded(image, kind)) for image in drawn]
        wrong = wrong_share(read_digits, labels, comparator)
        refused = sum(one is None for one in read_digits)
        alone = wrong_share([written_alone(line) for line in lines], labels, comparator)
        at_most = 1 if kind in NOTHING_AROUND else 2
        name = f"{source}, {kind.replace('_', ' ')} ({refused} refused; alone {alone:.1%})"
        figures.append(Figure(name, 100 * wrong, "%", at_most if source == "MNIST" else None))
    return figures


def times(line: Segments) -> list[Figure]:
    """How long a large picture takes, from the file to the digit or its refusal."""
    figures = []
    for name, (size, at_most) in AREAS.items():
        there = Sheet(Image.new("RGB", size, (240, 238, 230)), (30, 40, 90), size[0] / 60, (0,) * 4)
        write(there, line * size[1] / 4 + np.array(size) / 3)
        content = encoded(there.image, "desk")
        took = []
        for _ in range(3):
            start = time.perf_counter()
            read(content)
            took.append(1000 * (time.perf_counter() - start))
        figures.append(Figure(f"a JPEG of {name}", min(took), "ms", at_most))
    return figures


@click.command(help=__doc__)
@click.option("--count", default=60, show_default=True, help="Pictures a kind and source.")
@click.option("--kind", help="Only this kind.")
@click.option("--seed", default=1, show_default=True)
def main(count: int, kind: str | None, seed: int) -> None:
    """Prints the share of wrong verdicts by kind, and the times."""
    scenes = [scene for scene in SCENES if kind in (None, scene.__name__)]
    mnist = require_mnist()

    def of_mnist(many: int, rng: np.random.Generator) -> tuple[list[Segments], Bytes]:
        chosen = rng.choice(len(mnist.x_test), many, replace=False)
        return [centre_line(mnist.x_test[at]) for at in chosen], mnist.y_test[chosen]

    figures = measure(scenes, "MNIST", of_mnist, count, seed)
    if named := os.environ.get("SIAMESE_STROKES"):
        lines, labels = pen_strokes(Path(named))

        def of_pens(many: int, rng: np.random.Generator) -> tuple[list[Segments], Bytes]:
            chosen = rng.choice(len(lines), many, replace=False)
            return [lines[at] for at in chosen], labels[chosen]

        figures += measure(scenes, "pen strokes", of_pens, count, seed)
    show(figures if kind else figures + times(centre_line(mnist.x_test[0])))


if __name__ == "__main__":
    main()
