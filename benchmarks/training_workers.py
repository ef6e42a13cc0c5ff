"""Runs on Dask: how soon a lost worker is told, and how many runs a minute several workers do.

Twelve visitors ask for a run each, at one time, on a cluster of one, two and four workers of one
core each. More workers than cores cannot be faster: their ratio is told, and what it should be.
"""

import os
import time
from concurrent.futures import wait
from pathlib import Path

import psutil

from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from siamese.config import training_config
from siamese.data.digits import find_mnist
from siamese.jobs import Job, Limits, Run, State, TrainingExecutor
from tests.support.dask_cluster import dask_cluster
from tests.support.stand_ins import until

VISITORS = 12
WORKERS = (1, 2, 4)
PATIENCE = 600  # seconds


def job(digits: int, epochs: int) -> Job:
    """A run of the page's own recipe."""
    return Job(training_config("all-pairs", digits=digits, epochs=epochs), find_mnist())


def seconds_to_the_end(executor: TrainingExecutor, lose: str) -> float:
    """How long it takes until a run says that its worker is lost.

    Args:
        executor: A server without runs.
        lose: What is done to the worker: `kill`, or `suspend`, so that it does not answer.
    """
    run = executor.submit(job(digits=60_000, epochs=30), "visitor")
    until(lambda: run.step, PATIENCE)
    assert run.begun is not None
    getattr(psutil.Process(run.begun.pid), lose)()
    started = time.perf_counter()
    assert run.exception(PATIENCE) is not None
    return time.perf_counter() - started


def measure_losses() -> list[Figure]:
    """A worker of the server's own that is killed, and one that hangs."""
    executor = TrainingExecutor(Limits())
    try:
        killed, hung = (seconds_to_the_end(executor, lose) for lose in ("kill", "suspend"))
    finally:
        executor.shutdown()
    return [
        Figure("a killed worker to the visitor's being told", killed, "s", 0.5),
        Figure("a hung worker to the visitor's being told", hung, "s", 10),
    ]


def runs_a_minute(workers: int) -> float:
    """Twelve runs of twelve visitors, each worker having done one before."""
    with dask_cluster(workers) as address:
        executor = TrainingExecutor(Limits(runs=workers), address)
        try:
            _finish([executor.submit(job(500, 1), f"warm {number}") for number in range(workers)])
            started = time.perf_counter()
            _finish([executor.submit(job(5_000, 2), str(number)) for number in range(VISITORS)])
            return 60 * VISITORS / (time.perf_counter() - started)
        finally:
            executor.shutdown()


def _finish(runs: list[Run]) -> None:
    wait(runs, PATIENCE)
    assert {run.state for run in runs} == {State.DONE}


def lines_of_code() -> int:
    """Lines in siamese/jobs/, all of them."""
    folder = Path(__file__).resolve().parents[1] / "siamese" / "jobs"
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in folder.glob("*.py"))


def main() -> None:
    """Prints all of it."""
    require_mnist()
    figures = measure_losses()
    rates = {workers: runs_a_minute(workers) for workers in WORKERS}
    for workers, rate in rates.items():
        gain, ideal = rate / rates[1], min(workers, os.cpu_count() or 1)
        figures.append(Figure(f"runs a minute, {workers} workers of one core", rate, ""))
        figures.append(Figure(f"ratio to one worker, at best {ideal}", gain, ""))
    show([*figures, Figure("lines in siamese/jobs/", lines_of_code(), "")])


if __name__ == "__main__":
    main()
