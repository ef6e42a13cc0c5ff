"""The command line elsewhere: closed streams, other encodings, no home, Keras's settings."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from siamese.config import training_config
from siamese.data.digits import Digits, DigitsError, find_mnist, handwritten, read_mnist
from siamese.keras_settings import check_keras_settings, keras_home
from siamese.training.data import prepare
from tests.support.glyphs import on_paper, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """A 3 and a 7, whose names lie outside cp1252."""
    files = [tmp_path / "سه.png", tmp_path / "هفت.png"]
    for file, digit in zip(files, (3, 7), strict=True):
        Image.fromarray(on_paper(write(digit))).save(file)
    return [str(file) for file in files]


def run(
    *arguments: str, flags: tuple[str, ...] = (), streams: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """A command as another program starts it, with its streams changed by a shell."""
    line = [sys.executable, *flags, "-m", "siamese", *arguments]
    start = ["bash", "-c", f'{streams}; exec "$@"', "bash"] if streams else []
    environment = {**os.environ, **variables}
    return subprocess.run(
        [*start, *line],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.mark.parametrize("closed", ["exec 2>&-", "exec 0<&-", "exec 0<&- 2>&-"])
def test_a_closed_stream_costs_no_answer(pair: list[str], closed: str) -> None:
    answer = run("compare", *pair, streams=closed)
    assert answer.returncode == 0
    assert answer.stdout.startswith("different: distance ")


def test_a_closed_output_is_no_error(pair: list[str]) -> None:
    answer = run("compare", *pair, streams="exec 1>&-")
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_names_outside_the_encoding_are_escaped(
    pair: list[str], encoding: str, tmp_path: Path
) -> None:
    file = tmp_path / "ارقام.npz"
    answer = run("digits", "--count", "20", "--output", str(file), PYTHONIOENCODING=encoding)
    assert answer.returncode == 0
    assert file.is_file()
    name = r"\u0627\u0631\u0642\u0627\u0645.npz" if encoding == "cp1252" else file.name
    assert f"{name}: 17 training and 3 test digits" in answer.stdout  # click makes ascii UTF-8
    missing = run("compare", pair[0], str(tmp_path / "پنج.png"), PYTHONIOENCODING=encoding)
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1
    assert "No such file" in missing.stderr


def test_docstrings_are_not_needed(pair: list[str]) -> None:
    answer = run("compare", *pair, flags=("-OO",))
    assert answer.returncode == 0
    assert answer.stdout.startswith("different: ")


@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_another_backend_is_refused_in_a_line(
    backend: str, pair: list[str], tmp_path: Path
) -> None:
    answer = run("train", "--output", str(tmp_path / "x"), KERAS_BACKEND=backend)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        f"KERAS_BACKEND sets Keras to {backend}, and the networks need TensorFlow: set "
        "KERAS_BACKEND=tensorflow.\n"
    )
    assert run("compare", *pair, KERAS_BACKEND=backend).returncode == 0  # it needs no Keras


def test_only_training_depends_on_what_keras_is_set_to(tmp_path: Path) -> None:
    (tmp_path / "keras.json").write_text(
        '{"backend": "torch", "image_data_format": "channels_first"}'
    )
    data, home = str(tmp_path / "written.npz"), str(tmp_path)
    for line in (
        ("digits", "--count", "210", "--output", data),
        ("evaluate", "--data", data, "--pairs", "20"),
        ("montage", "--data", data, "--pairs", "2", "--output", str(tmp_path / "pairs.png")),
    ):
        answer = run(*line, KERAS_HOME=home, KERAS_BACKEND="")
        assert (answer.returncode, answer.stderr) == (0, ""), line


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"KERAS_BACKEND": "jax"}, "KERAS_BACKEND sets Keras to jax"),
        ({"KERAS_BACKEND": "", "KERAS_HOME": "{}"}, "sets image_data_format to channels_first"),
    ],
)
def test_the_app_refuses_settings_of_keras_in_a_line(
    settings: dict[str, str], reason: str, tmp_path: Path
) -> None:
    (tmp_path / "keras.json").write_text('{"image_data_format": "channels_first"}')
    named = {name: value.format(tmp_path) for name, value in settings.items()}
    answer = subprocess.run(
        [sys.executable, "-c", "import app"],
        cwd=ROOT,
        env={**os.environ, **named},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 1
    assert reason in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('{"backend": "torch"}', "sets Keras to torch"),
        ('{"image_data_format": "channels_first"}', "sets image_data_format to channels_first"),
    ],
)
def test_settings_of_keras_are_refused(
    settings: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    check_keras_settings()  # without a file
    (tmp_path / "keras.json").write_text(settings)
    with pytest.raises(ValueError, match=reason):
        check_keras_settings()


def test_damaged_settings_of_keras_are_keras_s_own_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "keras.json").write_text("{")
    check_keras_settings()


def test_nobody_needs_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.delenv("SIAMESE_MNIST", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert keras_home().name == ".keras"
    assert find_mnist() is None or find_mnist().is_file()


def test_a_home_of_another_user_holds_no_mnist(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.delenv("SIAMESE_MNIST", raising=False)
    monkeypatch.setattr(Path, "is_file", locked)
    assert find_mnist() is None


def with_labels(train: list[int], test: list[int]) -> Digits:
    """Blank digits with these labels."""
    blank = [np.zeros((len(labels), 28, 28), np.uint8) for labels in (train, test)]
    y_train, y_test = (np.array(labels, np.uint8) for labels in (train, test))
    return Digits(blank[0], y_train, blank[1], y_test, "mine", "the file mine.npz")


BOTH = [1, 2] * 60


@pytest.mark.parametrize(
    ("train", "test", "reason"),
    [
        (BOTH, [7] * 20, "mine.npz: its test digits are of one class"),
        (BOTH, list(range(10)), "mine.npz: its test digits show each class once"),
        ([7] * 120, BOTH, "mine.npz: its training digits are of one class"),
        (list(range(10)), BOTH, "mine.npz: its training digits show each class once"),
        ([1] * 119 + [2], BOTH, "mine.npz: the (10|110) .* are of one class"),
    ],
)
def test_training_looks_at_all_its_digits_first(
    train: list[int], test: list[int], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        prepare(training_config("all-pairs"), with_labels(train, test))
    prepare(training_config("all-pairs"), with_labels(BOTH, BOTH))


WRITTEN = handwritten(210)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda x: 255 - x, "is inverted"),
        (lambda x: x.transpose(0, 2, 1), "is transposed"),
        (lambda x: (x > 127).astype(np.uint8), "holds 0 and 1 only"),
        (lambda x: x > 127, "holds 0 and 1 only"),
        (lambda x: (x / 255).astype(np.float32), "holds fractions from 0 to 1"),
    ],
)
def test_digits_in_another_form_are_told(
    change: Callable[[np.ndarray], np.ndarray], reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.npz"
    halves = {"x_train": change(WRITTEN.x_train), "x_test": change(WRITTEN.x_test)}
    np.savez(file, **halves, y_train=WRITTEN.y_train, y_test=WRITTEN.y_test)
    with pytest.raises(DigitsError, match=f"mine.npz: x_train {reason}"):
        read_mnist(file)
