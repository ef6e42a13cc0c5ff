"""The download: what comes, what never comes, what comes wrong, and how long that may take."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from siamese.data import download as module
from siamese.data.download import DownloadError, download
from tests.support.mnist_server import (
    Answer,
    MnistServer,
    drips,
    drips_headers,
    fails_with,
    is_silent,
    sends,
    stops_halfway,
    talks_nonsense,
)

CONTENT = bytes(range(256)) * 40
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server() -> Iterator[MnistServer]:
    running = MnistServer(sends(CONTENT))
    yield running
    running.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bounds, in a fraction of the time."""
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.4)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.4)
    monkeypatch.setattr(module, "DOWNLOAD_SECONDS", 0.8)


def fails(url: str, folder: Path, reason: str, within: float = 3) -> None:
    """One clear line in time, and nothing left behind."""
    started = time.monotonic()
    with pytest.raises(DownloadError, match=reason) as caught:
        download(url, SHA256, folder / "datasets" / "file.npz")
    assert time.monotonic() - started < within
    assert "\n" not in str(caught.value)
    assert not any(path.is_file() for path in folder.rglob("*"))


def test_the_bounds_are_those_promised() -> None:
    assert module.CONNECT_SECONDS == module.QUIET_SECONDS == 10
    assert module.DOWNLOAD_SECONDS == 120


def test_a_file_comes_whole(
    server: MnistServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCK", 1000)
    shares: list[float] = []
    download(server.url, SHA256, tmp_path / "new" / "file.npz", shares.append)
    assert (tmp_path / "new" / "file.npz").read_bytes() == CONTENT
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert server.requests == 1


def test_a_file_of_unknown_length_comes_whole(server: MnistServer, tmp_path: Path) -> None:
    def sends_without_length(request: object) -> None:
        request.send_response(200)  # type: ignore[attr-defined]
        request.end_headers()  # type: ignore[attr-defined]
        request.wfile.write(CONTENT)  # type: ignore[attr-defined]

    server.answer = sends_without_length
    shares: list[float] = []
    download(server.url, SHA256, tmp_path / "file.npz", shares.append)
    assert (tmp_path / "file.npz").read_bytes() == CONTENT
    assert shares == []  # of what is not known there is no share


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (sends(b"a login page"), "not the expected one"),
        (sends(CONTENT[:-1] + b"x"), "not the expected one"),
        (sends(CONTENT[:5120], length=len(CONTENT)), "the connection broke after 50%"),
        (fails_with(404), "the server answered 404 Not Found"),
        (fails_with(500), "the server answered 500"),
        (talks_nonsense, "the answer cannot be read: BadStatusLine"),
        (is_silent, r"no data arrived for 0\.4 s"),
        (stops_halfway, r"no data arrived for 0\.4 s"),
        (drips, r"not finished after 0\.8 s"),
        (drips_headers, r"no data arrived for 0\.4 s"),
    ],
    ids=[
        "a page", "a wrong byte", "truncated", "404", "500", "nonsense",
        "silence", "silence halfway", "drops", "drops before the content",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("hurried")
def test_what_does_not_come_is_given_up(
    server: MnistServer, tmp_path: Path, answer: Answer, reason: str
) -> None:
    server.answer = answer
    fails(server.url, tmp_path, reason)
    assert server.requests <= 1


def test_a_refusal_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but nobody listens: connections are refused
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        fails(url, tmp_path, "no connection: Connection refused")


def test_a_proxy_that_refuses_is_said(
    server: MnistServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is no proxy: it knows no CONNECT, and answers 501."""
    monkeypatch.setenv("https_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setattr("urllib.request._opener", None)  # an earlier one knows no proxy
    fails("https://nowhere.invalid/", tmp_path, "no connection: Tunnel connection failed: 501")


def test_an_unknown_name_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    fails("http://nowhere.invalid/", tmp_path, "no connection: Name or service not known")


@pytest.mark.usefixtures("hurried")
def test_a_name_that_is_looked_up_forever_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No timeout of a socket holds there."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20) and [])
    fails("http://nowhere.invalid/", tmp_path, r"no data arrived for 0\.4 s")
    over.set()


@pytest.mark.usefixtures("hurried")
def test_the_patience_of_many_addresses_does_not_add_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 20 addresses would be waited for as long as one may take."""

    def silent(self: socket.socket, address: object) -> None:
        time.sleep(0.3)
        raise TimeoutError("timed out")

    address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [address] * 20)
    monkeypatch.setattr(socket.socket, "connect", silent)
    fails("http://nowhere.invalid/", tmp_path, r"no data arrived for 0\.4 s", within=2)


@pytest.mark.usefixtures("hurried")
def test_a_stream_without_end_is_given_up(
    server: MnistServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    fails(server.url, tmp_path, "too large")


def test_a_folder_that_cannot_be_written_is_said(server: MnistServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    with pytest.raises(DownloadError, match=r"file\.npz cannot be written: "):
        download(server.url, SHA256, tmp_path / "file" / "file.npz")


@pytest.mark.usefixtures("hurried")
def test_an_earlier_file_stays_when_the_new_one_does_not_come(
    server: MnistServer, tmp_path: Path
) -> None:
    (tmp_path / "file.npz").write_bytes(b"earlier")
    server.answer = sends(b"a login page")
    with pytest.raises(DownloadError):
        download(server.url, SHA256, tmp_path / "file.npz")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"earlier"]
