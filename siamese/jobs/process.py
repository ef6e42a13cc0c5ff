"""A worker seen from the server: a child process, its pipes and its log."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, cast

from siamese.jobs.protocol import Message, decode

ROOT = Path(__file__).resolve().parents[2]
LOG_TAIL = 4000  # bytes
GOODBYE = 5.0  # seconds that a worker may take to end after it has closed its pipe


class Process:
    """A worker: it waits for one job, with TensorFlow imported.

    Args:
        folder: Its own, to be made: for its log, and for the network it is to leave.
        threads: How many cores it uses.

    Attributes:
        folder: The same.
        output: Where it writes the network.

    Raises:
        OSError: If it cannot be started.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self.folder, self.output = folder, folder / "network"
        folder.mkdir(parents=True)  # a cleaner of /tmp may have taken what is above it
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        with (folder / "log.txt").open("wb") as log:
            # Not multiprocessing's spawn, which would run the page that Streamlit calls __main__.
            self._popen = subprocess.Popen(  # noqa: S603  (our own program)
                [sys.executable, "-m", "siamese.jobs.worker", str(self.output), str(threads)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
                env={
                    "TF_CPP_MIN_LOG_LEVEL": "2",
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(paths),
                },
            )
        self._orders = cast("IO[bytes]", self._popen.stdin)
        self._answers = cast("IO[bytes]", self._popen.stdout)
        self._inbox: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(target=self._read, name="worker's pipe", daemon=True).start()

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._popen.pid

    def _read(self) -> None:
        with self._answers:
            for line in self._answers:
                self._inbox.put(line)
        self._inbox.put(None)

    def send(self, line: bytes) -> None:
        """Sends a line; to one that has ended already it is lost, as its exit status will tell."""
        with suppress(OSError, ValueError):  # ValueError: the pipe is closed
            self._orders.write(line)
            self._orders.flush()

    def messages(self, tick: float) -> Iterator[Message | None]:
        """What it tells, until it ends; None whenever it has told nothing for `tick` seconds.

        Raises:
            GarbledError: If it tells what is no message.
        """
        while True:
            try:
                line = self._inbox.get(timeout=tick)
            except Empty:
                yield None
                continue
            if line is None:
                return
            yield decode(line)

    def is_alive(self) -> bool:
        """Whether it is there."""
        return self._popen.poll() is None

    def kill(self) -> None:
        """Ends it at once."""
        self._popen.kill()

    def wait(self) -> int:
        """Its exit status, once it has closed its pipe; below 0 the signal that ended it."""
        try:
            status = self._popen.wait(GOODBYE)
        except subprocess.TimeoutExpired:
            self.kill()
            status = self._popen.wait()
        with suppress(OSError):  # what was not read by then is lost
            self._orders.close()
        return status

    def log_tail(self) -> str:
        """The end of what it wrote into its log."""
        text = (self.folder / "log.txt").read_bytes()[-LOG_TAIL:]
        return text.decode(errors="replace").strip()
