"""The Dask cluster that trains: one inside this server, or any one that goes on elsewhere.

Whoever reaches a scheduler runs code in its workers. So the scheduler inside the server listens on
the loopback only, and asks for a certificate which only the server and its workers have.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast
from uuid import uuid4

import dask
from distributed import (
    CancelledError,
    Client,
    Event,
    Future,
    KilledWorker,
    Scheduler,
    Security,
    SpecCluster,
)
from distributed.comm import CommClosedError

from siamese.data.digits import find_mnist, read_mnist
from siamese.files import sha256_of
from siamese.jobs import worker
from siamese.jobs.protocol import AnyJob, Begun, Message, unpack
from siamese.manifest import NETWORK_FILE, Manifest

ROOT = Path(__file__).resolve().parents[2]
WAIT = 30.0  # seconds until a scheduler, or a first worker, is given up
HERE = {"host": "127.0.0.1", "protocol": "tls://"}
SECRETS = ("tls_ca_file", "tls_worker_cert", "tls_worker_key", "tls_client_cert", "tls_client_key")

Tell = Callable[[Message | None], None]


class Task:
    """A job that a worker does, or will do; `tell` gets its messages, and None at its end."""

    def __init__(self, cluster: Cluster, job: AnyJob, tell: Tell) -> None:
        self._cluster, self._key = cluster, f"siamese-run-{uuid4().hex}"
        digits = None if job.digits is None else cluster.scatter(job.digits)
        cluster.heard[self._key] = tell
        self.future = cluster.client.submit(
            worker.perform,
            *(job, digits, cluster.topic, cluster.threads),
            key=self._key,
            pure=False,
            priority=1,  # before what makes a worker warm
        )
        self.future.add_done_callback(lambda _: tell(None))

    def stop(self) -> None:
        """Asks for an end at the next step."""
        Event(self._key, self._cluster.client).set()

    def result(self) -> dict[str, bytes] | None:
        """The network's files; None where its worker was lost. Raises RunError if it failed."""
        try:
            return cast("dict[str, bytes]", self.future.result())
        except (KilledWorker, CancelledError):
            return None

    def close(self) -> None:
        """Lets go of it: a worker that is still at it gives up."""
        self._cluster.heard.pop(self._key, None)
        with suppress(Exception):  # the scheduler may be gone
            self.future.cancel()
            Event(self._key, self._cluster.client).clear()


class Cluster:
    """A cluster that goes on somewhere already.

    Args:
        address: The scheduler's.
        security: For `tls://`; None for what Dask's own configuration says.

    Attributes:
        client: Dask's.
        topic: Where this server's runs tell.
        heard: Who is told what a task tells, by the task's key.
        threads: How many cores a worker uses; None for all that it has.

    Raises:
        TimeoutError: If no scheduler answers.
    """

    threads: int | None = None

    def __init__(self, address: str, security: Security | None = None) -> None:
        try:
            self.client = Client(address, timeout=WAIT, security=security, set_as_default=False)
        except OSError as error:
            raise TimeoutError(f"No scheduler answers at {address}.") from error
        self.topic, self.heard = f"siamese-server-{uuid4().hex}", dict[str, Tell]()
        self._lock = threading.Lock()
        self._digits: Future | None = None
        self._warm: dict[str, list[Future]] = {}
        self.client.subscribe_topic(self.topic, self._hear)

    def _hear(self, event: tuple[float, tuple[str, bytes]]) -> None:
        key, message = event[1]
        if tell := self.heard.get(key):
            tell(pickle.loads(message))  # noqa: S301  (a worker that we trust to run our code)

    def scatter(self, file: Path) -> Future:
        """The digits of a file, sent unless the cluster has them already, whoever sent them.

        Raises:
            DigitsError: If they cannot be read.
            TimeoutError: If there is no worker.
        """
        with self._lock:
            key = f"siamese-digits-{sha256_of(file) if file.is_file() else file}"
            if not self.client.sync(self.client.scheduler.who_has, keys=[key]).get(key):
                self._digits = self.client.scatter({key: read_mnist(file)}, timeout=WAIT)[key]
            elif self._digits is None or self._digits.key != key:
                self._digits = Future(key, self.client)
            return self._digits

    def export(self, folder: Path) -> None:
        """Has a worker write into a run's folder what `worker.export` makes of its network."""
        network, history = (folder / NETWORK_FILE).read_bytes(), Manifest.load(folder).history
        future = self.client.submit(worker.export, network, history, self.threads, pure=False)
        unpack(cast("dict[str, bytes]", future.result()), folder)

    def alive(self) -> bool:
        """Whether the scheduler is there, or may be back in some seconds."""
        return self.client.status in ("running", "connecting")

    def workers(self) -> set[str]:
        """The addresses of those that are there."""
        return set(self.client.nthreads())

    def require(self, count: int) -> None:
        """Makes sure that so many workers are there, where this server starts them."""

    def warm(self) -> None:
        """Has each worker get ready, and brings one of them the digits."""
        file, workers = find_mnist(), self.workers()
        if file and file.is_file() and workers:
            self.scatter(file)
        for address in self._warm.keys() - workers:
            del self._warm[address]
        for address in workers - self._warm.keys():
            there = {"pure": False, "workers": [address]}
            calls = [worker.warm_up, worker.rehearse]
            self._warm[address] = [
                self.client.submit(call, self.threads, **there) for call in calls
            ]
            if file is None:
                self._warm[address].append(self.client.submit(worker.own_handwriting, **there))

    def end(self, begun: Begun, hung: bool) -> None:
        """A run is given up: its worker sees that itself, or is ended by its nanny if it hangs."""
        if hung:
            threading.Thread(target=self._restart, args=(begun.address,)).start()

    def _restart(self, address: str) -> None:
        with suppress(CommClosedError):  # the cluster is gone, and this worker with it
            self.client.restart_workers([address], timeout=WAIT, raise_for_error=False)

    def cool(self, busy: set[int]) -> None:
        """Ends our own workers but for the processes that train."""

    def close(self) -> None:
        """Leaves the cluster."""
        self.client.close()


class LoopbackScheduler(Scheduler):
    """A scheduler without Dask's page of figures, whose port asks for no certificate."""

    def start_http_server(self, *_: object, **__: object) -> None:
        """Starts none."""


class EmbeddedCluster(Cluster):
    """A cluster of this server's own, whose workers are its child processes.

    A worker needs no nanny: the server starts and ends it, and it ends where its input does.

    Args:
        folder: For the workers' files.
        threads: How many cores each worker uses.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a visitor is told in words
        security = Security.temporary()
        options = {**HERE, "port": 0, "security": security, "allowed_failures": 0}
        with dask.config.set({"distributed.admin.low-level-log-length": 1000}):  # or events pile up
            self._dask = SpecCluster(
                scheduler={"cls": LoopbackScheduler, "options": {**options, "dashboard": False}},
                workers={},
                security=security,
            )
        super().__init__(self._dask.scheduler_address, security)
        self.threads, self._folder = threads, folder
        self._secrets = {name: getattr(security, name) for name in SECRETS}
        self._starting, self._closed = threading.RLock(), False
        self._programs: dict[int, subprocess.Popen[str]] = {}  # by process

    def require(self, count: int) -> None:
        """Starts workers until there are so many, and waits for them.

        Raises:
            OSError: If one cannot be started; TimeoutError if they do not come.
        """
        with self._starting:
            if self._closed:
                raise TimeoutError("The cluster is closed.")
            self._end({pid for pid, one in self._programs.items() if one.poll() is not None})
            while len(self._programs) < count:
                program = self._start()
                self._programs[program.pid] = program
        self.client.wait_for_workers(count, timeout=WAIT)

    def _start(self) -> subprocess.Popen[str]:
        paths = filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
        variables = {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": os.pathsep.join(paths)}
        self._folder.mkdir(exist_ok=True)  # a cleaner of /tmp may have taken it
        with (self._folder / "workers.log").open("ab") as log:  # TensorFlow's notes, above all
            # Not multiprocessing's spawn, which would run the page that Streamlit calls __main__.
            program = subprocess.Popen(
                [sys.executable, "-m", "siamese.jobs.worker"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **variables},
                cwd=ROOT,
                text=True,
            )
        settings = {
            "address": self._dask.scheduler_address,
            "security": self._secrets,
            "local_directory": str(self._folder_of(program)),
            **HERE,
        }
        with suppress(OSError):  # it has ended already
            orders = cast("IO[str]", program.stdin)
            orders.write(json.dumps(settings) + "\n")
            orders.flush()
        return program

    def end(self, begun: Begun, hung: bool) -> None:
        """Ends the worker of a run that is given up; the next run gets another one."""
        self._end({begun.pid})

    def cool(self, busy: set[int]) -> None:
        """Ends the workers that have nothing to do, so that their memory goes back."""
        self._end(self._programs.keys() - busy)

    def close(self) -> None:
        """Ends all of it."""
        with self._starting:
            self._closed = True
            self._end(set(self._programs))
        super().close()
        self._dask.close()

    def _end(self, pids: set[int]) -> None:
        with self._starting:
            for pid in pids & self._programs.keys():
                program = self._programs.pop(pid)
                program.kill()
                program.communicate()
                shutil.rmtree(self._folder_of(program), ignore_errors=True)

    def _folder_of(self, program: subprocess.Popen[str]) -> Path:
        return self._folder / f"worker-{program.pid}"
