"""How well the shipped network verifies what is drawn with each tool.

MNIST's test digits are drawn again (`siamese.handwriting.redraw`): by pen, a very thick line, a
mouse of a few pixels, in pixel art, chalk, pencil, on photographed and on scanned paper. Every
drawing goes the way of a visitor's into 28x28. What cannot be read counts as a miss of all its
pairs. Where SIAMESE_STROKES names an .npz of pen strokes, these digits count, too, as they
were drawn: the network has learned from none of them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.data.symbols import lines_of
from siamese.evaluation.pair_scores import pair_distances, score
from siamese.handwriting.drawing_tools import TOOLS
from siamese.handwriting.redraw import redraw_all
from siamese.handwriting.tracing import trace

if TYPE_CHECKING:
    from siamese.comparator import Comparator

PAIRS = 50_000
WRONG_AT_MOST = {"pen": 1.2, "scan": 1.2}  # %; of any other tool, 1.5


@click.command(help=__doc__)
@click.option("--count", default=500, show_default=True, help="Digits a tool.")
@click.option("--seed", default=1, show_default=True)
def main(count: int, seed: int) -> None:
    """Prints the share of wrong verdicts by tool."""
    from siamese.comparator import Comparator  # here: those who draw import this file, too

    digits, comparator = require_mnist(), Comparator.load()
    chosen = np.random.default_rng(seed).choice(len(digits.x_test), count, replace=False)
    images, labels = digits.x_test[chosen], digits.y_test[chosen]
    figures = []
    for tool in TOOLS:
        drawn, index = redraw_all(images, seed, (tool,))
        rng = np.random.default_rng(seed)
        pairs = pair_distances(comparator.embed(drawn), labels[index], PAIRS, rng)
        wrong = 1 - score(pairs, count, comparator.threshold).accuracy * len(index) / count
        at_most = WRONG_AT_MOST.get(tool.__name__, 1.5)
        figures.append(Figure(f"{tool.__name__}: wrong verdicts", 100 * wrong, "%", at_most))
    if named := os.environ.get("SIAMESE_STROKES"):
        figures.append(pen_strokes(Path(named), comparator, seed))
    show(figures)


def pen_strokes(file: Path, comparator: Comparator, seed: int) -> Figure:
    """The share of wrong verdicts on pairs of pen strokes."""
    rng = np.random.default_rng(seed)
    with np.load(file) as arrays:
        drawn, labels = trace(np.array(lines_of(arrays)), rng, None), arrays["label"]
    pairs = pair_distances(comparator.embed(drawn), labels, 4 * PAIRS, rng)
    wrong = 1 - score(pairs, len(labels), comparator.threshold).accuracy
    return Figure("pen strokes: wrong verdicts", 100 * wrong, "%", 1)


if __name__ == "__main__":
    main()
