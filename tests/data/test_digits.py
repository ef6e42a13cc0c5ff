"""Where digits come from: a named file, Keras's cache, the download, or handwriting."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.data import digits
from siamese.data.digits import (
    Digits,
    DigitsError,
    find_mnist,
    handwritten,
    load_digits,
    read_mnist,
)
from tests.support.mnist_server import (
    Answer,
    MnistServer,
    expect,
    fails_with,
    npz,
    sends,
    small_arrays,
)


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
    for name, array in small_arrays().items():
        np.testing.assert_array_equal(getattr(read, name), array)
    assert (read.name, read.origin) == ("mine", "the file mine.npz")


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
        load_digits(70)


def test_keras_keeps_it_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert digits.keras_cache() == tmp_path / ".keras" / "datasets" / "mnist.npz"


def test_the_cache_is_used_without_a_download(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digits, "URL", "http://127.0.0.1:1/never")
    np.testing.assert_array_equal(load_digits(70).x_train, small_arrays()["x_train"])


def test_what_cannot_be_read_is_said_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_text("these are no digits")
    with pytest.raises(DigitsError) as caught:
        read_mnist(tmp_path / "mine.npz")
    assert str(caught.value) == (
        f"{tmp_path / 'mine.npz'}: damaged, or no .npz of plain arrays. "
        "Set SIAMESE_MNIST to an mnist.npz in Keras's layout."
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MnistServer]:
    """Where the download asks."""
    running = MnistServer(sends(npz()))
    monkeypatch.setattr(digits, "URL", running.url)
    expect(npz(), monkeypatch)
    yield running
    running.stop()


def test_the_download_goes_where_keras_looks(server: MnistServer) -> None:
    shares: list[float] = []
    loaded = load_digits(70, shares.append)
    np.testing.assert_array_equal(loaded.x_test, small_arrays()["x_test"])
    assert digits.keras_cache().read_bytes() == npz()
    assert find_mnist() == digits.keras_cache()
    assert shares[-1] == 1
    load_digits(70)
    assert server.requests == 1  # the second time they are at hand


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (sends(b"a login page"), "the downloaded file is not the expected one"),
        (sends(npz()[:500], length=5000), "the connection broke after 10%"),
        (fails_with(404), "the server answered 404 Not Found"),
    ],
    ids=["wrong", "short", "missing"],
)
def test_without_the_download_there_is_handwriting_that_says_why(
    server: MnistServer, own_home: Path, answer: Answer, reason: str
) -> None:
    server.answer = answer
    shares: list[float] = []
    loaded = load_digits(70, on_writing=shares.append)
    assert loaded.name == "handwriting"
    assert loaded.origin == (
        f"written by the program itself, seed 1, since MNIST could not be downloaded ({reason})"
    )
    np.testing.assert_array_equal(loaded.x_train, handwritten(70).x_train)
    assert shares[-1] == pytest.approx(1)
    assert not any(path.is_file() for path in own_home.rglob("*"))


@pytest.mark.parametrize("content", [None, b"damaged"], ids=["missing", "damaged"])
def test_a_named_file_is_never_passed_over_for_handwriting(
    server: MnistServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "named.npz").write_bytes(content)
    monkeypatch.setenv(digits.VARIABLE, str(tmp_path / "named.npz"))
    with pytest.raises(DigitsError, match=r"named\.npz: "):
        load_digits(70)
    assert server.requests == 0


@pytest.fixture(scope="module")
def written() -> Digits:
    """A few hundred digits of handwriting."""
    return handwritten(700, seed=7)


def test_handwriting_is_in_mnists_form(written: Digits) -> None:
    assert written.x_train.shape == (600, 28, 28)
    assert written.x_test.shape == (100, 28, 28)
    assert {array.dtype for array in vars(written).values() if hasattr(array, "dtype")} == {
        np.dtype(np.uint8)
    }
    assert (written.name, written.origin) == (
        "handwriting",
        "written by the program itself, seed 7",
    )


def test_handwriting_is_the_same_by_its_seed(written: Digits) -> None:
    assert handwritten(700, seed=7).sha256() == written.sha256()
    assert handwritten(700, seed=8).sha256() != written.sha256()


def test_every_digit_is_ink_on_black_in_the_middle(written: Digits) -> None:
    """As in MNIST: 20 pixels at most, black around, the centre of mass near the middle."""
    for image in written.x_test:
        assert image.max() > 200
        rows, columns = np.nonzero(image > 64)
        assert max(np.ptp(rows), np.ptp(columns)) <= 21
        weights = image / image.sum()
        at = [float((weights.sum(axis=1 - axis) * np.arange(28)).sum()) for axis in (0, 1)]
        assert at == pytest.approx([13.5, 13.5], abs=2)


def classes_read(
    known: np.ndarray, labels: np.ndarray, asked: np.ndarray, shipped: Comparator
) -> np.ndarray:
    """What each digit asked for shows, by its nearest neighbour among those that are known."""
    away = np.linalg.norm(shipped.embed(known)[None] - shipped.embed(asked)[:, None], axis=2)
    return labels[away.argmin(axis=1)]


@pytest.mark.parametrize("digit", range(10))
def test_every_class_is_told_from_the_others(
    written: Digits, shipped: Comparator, digit: int
) -> None:
    asked = written.x_test[written.y_test == digit]
    read = classes_read(written.x_train, written.y_train, asked, shipped)
    assert np.mean(read == digit) >= 0.75  # by chance it would be 0.1


@pytest.mark.parametrize("digit", range(10))
def test_every_class_is_the_digit_it_says(
    written: Digits, mnist: Digits, shipped: Comparator, digit: int
) -> None:
    """To a network that knows the hands of others."""
    asked = written.x_train[written.y_train == digit]
    read = classes_read(mnist.x_test[:1000], mnist.y_test[:1000], asked, shipped)
    assert np.mean(read == digit) >= 0.75  # by chance it would be 0.1


def test_handwriting_can_be_saved_and_read_again(written: Digits, tmp_path: Path) -> None:
    written.save(tmp_path / "mine.npz")
    found = read_mnist(tmp_path / "mine.npz")
    assert found.sha256() == written.sha256()
    assert (found.name, found.origin) == ("mine", "the file mine.npz")


def test_the_real_thing(mnist: Digits) -> None:
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.x_test.shape == (10_000, 28, 28)
    assert np.bincount(mnist.y_test).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
