"""How long the shipped network would take to train on this machine, as busy as it now is.

A short run of its recipe is timed from step to step, and the whole run is computed from that.
"""

import time

import click

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.config import training_config
from siamese.manifest import Manifest
from siamese.training.events import Event, StepEnd
from siamese.training.trainer import train

DIGITS = 12_000
AT_MOST = 20 * 60  # seconds


@click.command(help=__doc__)
@click.option("--seed", default=1, show_default=True)
def main(seed: int) -> None:
    """Prints milliseconds a step, and what that comes to."""
    config = training_config("shipped", digits=DIGITS, epochs=1, seed=seed)
    moments: list[float] = []

    def note(event: Event) -> None:
        if isinstance(event, StepEnd):
            moments.append(time.perf_counter())

    train(config, require_mnist(), note)
    step = (moments[-1] - moments[0]) / (len(moments) - 1)
    papers = Manifest.load()
    kinds = ("images", "drawings", "handwriting")
    images = sum(papers.data[f"training_{kind}"] for kind in kinds)
    steps = papers.config["epochs"] * (images // papers.config["batch_size"])
    show(
        [
            Figure(f"a step of {papers.config['batch_size']} images", 1000 * step, "ms"),
            Figure(f"training: {steps:,} steps", steps * step, "s", AT_MOST),
            Figure("the shipped network's own training", papers.seconds, "s"),
        ]
    )


if __name__ == "__main__":
    main()
