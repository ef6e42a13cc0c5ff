"""What a run of `all-pairs` costs: a fixed part, and one in proportion to digits and to epochs.

Runs of more and more digits, and of more and more epochs, are timed whole, from the config to the
measured network. A straight line is fitted to each series: where it begins is what every run pays
(compiling, measuring), its slope what each digit or epoch adds.
"""

import time

import click
import numpy as np

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.training.trainer import train

DIGITS = (10_000, 20_000, 30_000, 40_000, 50_000, 60_000)
EPOCHS = (1, 2, 3, 4, 5, 6)
FEW = 10_000  # digits, where epochs are counted
ROUNDS = 2


def seconds(digits: Digits, seed: int, count: int, epochs: int) -> float:
    """The best of a few rounds: whatever else the machine does only adds to it."""
    config = training_config("all-pairs", digits=count, epochs=epochs, seed=seed)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        train(config, digits)
        times.append(time.perf_counter() - started)
    return min(times)


def line(of: str, counts: tuple[int, ...], times: list[float], unit: float) -> list[Figure]:
    """Prints a series beside its fitted line, and returns what the line says."""
    slope, start = np.polyfit(counts, times, 1)
    fitted = slope * np.array(counts) + start
    print(f"{of:>8}  measured  line")
    for count, measured, on_line in zip(counts, times, fitted, strict=True):
        print(f"{count:8,}  {measured:6.1f} s  {on_line:.1f} s")
    print()
    away = np.abs(times - fitted) / fitted
    return [
        Figure(f"{of}: every run", start, "s"),
        Figure(f"{of}: each {unit:,.0f} more", slope * unit, "s"),
        Figure(f"{of}: farthest from the line", 100 * away.max(), "%", 10),
    ]


@click.command(help=__doc__)
@click.option("--seed", default=1, show_default=True)
def main(seed: int) -> None:
    """Prints both series and their lines."""
    digits = require_mnist()
    seconds(digits, seed, FEW, 1)  # the first run of a process also wakes TensorFlow
    print(f"seed {seed}; by digits: 1 epoch; by epochs: {FEW:,} digits\n")
    by_digits = [seconds(digits, seed, count, 1) for count in DIGITS]
    by_epochs = [seconds(digits, seed, FEW, epochs) for epochs in EPOCHS]
    show(
        [
            *line("digits", DIGITS, by_digits, 10_000),
            *line("epochs", EPOCHS, by_epochs, 1),
        ]
    )


if __name__ == "__main__":
    main()
