"""Workers for jobs to come: one is kept waiting for some minutes, so that a run begins at once."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
from pathlib import Path

from siamese.jobs.process import Process

SPARE_SECONDS = 300.0  # that a worker waits for work; it holds 0.7 GB


class Workers:
    """Makes workers, each with a folder of its own; any thread may call.

    Args:
        threads: How many cores each of them uses.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._lock = threading.RLock()
        self._home = tempfile.TemporaryDirectory(prefix="siamese-runs-")
        self._numbers = itertools.count(1)
        self._spare: Process | None = None
        self._timer: threading.Timer | None = None

    def warm(self) -> None:
        """Makes sure that a worker waits, for some minutes from now.

        Raises:
            OSError: If none can be started.
        """
        with self._lock:
            self._spare = self.take()
            self._timer = threading.Timer(SPARE_SECONDS, self.cool)
            self._timer.daemon = True
            self._timer.start()

    def take(self) -> Process:
        """The worker that waits, or else a new one.

        Raises:
            OSError: If none can be started.
        """
        with self._lock:
            process, self._spare = self._spare, None
            if self._timer:
                self._timer.cancel()
            if process and not process.is_alive():  # someone else has ended it
                self._end(process)
                process = None
            return process or self._start()

    def _start(self) -> Process:
        """A new worker; where it cannot be started, its folder goes again."""
        folder = Path(self._home.name) / str(next(self._numbers))
        try:
            return Process(folder, self._threads)
        except OSError:
            self.remove(folder)
            raise

    def cool(self) -> None:
        """Ends the worker that waits, if there is one, so that its memory goes back."""
        with self._lock:
            process, self._spare = self._spare, None
            if self._timer:
                self._timer.cancel()
            if process:
                self._end(process)

    def remove(self, folder: Path | None) -> None:
        """Removes a worker's files, if there are any; of two threads that do, one finds none."""
        with self._lock:
            if folder is not None and folder.is_dir():
                shutil.rmtree(folder)

    def close(self) -> None:
        """Ends the worker that waits, and removes the files of all."""
        with self._lock:
            self.cool()
            self._home.cleanup()

    def _end(self, process: Process) -> None:
        process.kill()
        process.wait()
        self.remove(process.folder)
