"""How well are classes told apart that a network was not trained on, from one example of each?

Four questions: a network trained on seven digits of MNIST, asked about the three left out, 3-way;
one trained on five, asked about the other five, 5-way (which three classes left out do not allow);
the shipped network, asked about Persian digits, 5-way and 10-way; and Omniglot's twenty runs,
20-way. Beside each stand the nearest neighbour by raw pixels, and the same encoder before any
training; beside the last two, the network for symbols. With five examples of each, the nearest one
is set against their mean. In brackets the 95 % interval (`siamese.evaluation.episodes`), which
holds for these classes and this one training.

The twenty runs (Lake, Salakhutdinov and Tenenbaum, 2015) are read from the file that
SIAMESE_OMNIGLOT_RUNS or --runs names: an .npz with examples and queries, bool (20, 20, 105, 105),
and answer, int (20, 20), which example each query shows. The other figures are those of that paper.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from pathlib import Path

import click
import keras
import numpy as np
from numpy.typing import NDArray

from benchmarks.mnist import require_mnist
from siamese.comparator import Comparator
from siamese.config import IMG_SHAPE, training_config
from siamese.data.digits import Digits
from siamese.evaluation.episodes import Accuracy, By, n_way_episodes
from siamese.evaluation.persian import persian_digits
from siamese.manifest import SYMBOLS
from siamese.network import ENCODERS
from siamese.preprocessing import to_digit
from siamese.training.embedding import embed_all, embedding_function
from siamese.training.trainer import train

EPISODES = 5000
PERSIAN_EACH = 100  # of each Persian digit
QUESTIONS = ("three", "five", "persian", "omniglot")
RUNS = "SIAMESE_OMNIGLOT_RUNS"
PUBLISHED = {
    "Siamese network (Koch and others, 2015)": 92.0,
    "people": 95.5,
    "Bayesian program learning": 96.7,
}

Bytes = NDArray[np.uint8]
Embeddings = dict[str, NDArray[np.floating]]  # by what embedded


@click.command(help=__doc__)
@click.option("--only", type=click.Choice(QUESTIONS), help="One question; all without it.")
@click.option("--runs", envvar=RUNS, type=click.Path(path_type=Path), help="Omniglot's runs.")
@click.option("--seed", default=1, show_default=True)
def main(only: str | None, runs: Path | None, seed: int) -> None:
    """Prints a line for each test."""
    if only == "omniglot" and not runs:
        raise click.UsageError(f"Name the file of the twenty runs with --runs or in {RUNS}.")
    if only != "omniglot":
        columns = ("network", "raw pixels", "untrained", "for symbols")
        print(f"{'':34}" + "".join(f"{column:>24}" for column in columns))
    order = np.random.default_rng(seed).permutation(10)
    if only in (None, "three"):
        splits = [order[:3], order[3:6], order[6:9], np.append(order[9:], order[:2])]
        ask_mnist(splits, seed)
    if only in (None, "five"):
        ask_mnist([order[:5], order[5:]], seed)
    if only in (None, "persian"):
        ask_persian(seed)
    if runs and only in (None, "omniglot"):
        ask_omniglot(runs)


def ask_mnist(splits: list[NDArray[np.int64]], seed: int) -> None:
    """Trains without each split's digits, and asks about these."""
    mnist = require_mnist()
    means: dict[str, list[float]] = {}
    for left_out in splits:
        trained = train(training_config("all-pairs", seed=seed), without(mnist, left_out))
        asked = np.isin(mnist.y_test, left_out)
        embeddings = embedded(trained.comparator(), "all-pairs", mnist.x_test[asked], seed)
        ways = len(left_out)
        name = f"MNIST, left out {' '.join(map(str, np.sort(left_out)))}"
        found = tell(name, embeddings, mnist.y_test[asked], ways, 1, seed)
        for by, one in found.items():
            means.setdefault(by, []).append(one.accuracy)
    print(f"{'  mean':34}" + "".join(f"{100 * np.mean(some):22.1f} %" for some in means.values()))


def without(digits: Digits, left_out: NDArray[np.int64]) -> Digits:
    """The same digits, less some classes: neither learned from nor measured on."""
    train_kept, test_kept = (~np.isin(y, left_out) for y in (digits.y_train, digits.y_test))
    return Digits(
        digits.x_train[train_kept],
        digits.y_train[train_kept],
        digits.x_test[test_kept],
        digits.y_test[test_kept],
        f"{digits.name} in part",
        digits.origin,
    )


def ask_persian(seed: int) -> None:
    """Asks the shipped networks about Persian digits."""
    images, labels = persian_digits(PERSIAN_EACH, seed)
    embeddings = embedded(Comparator.load(), "shipped", images, seed)
    embeddings["for symbols"] = Comparator.load(SYMBOLS).embed(images)
    for ways in (5, 10):
        tell(f"Persian, {ways}-way 1-shot", embeddings, labels, ways, 1, seed)
    tell("Persian, 10-way 5-shot, nearest", embeddings, labels, 10, 5, seed)
    tell("Persian, 10-way 5-shot, mean", embeddings, labels, 10, 5, seed, "mean")


def ask_omniglot(file: Path) -> None:
    """The paper's table: the share of the 400 letters for which the right example is nearest."""
    with np.load(file) as runs:
        pictures = np.stack([runs["examples"], runs["queries"]])  # (2, 20, 20, 105, 105)
        answers = runs["answer"]
    drawn = np.where(pictures, np.uint8(0), np.uint8(255)).reshape(-1, 105, 105)
    images = np.stack([to_digit(one) for one in drawn])
    print(f"\nOmniglot, 20-way 1-shot, {answers.size} letters of {len(answers)} runs")
    found: Embeddings = {
        "raw pixels": images.reshape(len(images), -1) / np.float32(255),
        "network for digits": Comparator.load().embed(images),
        "network for symbols": Comparator.load(SYMBOLS).embed(images),
    }
    for who, embeddings in found.items():
        examples, queries = embeddings.reshape(2, *answers.shape, -1)
        away = np.linalg.norm(queries[:, :, None] - examples[:, None], axis=3)
        print(f"{who:48}{100 * np.mean(away.argmin(axis=2) == answers):6.2f} %")
    for who, share in PUBLISHED.items():
        print(f"{who:48}{share:5.1f}  %, published")


def embedded(network: Comparator, recipe: str, images: Bytes, seed: int) -> Embeddings:
    """Images as the network embeds them, as their pixels, and as its encoder did untrained."""
    keras.utils.set_random_seed(seed)
    untrained = embedding_function(ENCODERS[recipe](IMG_SHAPE, 48))
    return {
        "network": network.embed(images),
        "raw pixels": images.reshape(len(images), -1) / np.float32(255),
        "untrained": embed_all(untrained, images),
    }


def tell(
    name: str,
    embeddings: Embeddings,
    labels: NDArray[np.integer],
    ways: int,
    shots: int,
    seed: int,
    by: By = "nearest",
) -> dict[str, Accuracy]:
    """Asks the same episodes of each, and prints the answers."""
    found = {
        who: n_way_episodes(some, labels, ways, shots, EPISODES, np.random.default_rng(seed), by)
        for who, some in embeddings.items()
    }
    cells = [
        f"{100 * one.accuracy:.1f} % ({100 * one.low:.1f}-{100 * one.high:.1f})"
        for one in found.values()
    ]
    print(f"{name:34}" + "".join(f"{cell:>24}" for cell in cells), flush=True)
    return found


if __name__ == "__main__":
    main()
