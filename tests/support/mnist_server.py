"""A server of our own in place of the one that has MNIST: it answers as a test tells it to."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from siamese.data import digits

Answer = Callable[[BaseHTTPRequestHandler], None]


class MnistServer:
    """Listens on this machine, and counts.

    Attributes:
        answer: What it does with a request.
        requests: How many there were.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/mnist.npz"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests += 1
                with suppress(ConnectionError):  # the other end may have given up
                    server.answer(self)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        return Handler

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def small_arrays() -> dict[str, np.ndarray]:
    """Six noisy training images and three test images in MNIST's layout."""
    rng = np.random.default_rng(0)
    return {
        "x_train": rng.integers(0, 256, (6, 28, 28), dtype=np.uint8),
        "y_train": np.array([0, 1, 2, 9, 9, 5], np.uint8),
        "x_test": rng.integers(0, 256, (3, 28, 28), dtype=np.uint8),
        "y_test": np.array([1, 1, 0], np.uint8),
    }


def npz(**changes: np.ndarray) -> bytes:
    """A small file in MNIST's layout."""
    file = io.BytesIO()
    np.savez_compressed(file, **{**small_arrays(), **changes})
    return file.getvalue()


def expect(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes this content for MNIST's."""
    monkeypatch.setattr(digits, "SHA256", hashlib.sha256(content).hexdigest())


def sends(content: bytes, length: int | None = None) -> Answer:
    """Answers with this, and says that it is as long as that."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        _begin(request, length or len(content))
        request.wfile.write(content)

    return answer


def fails_with(status: int) -> Answer:
    return lambda request: request.send_error(status)


def is_silent(request: BaseHTTPRequestHandler) -> None:
    """Takes the request, and says nothing until the other end is gone."""
    request.connection.settimeout(5)
    request.rfile.read(1)


def stops_halfway(request: BaseHTTPRequestHandler) -> None:
    """Begins to send, and then says nothing more."""
    _begin(request, 1000)
    request.wfile.write(bytes(500))
    request.wfile.flush()
    is_silent(request)


def drips(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then: each comes in time, all of them never."""
    _begin(request, 1_000_000)
    _drip(request, b"x" * 60)


def drips_headers(request: BaseHTTPRequestHandler) -> None:
    """The same, before there is any content."""
    _drip(request, b"HTTP/1.1 200 OK\r\nX-" + b"x" * 60)


def talks_nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"SSH-2.0-OpenSSH\r\n")


def waits_for(event: threading.Event, then: Answer) -> Answer:
    """Does nothing before something has happened."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        event.wait(30)
        then(request)

    return answer


def holds_back(event: threading.Event, content: bytes) -> Answer:
    """A byte now and then before something has happened, and then the rest."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        _begin(request, len(content))
        sent = 0
        while not event.wait(0.2):
            request.wfile.write(content[sent : sent + 1])
            request.wfile.flush()
            sent += 1
        request.wfile.write(content[sent:])

    return answer


def _begin(request: BaseHTTPRequestHandler, length: int) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(length))
    request.end_headers()


def _drip(request: BaseHTTPRequestHandler, content: bytes) -> None:
    for byte in content:
        request.wfile.write(bytes([byte]))
        request.wfile.flush()
        time.sleep(0.05)
