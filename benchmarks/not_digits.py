"""How many letters, characters and scribbles are taken for digits.

The digits are MNIST's test set and the pen strokes of the file that SIAMESE_STROKES names; at the
shipped threshold, about 1 % of them are doubted. The network by which it is decided has learned
UNIPEN's letters, without a digit beside them, and Omniglot's characters but for those alphabets
that count here. Letters that look as a digit does are left out.
"""

from __future__ import annotations

import os
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.data.symbols import lines_of, read_symbols
from siamese.evaluation.metrics import area_under_curve
from siamese.handwriting.tracing import line_of, trace
from siamese.pictures.doubt import DOUBTFUL, distance_to_digits
from siamese.training.symbols import held_out

LIKE_DIGITS = [ord(letter) for letter in "OoIlSsZzgqBbGiJDQ"]
SCRIBBLES = 1500

Floats = NDArray[np.float32]


def pen_strokes() -> Floats:
    """The digits of the file that SIAMESE_STROKES names."""
    if not (named := os.environ.get("SIAMESE_STROKES")):
        raise click.UsageError("SIAMESE_STROKES names no file of pen strokes.")
    with np.load(named) as arrays:
        return np.array(lines_of(arrays))


def some_letters(path: Path) -> Floats:
    """UNIPEN's letters, but for `LIKE_DIGITS`."""
    with np.load(path) as arrays:
        letters = np.array([ord(letter) for letter in arrays["character"].tolist()])
    return read_symbols([path]).lines[~np.isin(letters, LIKE_DIGITS)]


def unseen_characters(path: Path) -> Floats:
    """Omniglot's alphabets that are held out."""
    symbols = read_symbols([path])
    return symbols.lines[held_out(symbols.alphabets)[symbols.line_classes]]


def scribbles(rng: np.random.Generator) -> Floats:
    """Straight lines from one random place to the next."""
    corners = (rng.random((rng.integers(6, 12), 2)) * 100 for _ in range(SCRIBBLES))
    return np.array([line_of([of]) for of in corners])


@click.command(help=__doc__)
@click.option("--letters", type=Path, required=True, help="UNIPEN's letters, an .npz.")
@click.option("--omniglot", type=Path, required=True, help="Omniglot's strokes, an .npz.")
@click.option("--seed", default=1, show_default=True)
def main(letters: Path, omniglot: Path, seed: int) -> None:
    """Prints what is doubted of the digits, and what is not of the others."""
    rng = np.random.default_rng(seed)
    by_set = {
        "MNIST": distance_to_digits(require_mnist().x_test),
        "pen strokes": distance_to_digits(trace(pen_strokes(), rng, None)),
    }
    figures = [
        Figure(f"{name}: doubted", 100 * float((far > DOUBTFUL).mean()), "%", 2)
        for name, far in by_set.items()
    ]
    digits = np.concatenate([*by_set.values()])
    others = {
        "letters": some_letters(letters),
        "Omniglot's characters": unseen_characters(omniglot),
        "scribbles of straight lines": scribbles(rng),
    }
    for name, lines in others.items():
        far = distance_to_digits(trace(lines, rng, None))
        missed = 100 * float((far <= DOUBTFUL).mean())
        is_digit = np.repeat([1, 0], [len(digits), len(far)])
        area = area_under_curve(np.concatenate([digits, far]), is_digit)
        figures.append(Figure(f"{name}: taken for digits", missed, "%", 20))
        figures.append(Figure(f"{name}: area over the ROC curve", 1 - area, "", 0.02))
    show(figures)


if __name__ == "__main__":
    main()
