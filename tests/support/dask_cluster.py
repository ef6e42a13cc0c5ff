"""A Dask cluster of programs, as somebody else would start one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from distributed import Client

from tests.support.stand_ins import until

ROOT = Path(__file__).resolve().parents[2]
DASK = (sys.executable, "-m", "dask")


@contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """Gives the address of a scheduler; each of its workers has one core, where there is a choice.

    Args:
        workers: How many; each has a nanny.
    """
    with TemporaryDirectory() as folder, (Path(folder) / "log.txt").open("ab") as log:
        file = Path(folder) / "scheduler.json"
        place = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
        worker = (*DASK, "worker", *place, "--nthreads", "1", "--memory-limit", "0")
        commands = [[*DASK, "scheduler", *place, "--port", "0"]]
        commands += [[*worker, "--local-directory", folder] for _ in range(workers)]
        programs = []
        try:
            for number, command in enumerate(commands):
                programs.append(subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log))
                if number:
                    with suppress(AttributeError):  # not on every system
                        core = number % (os.cpu_count() or 1)
                        psutil.Process(programs[-1].pid).cpu_affinity([core])
                until(file.exists)
            with Client(scheduler_file=str(file), set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
                address = client.scheduler.address
            yield address
        finally:
            for program in programs[::-1]:
                program.terminate()
                program.wait(30)
