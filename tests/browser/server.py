"""The app's own server, started as `make run` starts it and stopped by its process."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from siamese.data.digits import VARIABLE, handwritten, read_mnist

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
DIGITS = 1400  # of handwriting, one in seven of them to show

_scratch = tempfile.TemporaryDirectory()  # gone when this process is


class Server:
    """`streamlit run SCRIPT` on a free port, up when the `with` block is entered.

    Args:
        script: what to serve, relative to the project's folder or absolute.
        environment: variables to set for it, beside those of this process. Where none names
            digits, a file of handwriting does, so that no server asks the network for them.
    """

    def __init__(
        self, script: str | Path = "app.py", environment: Mapping[str, str] | None = None
    ) -> None:
        self._script = str(script)
        self._folder = tempfile.TemporaryDirectory()
        self._log = Path(self._folder.name) / "server.log"
        self._said = ""
        self._port = free_port()
        self.url = f"http://localhost:{self._port}"
        digits = {} if os.environ.get(VARIABLE) else handwriting_file()
        variables = {**os.environ, **digits, **(environment or {})}
        self.started_at = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(),
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        try:
            self._wait_until_up()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    def output(self) -> str:
        """All that the server has written so far, or had written when it was stopped."""
        if self._log.exists():
            self._said = self._log.read_text(encoding="utf-8", errors="replace")
        return self._said

    def stop(self) -> None:
        """Ends the process, by force if it does not end by itself within ten seconds."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.output()
        self._folder.cleanup()

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "streamlit", "run", self._script),
            *("--server.port", str(self._port)),
            *("--server.address", "localhost"),
            *("--server.headless", "true"),
            *("--server.fileWatcherType", "none"),
            *("--browser.gatherUsageStats", "false"),
        ]

    def _wait_until_up(self) -> None:
        while not self._healthy():
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended as it started:\n{self.output()}")
            if time.perf_counter() - self.started_at > START_SECONDS:
                raise TimeoutError(f"no answer within {START_SECONDS} s:\n{self.output()}")
            time.sleep(0.05)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False


@cache
def handwriting_file() -> dict[str, str]:
    """Names a file of handwriting."""
    file = Path(_scratch.name) / "handwriting.npz"
    handwritten(DIGITS).save(file)
    return {VARIABLE: str(file)}


def without_mnist(home: str | Path) -> dict[str, str]:
    """Variables of a server that has no digits, and no way out: its proxy is not there."""
    proxy = dict.fromkeys(("https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    return {VARIABLE: "", "KERAS_HOME": str(home), "no_proxy": "", "NO_PROXY": "", **proxy}


def images_shown() -> np.ndarray:
    """The test digits that a server shows: uint8 (n, 28, 28)."""
    return read_mnist(os.environ.get(VARIABLE) or handwriting_file()[VARIABLE]).x_test


def labels_shown() -> np.ndarray:
    """What they show: uint8 (n,)."""
    return read_mnist(os.environ.get(VARIABLE) or handwriting_file()[VARIABLE]).y_test


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
