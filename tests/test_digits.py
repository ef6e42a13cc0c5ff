"""Where digits come from: a named file, Keras's cache, the download; and what is refused."""

import hashlib
import http.client
import io
import os
import pickle
import socket
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from siamese import digits
from siamese.digits import Digits, DigitsError, find_mnist, load_digits, read_mnist

Arrays = dict[str, np.ndarray]


def some_arrays() -> Arrays:
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
    np.savez_compressed(file, **{**some_arrays(), **changes})
    return file.getvalue()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the digits that this machine happens to have."""
    monkeypatch.delenv(digits.VARIABLE, raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


@pytest.fixture
def cached(own_home: Path) -> Path:
    path = own_home / "keras" / "datasets" / "mnist.npz"
    path.parent.mkdir(parents=True)
    path.write_bytes(npz())
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_bytes(npz())
    read = read_mnist(tmp_path / "mine.npz")
    for name, array in some_arrays().items():
        np.testing.assert_array_equal(getattr(read, name), array)
    assert (read.name, read.origin) == ("mine", "the file mine.npz")


def test_labels_are_bytes_whatever_they_were(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(npz(y_train=np.array([0, 1, 2, 9, 9, 5], np.int64)))
    read = read_mnist(path)
    assert read.y_train.dtype == np.uint8
    assert read.y_train.tolist() == [0, 1, 2, 9, 9, 5]


def test_without_anything_at_hand_nothing_is_found() -> None:
    assert find_mnist() is None


def test_the_variable_comes_first(
    cached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_mnist() == cached
    monkeypatch.setenv(digits.VARIABLE, str(tmp_path / "mine.npz"))
    assert find_mnist() == tmp_path / "mine.npz"
    monkeypatch.setenv(digits.VARIABLE, "")
    assert find_mnist() == cached


def test_what_the_variable_names_is_not_passed_over(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong name is said, rather than other digits shown."""
    monkeypatch.setenv(digits.VARIABLE, "nowhere.npz")
    with pytest.raises(DigitsError, match=r"nowhere\.npz: No such file"):
        load_digits()


def test_keras_keeps_it_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert digits.keras_cache() == tmp_path / ".keras" / "datasets" / "mnist.npz"


def test_the_cache_is_used_without_a_download(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digits, "URL", "http://127.0.0.1:1/never")
    np.testing.assert_array_equal(load_digits().x_train, some_arrays()["x_train"])


def without(name: str) -> bytes:
    file = io.BytesIO()
    np.savez(file, **{key: array for key, array in some_arrays().items() if key != name})
    return file.getvalue()


def that_claims(shape: tuple[int, ...]) -> bytes:
    """A small file whose first array says that it is huge."""
    array, file = io.BytesIO(), io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(array, header)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x_train.npy", array.getvalue())
    return file.getvalue()


def plain_npy() -> bytes:
    file = io.BytesIO()
    np.save(file, np.zeros((3, 28, 28), np.uint8))
    return file.getvalue()


def with_damage(at: float) -> bytes:
    content = bytearray(npz())
    place = int(at * len(content))
    content[place : place + 40] = bytes(40)
    return bytes(content)


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "damaged"),
    "text": (b"these are no digits", "damaged"),
    "pickle": (pickle.dumps({"x_train": [1]}), "damaged"),
    "pickled objects": (npz(x_train=np.array([{"a": 1}], dtype=object)), "damaged"),
    "truncated": (npz()[:-200], "damaged"),
    "half": (npz()[:1000], "damaged"),
    "a single array": (plain_npy(), "damaged"),
    "damaged data": (with_damage(0.3), "damaged"),
    "damaged directory": (with_damage(0.97), "damaged"),
    "huge": (that_claims((10**10, 28, 28)), "damaged"),
    "no y_test": (without("y_test"), "y_test"),
    "other size": (npz(x_test=np.zeros((3, 32, 32), np.uint8)), "x_test is uint8"),
    "floats": (npz(x_train=np.zeros((6, 28, 28))), "x_train is uint8"),
    "channels": (npz(x_train=np.zeros((6, 28, 28, 1), np.uint8)), "x_train is uint8"),
    "too few labels": (npz(y_train=np.zeros(5, np.uint8)), "x_train is uint8"),
    "columns of labels": (npz(y_test=np.zeros((3, 1), np.uint8)), "x_test is uint8"),
    "labels past 9": (npz(y_test=np.array([1, 2, 10], np.uint8)), "labels from 0 to 9"),
    "labels below 0": (npz(y_test=np.array([1, 2, -1])), "labels from 0 to 9"),
    "labels with fractions": (npz(y_test=np.array([1.0, 2.0, 3.5])), "labels from 0 to 9"),
    "none": (
        npz(x_test=np.zeros((0, 28, 28), np.uint8), y_test=np.zeros(0, np.uint8)),
        "x_test is uint8",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_not_mnist_is_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    content, reason = REFUSED[name]
    path = tmp_path / "mine.npz"
    path.write_bytes(content)
    with pytest.raises(DigitsError) as caught:
        read_mnist(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


class RunsWhenUnpickled:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("unpickled",)


def test_pickled_objects_are_not_even_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    trap = np.empty(1, dtype=object)
    trap[0] = RunsWhenUnpickled()
    (tmp_path / "mine.npz").write_bytes(npz(x_train=trap))
    with pytest.raises(DigitsError):
        read_mnist(tmp_path / "mine.npz")
    assert not (tmp_path / "unpickled").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DigitsError, match=r"No such file or directory\. Set SIAMESE_MNIST"):
        read_mnist(tmp_path / "missing.npz")
    with pytest.raises(DigitsError, match="Is a directory"):
        read_mnist(tmp_path)


Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], None]]:
    """Starts a server of our own and has the download ask it."""
    servers: list[HTTPServer] = []

    def start(answer: Answer) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setattr(digits, "URL", f"http://127.0.0.1:{server.server_port}/mnist.npz")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def sends(content: bytes, length: int | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(length or len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def nothing_was_left(home: Path) -> bool:
    return not any(path.is_file() for path in home.rglob("*"))


def test_the_download_goes_where_keras_looks(
    serve: Callable[[Answer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = npz()
    serve(sends(content))
    monkeypatch.setattr(digits, "SHA256", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(digits, "BLOCK", 1000)
    shares: list[float] = []
    loaded = load_digits(shares.append)
    np.testing.assert_array_equal(loaded.x_test, some_arrays()["x_test"])
    assert digits.keras_cache().read_bytes() == content
    assert find_mnist() == digits.keras_cache()
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (sends(b"a login page"), "not MNIST"),
        (sends(npz()[:500], length=5000), "not MNIST"),
        (lambda request: request.send_error(404), "404"),
    ],
    ids=["wrong", "short", "missing"],
)
def test_a_download_of_anything_else_leaves_nothing_behind(
    serve: Callable[[Answer], None], own_home: Path, answer: Answer, reason: str
) -> None:
    serve(answer)
    with pytest.raises(DigitsError, match=reason) as caught:
        load_digits()
    assert str(caught.value).endswith("Set SIAMESE_MNIST to an mnist.npz in Keras's layout.")
    if isinstance(caught.value.__cause__, urllib.error.HTTPError):
        caught.value.__cause__.close()  # it is the server's answer, too
    assert nothing_was_left(own_home)


def test_an_answer_that_is_no_http_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `urlopen` raises then is no OSError."""

    def answers_nonsense(url: str, timeout: float) -> None:
        raise http.client.BadStatusLine("SSH-2.0-OpenSSH")

    monkeypatch.setattr(urllib.request, "urlopen", answers_nonsense)
    with pytest.raises(DigitsError, match="could not be downloaded"):
        load_digits()


def test_no_connection_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but nobody listens: connections are refused
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setattr(digits, "URL", f"http://127.0.0.1:{unused.getsockname()[1]}/")
        started = time.monotonic()
        with pytest.raises(DigitsError, match="could not be downloaded"):
            load_digits()
    assert time.monotonic() - started < 5


def drips(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then: each comes in time, all of them never."""
    request.send_response(200)
    request.send_header("Content-Length", "1000000")
    request.end_headers()
    try:
        for _ in range(60):
            request.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        return


def test_a_download_that_only_drips_is_given_up(
    serve: Callable[[Answer], None], own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(drips)
    monkeypatch.setattr(digits, "DOWNLOAD_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(DigitsError, match=r"not done after 0\.5 s"):
        load_digits()
    assert time.monotonic() - started < 4
    assert nothing_was_left(own_home)


def test_a_cache_that_cannot_be_written_is_said(
    serve: Callable[[Answer], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = npz()
    serve(sends(content))
    monkeypatch.setattr(digits, "SHA256", hashlib.sha256(content).hexdigest())
    (tmp_path / "file").write_text("in the way of a folder")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(DigitsError, match="file"):
        load_digits()


def test_the_real_thing(mnist: Digits) -> None:
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.x_test.shape == (10_000, 28, 28)
    assert np.bincount(mnist.y_test).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
