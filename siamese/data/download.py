"""Downloads a file within a time limit, checks its hash, and writes it whole or not at all."""

from __future__ import annotations

import hashlib
import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from siamese.files import atomic_write

CONNECT_SECONDS = 10.0  # until the server answers, on any of its addresses
QUIET_SECONDS = 10.0  # between two blocks of the file
DOWNLOAD_SECONDS = 120.0  # in total
MOST_BYTES = 100_000_000
BLOCK = 1 << 16  # bytes read at a time

OnProgress = Callable[[float], None]


class DownloadError(ValueError):
    """A file could not be downloaded; the message says why in a few words."""


def download(url: str, sha256: str, path: Path, on_progress: OnProgress | None = None) -> None:
    """Downloads a file.

    Args:
        url: The file's address.
        sha256: SHA-256 that its bytes must have, hexadecimal.
        path: Where to write it; the folder is created if necessary.
        on_progress: Called with the share that has arrived, 0 to 1.

    Raises:
        DownloadError: If the server does not answer within 10 s or sends nothing for 10 s, the
            download takes over two minutes, the hash is another, or the file cannot be written.
            Nothing is written then.
    """
    content = _fetch(url, on_progress)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DownloadError("the downloaded file is not the expected one")
    try:
        with atomic_write(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise DownloadError(f"{path} cannot be written: {error.strerror}") from error


def _fetch(url: str, on_progress: OnProgress | None) -> bytes:
    """All that the server sends."""
    transfer = _Transfer(url)
    transfer.start()
    content = bytearray()
    try:
        for block in transfer.blocks():
            content += block
            if len(content) > MOST_BYTES:
                raise DownloadError("the file is too large")
            if on_progress and transfer.length:
                on_progress(min(len(content) / transfer.length, 1))
    finally:
        transfer.given_up.set()
    if len(content) < transfer.length:
        raise DownloadError(f"the connection broke after {len(content) / transfer.length:.0%}")
    return bytes(content)


class _Transfer(threading.Thread):
    """A thread that fetches the file.

    Looking up a name, connecting to each address and reading headers can each take long, and
    cannot be interrupted. So the caller waits for blocks with a time limit, and abandons the
    thread when it is over.
    """

    def __init__(self, url: str) -> None:
        super().__init__(name="download", daemon=True)
        self.length = 0  # bytes of the file; 0 until it is known
        self.given_up = threading.Event()  # set when the caller has stopped waiting
        self._url = url
        self._came: SimpleQueue[bytes | DownloadError] = SimpleQueue()

    def run(self) -> None:
        """Puts the blocks into the queue, between two empty ones."""
        try:
            with urllib.request.urlopen(self._url, timeout=QUIET_SECONDS) as response:  # noqa: S310
                self.length = response.length or 0
                self._came.put(b"")
                while (block := response.read1(BLOCK)) and not self.given_up.is_set():
                    self._came.put(block)
            self._came.put(b"")
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._came.put(DownloadError(_reason(error)))

    def blocks(self) -> Iterator[bytes]:
        """The blocks of the file, within the time limits."""
        end = time.monotonic() + DOWNLOAD_SECONDS
        self._next(CONNECT_SECONDS, end)
        while block := self._next(QUIET_SECONDS, end):
            yield block

    def _next(self, patience: float, end: float) -> bytes:
        left = max(0, end - time.monotonic())
        try:
            block = self._came.get(timeout=min(patience, left))
        except Empty:
            if left < patience:
                raise DownloadError(f"not finished after {DOWNLOAD_SECONDS:g} s") from None
            raise DownloadError(f"no data arrived for {patience:g} s") from None
        if isinstance(block, DownloadError):
            raise block
        return block


def _reason(error: Exception) -> str:
    """Why there was no file, in a few words."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()  # it is also the open response
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        return _reason(error.reason)
    if isinstance(error, TimeoutError):
        return f"no data arrived for {QUIET_SECONDS:g} s"
    if isinstance(error, OSError) and str(error):
        return f"no connection: {error.strerror or error}"
    return f"the answer cannot be read: {type(error).__name__}"
