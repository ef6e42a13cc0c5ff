"""The race: how long each recipe trains until it tells so many pairs of test digits apart.

All learn from the same digits of MNIST with the same seed, one after the other, and are judged by
the same test pairs: balanced accuracy, at the threshold that is best on held-out digits. The clock
starts before a network is built, so that its compilation counts. It stands still while the network
is judged, each time 10 % more images have been seen. `all-pairs` runs twice, for one epoch and for
more: its learning rate falls over a whole run, so a short run is not the beginning of a long one.

Keras's example runs twice, too: as it is now, ending at the distance, and with the head that it had
until January 2026 (keras-team/keras-io#2261), with which it learns faster. `all-pairs` is compared
with the one that reaches 98 % first.
"""

import math
import time
from dataclasses import dataclass

import click
import keras
import numpy as np
import tensorflow as tf

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.config import ALL_PAIRS_RECIPES, IMG_SHAPE, TrainingConfig, training_config
from siamese.data.digits import Digits
from siamese.evaluation.metrics import balanced_accuracy, choose_threshold
from siamese.evaluation.pair_scores import PairDistances, pair_distances
from siamese.network import ENCODERS, build_twin_network
from siamese.training.data import TrainingData, prepare
from siamese.training.embedding import embed_all, embedding_function
from siamese.training.learner import Learner
from siamese.training.trainer import fit

LEVELS = (0.95, 0.97, 0.98, 0.99, 0.995)
PAIRS = 100_000
FIRST, GROWTH = 1_000, 1.1  # images seen until the first judgement, and from one to the next
CORES = 2


@dataclass(frozen=True)
class Moment:
    """How far a run has come: seconds of training, images seen, accuracy on test pairs."""

    seconds: float
    images: int
    accuracy: float


class Stopwatch(keras.callbacks.Callback):
    """Takes the time of a run, and has its network judged while the clock stands still."""

    def __init__(self, config: TrainingConfig, data: TrainingData, digits: Digits) -> None:
        super().__init__()
        self.config, self.data, self.digits = config, data, digits
        self.images_a_step = config.batch_size * (1 if config.recipe in ALL_PAIRS_RECIPES else 2)
        self.moments: list[Moment] = []
        self.steps: list[float] = []  # when each ended
        self.images, self.seconds = 0, 0.0
        self.next_at: float = FIRST
        self.started = time.perf_counter()

    def watch(self, encoder: keras.Model) -> None:
        self.embed = embedding_function(encoder)

    def start(self) -> None:
        self.started = time.perf_counter()

    def pause(self) -> None:
        self.seconds += time.perf_counter() - self.started

    def on_test_begin(self, logs: dict[str, float] | None = None) -> None:
        self.pause()  # Keras's own look at held-out digits is no training either

    def on_test_end(self, logs: dict[str, float] | None = None) -> None:
        self.start()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.pause()
        self.steps.append(self.seconds)
        self.images += self.images_a_step
        if self.images >= self.next_at:
            self.next_at = GROWTH * self.images
            self.judge()
        self.start()

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        self.judge()

    def judge(self) -> None:
        validation = self.distances(self.data.validation_images, self.data.validation_labels)
        test = self.distances(self.digits.x_test, self.digits.y_test)
        threshold = choose_threshold(validation.distances, validation.same)
        accuracy = balanced_accuracy(test.distances, test.same, threshold)
        self.moments.append(Moment(self.seconds, self.images, accuracy))

    def distances(self, images: np.ndarray, labels: np.ndarray) -> PairDistances:
        rng = np.random.default_rng(self.config.seed)
        return pair_distances(embed_all(self.embed, images), labels, PAIRS, rng)

    def reached(self, level: float) -> Moment | None:
        """When a level was reached for the first time; None if never."""
        return next((moment for moment in self.moments if moment.accuracy >= level), None)

    def compilation(self) -> float:
        """What came before the second step, but for a step's own time."""
        return self.steps[0] - float(np.median(np.diff(self.steps)))


def with_former_head(twin: keras.Model) -> keras.Model:
    """Keras's example as it was: batch normalisation and a sigmoid behind the distance."""
    normal = keras.layers.BatchNormalization()(twin.output)
    return keras.Model(twin.inputs, keras.layers.Dense(1, "sigmoid")(normal))


def race(config: TrainingConfig, digits: Digits, former_head: bool = False) -> Stopwatch:
    """Trains one recipe under the stopwatch."""
    keras.utils.set_random_seed(config.seed)
    data = prepare(config, digits)
    stopwatch = Stopwatch(config, data, digits)
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    stopwatch.watch(encoder)
    twin = build_twin_network(encoder, config.loss == "cross-entropy")
    twin = with_former_head(twin) if former_head else twin
    fit(config, Learner(config, twin), data, stopwatch)
    return stopwatch


def report(name: str, stopwatch: Stopwatch) -> None:
    """Prints how a run went, a level a line."""
    config, last = stopwatch.config, stopwatch.moments[-1]
    print(
        f"\n{name}, {config.epochs} epochs of batches of {config.batch_size}: "
        f"{last.accuracy:.2%} after {last.seconds:.1f} s and {last.images:,} images; "
        f"{stopwatch.compilation():.1f} s of it compilation"
    )
    for level in LEVELS:
        moment = stopwatch.reached(level)
        when = f"{moment.seconds:7.1f} s  {moment.images:9,} images" if moment else "  not reached"
        print(f"  {level:6.1%} {when}", flush=True)


def seconds_to(level: float, stopwatch: Stopwatch) -> float:
    moment = stopwatch.reached(level)
    return moment.seconds if moment else math.inf


def seconds_spent(level: float, stopwatch: Stopwatch) -> float:
    """Until a level was reached; the whole run where it never was, and would have taken longer."""
    return (stopwatch.reached(level) or stopwatch.moments[-1]).seconds


def contestants(longer: int) -> dict[str, tuple[str, int, bool]]:
    """Recipe, epochs and whether with the former head, by name."""
    return {
        "all-pairs": ("all-pairs", 1, False),
        "all-pairs, longer": ("all-pairs", longer, False),
        "keras-example, former head": ("keras-example", 4, True),
        "keras-example": ("keras-example", 4, False),
        "slides": ("slides", 3, False),
    }


@click.command(help=__doc__)
@click.option("--seed", default=1, show_default=True)
@click.option("--longer", default=9, show_default=True, help="Epochs of the longer run.")
def main(seed: int, longer: int) -> None:
    """Runs the race, and prints it run by run."""
    tf.config.threading.set_intra_op_parallelism_threads(CORES)
    tf.config.threading.set_inter_op_parallelism_threads(CORES)
    digits = require_mnist()
    print(f"seed {seed}, {len(digits.x_train):,} digits, {PAIRS:,} test pairs, {CORES} cores")
    runs = {}
    for name, (recipe, epochs, former_head) in contestants(longer).items():
        config = training_config(recipe, epochs=epochs, seed=seed)
        runs[name] = race(config, digits, former_head)
        report(name, runs[name])
    rivals = [runs["keras-example"], runs["keras-example, former head"]]
    quicker = min(seconds_spent(0.98, rival) for rival in rivals)
    share = seconds_to(0.98, runs["all-pairs"]) / quicker
    print()
    show(
        [
            Figure("98 %: all-pairs over the quicker keras-example", share, "", 1 / 12),
            Figure("99.5 %: all-pairs", seconds_to(0.995, runs["all-pairs, longer"]), "s", 90),
        ]
    )


if __name__ == "__main__":
    main()
