"""Which digits pages show: MNIST once it is there, generated handwriting until then."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import siamese.data.digits
import siamese.data.download
from pages._ui.shared import digits, mnist_download
from siamese.data.digits import handwritten
from tests.pages.visitor import Visitor
from tests.support.mnist_server import (
    Answer,
    MnistServer,
    drips,
    expect,
    fails_with,
    is_silent,
    npz,
    sends,
    small_arrays,
    stops_halfway,
    waits_for,
)

DRAW = "draw.py"
OWN = digits.GENERATED
AT_ONCE = 5  # seconds: of a busy machine, and half of what a download may take to begin


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MnistServer]:
    """Where the download asks."""
    running = MnistServer(sends(npz()))
    monkeypatch.setattr(siamese.data.digits, "URL", running.url)
    expect(npz(), monkeypatch)
    yield running
    mnist_download.arrival().over.wait(10)  # no thread outlives its test
    running.stop()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bounds, in a fraction of the time."""
    for name, seconds in (("CONNECT", 0.4), ("QUIET", 0.4), ("DOWNLOAD", 0.8)):
        monkeypatch.setattr(siamese.data.download, f"{name}_SECONDS", seconds)


def wait_for_download(visitor: Visitor) -> None:
    assert mnist_download.arrival().over.wait(10)
    visitor.reopen()


def says(visitor: Visitor) -> list[str]:
    """What Home says of the digits."""
    said = [text.value for text in (*visitor.app.info, *visitor.app.markdown, *visitor.app.error)]
    progress = [bar.proto.text for bar in visitor.app.get("progress")]
    return [words for words in (*said, *progress) if "digits shown" in words]


def again(visitor: Visitor) -> list:
    return [button for button in visitor.app.button if button.label == "Retry the download"]


def sample(visitor: Visitor) -> str:
    """Takes a sample on the left pad, and reads what stands under it."""
    visitor.open(DRAW)
    visitor.choose("left", "Sample")
    [shown] = [
        html.proto.body for html in visitor.app.get("html") if "<figcaption>" in html.proto.body
    ]
    return shown.partition("<figcaption>")[2].partition("</figcaption>")[0]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (is_silent, "no data arrived for 0.4 s"),
        (stops_halfway, "no data arrived for 0.4 s"),
        (drips, "not finished after 0.8 s"),
        (sends(npz()[:500], length=5000), "the connection broke after 10%"),
        (sends(b"a login page"), "the downloaded file is not the expected one"),
        (fails_with(404), "the server answered 404 Not Found"),
    ],
    ids=["silence", "silence halfway", "drops", "truncated", "another file", "404"],
)
@pytest.mark.usefixtures("hurried")
def test_a_download_that_fails_leaves_handwriting_and_its_reason(
    server: MnistServer, answer: Answer, reason: str
) -> None:
    server.answer = answer
    visitor = Visitor()
    wait_for_download(visitor)
    assert says(visitor) == [f"{OWN}, because MNIST could not be downloaded ({reason})."]
    assert len(again(visitor)) == 1
    assert sample(visitor).startswith("Handwriting, image ")
    assert not visitor.app.exception
    assert not list(siamese.data.digits.keras_cache().parent.glob("*"))


def test_a_refusal_leaves_handwriting_and_its_reason(visitor: Visitor) -> None:
    wait_for_download(visitor)
    reason = "no connection: Connection refused"
    assert says(visitor) == [f"{OWN}, because MNIST could not be downloaded ({reason})."]


def test_no_page_waits_for_the_network(server: MnistServer) -> None:
    """Not even the 10 s that a server may be silent for."""
    over = threading.Event()
    server.answer = waits_for(over, fails_with(404))
    digits.shown()  # SciPy's import, and the writing, are no part of this
    started = time.monotonic()
    visitor = Visitor()
    assert says(visitor) == [f"MNIST is being downloaded: 0\u202f%. {digits.MEANWHILE}"]
    assert sample(visitor).startswith("Handwriting, image ")
    assert time.monotonic() - started < AT_ONCE
    assert not mnist_download.arrival().over.is_set()
    over.set()


def test_progress_is_shown(server: MnistServer, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    server.answer = waits_for(over, fails_with(404))
    mnist_download.arrival()._tell(0.43)
    [words] = says(Visitor())
    assert words.startswith("MNIST is being downloaded: 43\u202f%. ")
    over.set()


def test_it_is_tried_once_for_all_and_again_only_when_asked(server: MnistServer) -> None:
    server.answer = fails_with(404)
    visitor, other = Visitor(), Visitor()
    wait_for_download(visitor)
    for page in (DRAW, "home.py"):
        visitor.open(page)
    sample(other)
    visitor.reopen()
    assert server.requests == 1
    again(visitor)[0].click().run()
    wait_for_download(visitor)
    assert server.requests == 2
    visitor.reopen()
    assert server.requests == 2
    assert len(again(visitor)) == 1


def test_one_who_asks_while_it_runs_starts_no_other(server: MnistServer) -> None:
    """Two visitors see that it failed, and both ask for another try."""
    server.answer = fails_with(404)
    visitor, other = Visitor(), Visitor()
    wait_for_download(visitor)
    other.reopen()
    over = threading.Event()
    server.answer = waits_for(over, fails_with(404))
    again(visitor)[0].click().run()
    again(other)[0].click().run()
    over.set()
    wait_for_download(visitor)
    assert server.requests == 2


def test_the_page_switches_to_mnist_when_it_has_come(server: MnistServer) -> None:
    over = threading.Event()
    server.answer = waits_for(over, sends(npz()))
    visitor = Visitor()
    assert OWN.lower() in says(visitor)[0].lower()
    over.set()
    wait_for_download(visitor)
    assert says(visitor) == ["The digits shown are those of **mnist**: 3 test images."]
    assert again(visitor) == []
    np.testing.assert_array_equal(digits.shown().images, small_arrays()["x_test"])
    np.testing.assert_array_equal(digits.shown().train_labels, small_arrays()["y_train"])
    assert sample(visitor).startswith("mnist, test image ")


def test_the_next_try_may_succeed(server: MnistServer) -> None:
    server.answer = fails_with(500)
    visitor = Visitor()
    wait_for_download(visitor)
    server.answer = sends(npz())
    again(visitor)[0].click().run()
    wait_for_download(visitor)
    assert says(visitor) == ["The digits shown are those of **mnist**: 3 test images."]


def test_a_file_that_is_gone_again_is_said(server: MnistServer) -> None:
    visitor = Visitor()
    wait_for_download(visitor)
    siamese.data.digits.keras_cache().unlink()
    visitor.reopen()
    [words] = says(visitor)
    assert words.startswith(OWN)
    assert "mnist.npz was deleted" in words
    assert server.requests == 1
    assert len(again(visitor)) == 1


@pytest.mark.parametrize("content", [None, b"damaged"], ids=["missing", "damaged"])
def test_a_named_file_without_digits_is_said_beside_handwriting(
    server: MnistServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
) -> None:
    named = tmp_path / "named.npz"
    if content is not None:
        named.write_bytes(content)
    monkeypatch.setenv("SIAMESE_MNIST", str(named))
    visitor = Visitor()
    [error] = visitor.app.error
    assert error.value.startswith(f"{named}: ")
    assert error.value.endswith(f"{OWN}.")
    assert "\n" not in error.value
    assert sample(visitor).startswith("Handwriting, image ")
    assert [warning.value.partition(":")[0] for warning in visitor.app.warning] == [str(named)]
    assert server.requests == 0


def test_a_named_file_that_is_put_right_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mnist_file: Path
) -> None:
    named = tmp_path / "named.npz"
    monkeypatch.setenv("SIAMESE_MNIST", str(named))
    visitor = Visitor()
    assert len(visitor.app.error) == 1
    named.write_bytes(mnist_file.read_bytes())
    visitor.reopen()
    assert says(visitor) == ["The digits shown are those of **named**: 4 test images."]
    named.write_bytes(npz())
    visitor.reopen()
    assert says(visitor) == ["The digits shown are those of **named**: 3 test images."]


def test_what_is_shown_is_the_test_half_of_the_handwriting(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(digits.shown().images) == 1000
    monkeypatch.setattr(digits, "SHOWN_COUNT", 140)  # the other half is not written for pages
    digits._handwriting.clear()
    written = handwritten(digits.SHOWN_COUNT, digits.SEED)
    shown = digits.shown()
    np.testing.assert_array_equal(shown.images, written.x_test)
    np.testing.assert_array_equal(shown.labels, written.y_test)
    np.testing.assert_array_equal(shown.train_labels, written.y_train)
    digits._handwriting.clear()


def test_a_samples_words_are_true(visitor: Visitor) -> None:
    for _ in range(30):
        reading = digits.any_digit()
        index, _, label = reading.note.removeprefix("Handwriting, image ").partition(": ")
        article, digit = label.split("\u00a0")  # both in one line
        assert article == ("an" if digit == "8" else "a")
        assert int(digit) == digits.shown().labels[int(index)]
        np.testing.assert_array_equal(reading.digit, digits.shown().images[int(index)])


def test_another_sample_is_another_digit(visitor: Visitor) -> None:
    notes = {sample(visitor)}
    for _ in range(5):
        visitor.press("left", "sample")
        notes.add(visitor.app.session_state["pad left"].pictures["Sample"].note)
    assert len(notes) > 1


def test_a_slip_ends_the_download_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages do not wait for a thread that is no more; what went wrong is in the log."""

    def slips(tell: object) -> None:
        raise RuntimeError("a slip")

    monkeypatch.setattr(mnist_download, "download_mnist", slips)
    ended = mnist_download.Download()
    with pytest.raises(RuntimeError):
        ended.fetch()
    assert ended.over.is_set()
    assert ended.problem == mnist_download.INTERNAL_ERROR
