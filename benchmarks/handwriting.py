"""Is our handwriting good enough to learn from, and known to a network that learned MNIST?

How long ten thousand digits take to write; how often the shipped network errs on pairs of them, at
its own threshold; and the equal error rate, on MNIST's test set, of a network that learned from
handwriting alone and never saw MNIST. `--sheet FILE.png` shows 200 written digits beside 200 of
MNIST's.
"""

import time
from pathlib import Path

import click
import numpy as np
from PIL import Image

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.comparator import Comparator
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.evaluation.pair_scores import pair_distances, score
from siamese.handwriting.renderer import write
from siamese.training.trainer import train

COUNT = 10_000
PAIRS = 100_000
TO_LEARN = 40_000
EPOCHS = 6


@click.command(help=__doc__)
@click.option("--seed", default=1, show_default=True)
@click.option("--sheet", type=click.Path(path_type=Path), help="Where to put the picture.")
def main(seed: int, sheet: Path | None) -> None:
    """Prints the three figures."""
    mnist = require_mnist()
    if sheet:
        save_sheet(mnist, seed, sheet)
    show(
        [
            Figure(f"writing {COUNT:,} digits", writing_seconds(seed), "s", 5),
            Figure("wrong verdicts on handwriting", wrong_verdicts(seed), "%", 3),
            Figure("MNIST's equal error rate, taught by it", taught_error(mnist, seed), "%", 6),
        ]
    )


def some_digits(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Written digits and what they are."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count, dtype=np.uint8)
    return write(labels, rng), labels


def writing_seconds(seed: int) -> float:
    """The best of three."""
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        some_digits(COUNT, seed)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def wrong_verdicts(seed: int) -> float:
    """Of the shipped network, in per cent."""
    comparator = Comparator.load()
    images, labels = some_digits(COUNT, seed)
    pairs = pair_distances(comparator.embed(images), labels, PAIRS, np.random.default_rng(seed))
    return 100 * (1 - score(pairs, COUNT, comparator.threshold).accuracy)


def taught_error(mnist: Digits, seed: int) -> float:
    """Equal error rate of a network that learned from handwriting alone, in per cent."""
    images, labels = some_digits(TO_LEARN, seed)
    digits = Digits(images, labels, mnist.x_test, mnist.y_test, "handwriting", f"seed {seed}")
    trained = train(training_config("all-pairs", epochs=EPOCHS, seed=seed), digits)
    return 100 * trained.manifest.equal_error_rate


def save_sheet(mnist: Digits, seed: int, path: Path) -> None:
    """Twenty of each digit, ours to the left, MNIST's to the right."""
    rng = np.random.default_rng(seed)
    rows = []
    for digit in range(10):
        ours = write(np.full(20, digit), rng)
        theirs = rng.choice(mnist.x_test[mnist.y_test == digit], 20, replace=False)
        rows.append(np.hstack([*ours, np.zeros((28, 28), np.uint8), *theirs]))
    Image.fromarray(255 - np.vstack(rows)).save(path)


if __name__ == "__main__":
    main()
