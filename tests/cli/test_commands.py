"""The command line: what it prints, what it writes, and how it refuses."""

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image

from siamese.cli.commands import main
from siamese.comparator import Comparator
from siamese.data.digits import VARIABLE, Digits, handwritten, read_mnist
from siamese.manifest import ENCODER_FILE, MANIFEST_FILE, SYMBOLS, Manifest
from siamese.pairs import choose_pairs
from siamese.pairs.montage import montage
from siamese.training.callbacks import TrainingError
from tests.support.glyphs import STROKES, on_paper, write

ROOT = Path(__file__).resolve().parents[2]

Command = Callable[..., tuple[int, str, str]]

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process: exit status, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["siamese", *map(str, arguments)])
        status = main()
        return (status, *capfd.readouterr())

    return run


def run_elsewhere(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs a command as its user does."""
    line = [sys.executable, "-m", "siamese", *map(str, arguments)]
    quiet = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    return subprocess.run(line, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a 3, another 3, a 7, and a blank page."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.fromarray(on_paper(write(3))).save(folder / "three.png")
    Image.fromarray(on_paper(write(3, width=20), 0, 1)).save(folder / "another_three.png")
    Image.fromarray(on_paper(write(7))).save(folder / "seven.png")
    Image.new("L", (100, 100), 255).save(folder / "blank.png")
    return folder


@pytest.fixture(scope="module")
def npz(digits: Digits, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Printed digits as a file."""
    path = tmp_path_factory.mktemp("data") / "digits.npz"
    arrays = {name: getattr(digits, name) for name in ("x_train", "y_train", "x_test", "y_test")}
    np.savez_compressed(path, **arrays)
    return path


def is_refused(answer: tuple[int, str, str], *reasons: str) -> None:
    """Exit status 2, nothing on standard output, one line on standard error."""
    status, out, err = answer
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    for reason in reasons:
        assert reason in err


def test_compare_prints_one_json_object_and_nothing_else(pictures: Path) -> None:
    files = [pictures / "three.png", pictures / "another_three.png"]
    answer = run_elsewhere("compare", *files, "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    assert list(found) == ["distance", "threshold", "same", "probability_same"]
    assert answer.stdout.count("\n") == 1
    assert found["same"] is True
    assert found["distance"] <= found["threshold"] == Manifest.load().threshold
    assert 0.5 <= found["probability_same"] <= 1


def test_a_damaged_network_is_one_line_and_nothing_else(pictures: Path, tmp_path: Path) -> None:
    Manifest.load().save(tmp_path)
    (tmp_path / ENCODER_FILE).write_bytes(b"damaged")
    files = [pictures / "three.png", pictures / "seven.png"]
    answer = run_elsewhere("compare", *files, "--network", tmp_path)
    message = f"{tmp_path / ENCODER_FILE}: does not match its manifest.json."
    is_refused((answer.returncode, answer.stdout, answer.stderr), message, "siamese train")


def test_compare_by_the_network_for_symbols(
    command: Command, pictures: Path, for_symbols: Comparator
) -> None:
    """Two pictures of a 3, and a 3 and a 7."""
    files = [pictures / name for name in ("three.png", "another_three.png", "seven.png")]
    found = [
        json.loads(command("compare", files[0], other, "--network", SYMBOLS, "--json")[1])
        for other in files[1:]
    ]
    assert found[0]["same"]
    assert found[0]["distance"] < 0.5 < found[1]["distance"]
    assert {one["threshold"] for one in found} == {for_symbols.threshold}


def test_compare_in_words(command: Command, pictures: Path) -> None:
    status, out, _ = command("compare", pictures / "three.png", pictures / "seven.png")
    assert status == 0
    assert out.startswith("different: distance ")
    assert out.count("\n") == 1


def test_compare_says_what_the_page_says(
    command: Command, pictures: Path, shipped: Comparator
) -> None:
    from siamese.preprocessing import read_picture, to_digit

    files = [pictures / "three.png", pictures / "seven.png"]
    _, out, _ = command("compare", *files, "--json")
    left, right = (to_digit(read_picture(path)) for path in files)
    assert json.loads(out)["distance"] == pytest.approx(shipped.distance(left, right), abs=1e-6)
    assert json.loads(out)["same"] is False


FIELDS = ["images", "pairs", "accuracy", "equal_error_rate", "auc", "threshold"]


def test_evaluate_measures_a_file(command: Command, npz: Path) -> None:
    options = ("--data", npz, "--pairs", 1001, "--seed", 3, "--json")
    status, out, _ = command("evaluate", *options)
    scores = json.loads(out)
    assert status == 0
    assert list(scores) == FIELDS
    assert (scores["images"], scores["pairs"]) == (120, 1001)
    assert 0.5 < scores["accuracy"] <= 1
    assert 0 <= scores["equal_error_rate"] < 0.5 < scores["auc"] <= 1
    assert scores["threshold"] == Manifest.load().threshold
    assert json.loads(command("evaluate", *options)[1]) == scores
    assert json.loads(command("evaluate", *options[:5], 4, "--json")[1]) != scores


def test_evaluate_takes_the_digits_at_hand(
    command: Command, npz: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(npz))
    status, out, _ = command("evaluate", "--pairs", 100)
    assert status == 0
    assert out.startswith("120 images, 100 pairs: accuracy ")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No digits at hand, and none to be had."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("siamese.cli.commands.MNIST_COUNT", 700)
    monkeypatch.setattr("siamese.cli.commands.SHOWN_COUNT", 700)


HANDWRITING = (
    "Digits: handwriting, written by the program itself, seed 1, since MNIST could not be "
    "downloaded (no connection: Connection refused).\n"
)


@pytest.mark.usefixtures("no_network")
def test_evaluate_without_mnist_says_that_it_is_handwriting(command: Command) -> None:
    status, out, err = command("evaluate", "--pairs", 100, "--json")
    assert (status, err) == (0, HANDWRITING)
    assert json.loads(out)["images"] == 100


@pytest.mark.training
@pytest.mark.usefixtures("no_network")
def test_train_without_mnist_says_that_it_is_handwriting(command: Command, tmp_path: Path) -> None:
    options = ("--epochs", 1, "--digits", 120, "--output", tmp_path / "run")
    status, _, err = command("train", *options)
    assert status == 0, err
    assert err.startswith(HANDWRITING)
    assert Manifest.load(tmp_path / "run").data["name"] == "handwriting"


@pytest.mark.usefixtures("no_network")
def test_the_shipped_network_is_not_replaced_by_one_of_handwriting(
    command: Command, tmp_path: Path
) -> None:
    status, _, err = command("train", "--recipe", "shipped", "--output", tmp_path / "run")
    assert (status, err) == (
        2,
        "MNIST could not be downloaded (no connection: Connection refused). Set SIAMESE_MNIST to "
        "an mnist.npz in Keras's layout.\n",
    )
    assert not (tmp_path / "run").exists()


def test_what_is_no_file_is_not_replaced(command: Command, tmp_path: Path) -> None:
    """A pipe, as a device would be: written beside it and moved, the file would take its place."""
    pipe = tmp_path / "pipe.npz"
    os.mkfifo(pipe)
    is_refused(command("digits", "--output", pipe, "--count", 20), f"{pipe}: no file")
    assert pipe.is_fifo()


def test_digits_are_written_in_mnists_layout(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "new" / "mine.npz"
    status, out, err = command("digits", "--output", file, "--count", 140, "--seed", 5)
    assert (status, err) == (0, "")
    assert out == (
        f"{file}: 120 training and 20 test digits, written by the program itself, seed 5\n"
    )
    assert read_mnist(file).sha256() == handwritten(140, seed=5).sha256()
    assert command("evaluate", "--data", file, "--pairs", 10)[0] == 0
    earlier = file.read_bytes()
    assert command("digits", "--output", file, "--count", 140, "--seed", 0)[0] == 0
    assert file.read_bytes() != earlier
    assert [path.name for path in file.parent.iterdir()] == ["mine.npz"]


def test_mnist_has_as_many_digits(command: Command) -> None:
    """The whole set takes half a minute: what is written without --count is said in the help."""
    assert "[default: 70000;" in " ".join(command("digits", "--help")[1].split())


def test_digits_that_cannot_be_written_are_refused_before_the_work(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*arguments: object, **options: object) -> None:
        pytest.fail("wrote, with nowhere to write to")

    monkeypatch.setattr("siamese.cli.commands.handwritten", never)
    (tmp_path / "file").write_text("in the way of a folder")
    is_refused(command("digits", "--output", tmp_path), f"{tmp_path}: no file")
    is_refused(command("digits", "--output", tmp_path / "file" / "mine.npz"), "no folder")


def test_a_disk_that_is_full_leaves_no_half_file(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: BinaryIO, **arrays: object) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    answer = command("digits", "--output", tmp_path / "mine.npz", "--count", 10)
    is_refused(answer, "No space left on device")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """Three pictures of each of four digits, as DIR/<label>/*.png."""
    for digit in STROKES:
        (tmp_path / str(digit)).mkdir()
        for width in (2, 8, 16):
            picture = Image.fromarray(on_paper(write(digit, width=width)))
            picture.save(tmp_path / str(digit) / f"{width}.png")
    return tmp_path


def test_evaluate_measures_drawings(command: Command, drawings: Path) -> None:
    status, out, err = command("evaluate", "--drawings", drawings, "--pairs", 200, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["images"] == 12
    assert json.loads(out)["accuracy"] == 1
    _, out, _ = command("evaluate", "--drawings", drawings, "--pairs", 200)
    labels = ", ".join(sorted(map(str, STROKES)))
    assert out.startswith(f"12 images labelled {labels}, 200 pairs: accuracy 100.00%")


def test_evaluate_leaves_out_what_it_cannot_read_and_says_so(
    command: Command, drawings: Path
) -> None:
    Image.new("L", (50, 50), 255).save(drawings / "7" / "blank.png")
    (drawings / "7" / "text.png").write_text("no picture")
    (drawings / "notes").mkdir()
    (drawings / "notes" / "a.png").write_text("no digit")
    status, out, err = command("evaluate", "--drawings", drawings, "--pairs", 20, "--json")
    assert status == 0
    assert json.loads(out)["images"] == 12
    assert err.count("left out: ") == err.count("\n") == 3
    assert str(drawings / "7" / "blank.png") in err


def test_train_hands_over_all_files_of_symbols(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All after one --symbols, as a shell makes of a star; the training itself is another test."""
    asked: list[list[str]] = []

    def refuses(paths: list[Path]) -> None:
        asked.append([path.name for path in paths])
        raise ValueError("enough")

    monkeypatch.setattr("siamese.cli.inputs.read_symbols", refuses)
    files = [tmp_path / name for name in ("a.npz", "b.npz", "c.zip")]
    is_refused(command("train", "--recipe", "symbols", "--symbols", *files), "enough")
    assert asked == [["a.npz", "b.npz", "c.zip"]]


@pytest.mark.training
def test_train_writes_what_is_promised(command: Command, npz: Path, tmp_path: Path) -> None:
    """The recipe is named as it was before; the manifest has the name of today."""
    output = tmp_path / "run"
    options = ("--loss", "contrastive-margin", "--margin", 0.8, "--embedding-dim", 5)
    more = ("--epochs", 1, "--digits", 120, "--data", npz, "--seed", 4, "--output", output)
    status, out, err = command("train", "--recipe", "ours", *options, *more)
    assert status == 0, err
    assert out.startswith(f"{output}: equal error rate ")
    assert sorted(path.name for path in output.iterdir()) == [
        "checkpoints.npz", "history.csv", "manifest.json", "plot.png", "siamese_model",
        "siamese_model.keras", "siamese_model.tflite",
    ]  # fmt: skip
    manifest = Manifest.load(output)
    assert manifest.recipe == manifest.config["recipe"] == "all-pairs"
    assert manifest.config["loss"] == "contrastive-margin"
    assert [manifest.config[name] for name in ("margin", "embedding_dim", "epochs")] == [0.8, 5, 1]
    assert [manifest.config[name] for name in ("digits", "seed")] == [120, 4]
    assert command("evaluate", "--data", npz, "--network", output, "--pairs", 10)[0] == 0


def test_montage_writes_a_picture_and_says_what_is_on_it(
    command: Command, npz: Path, tmp_path: Path
) -> None:
    output = tmp_path / "new" / "pairs.PNG"
    more = ("--pairs", 12, "--seed", 5, "--data", npz)
    status, out, err = command("montage", "--output", output, *more)
    assert (status, err) == (0, "")
    pattern = rf"{output}: 12 pairs of digits, test digits, seed 5; judged wrongly at threshold "
    assert re.match(pattern, out), out
    assert out.count("\n") == 1
    assert [path.name for path in output.parent.iterdir()] == ["pairs.PNG"]
    with Image.open(output) as picture:
        assert (picture.format, picture.size) == ("PNG", (800, 522))

    first = output.read_bytes()
    assert command("montage", "--output", output, *more)[0] == 0
    assert output.read_bytes() == first, "the same seed, another picture"
    assert command("montage", "--output", output, *more, "--seed", 6)[0] == 0
    assert output.read_bytes() != first


def test_montage_takes_the_digits_at_hand(
    command: Command, npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(npz))
    status, out, _ = command("montage", "--output", tmp_path / "a.png", "--pairs", 1)
    assert (status, out.split(";")[0].split(": ")[-1]) == (
        0,
        "1 pair of digits, test digits, seed 1",
    )


def test_montage_says_what_the_network_says(
    command: Command, npz: Path, tmp_path: Path, shipped: Comparator
) -> None:
    """The picture is that of the same pairs, their distances taken from the network here."""
    command("montage", "--output", tmp_path / "a.png", "--pairs", 6, "--seed", 3, "--data", npz)
    digits = read_mnist(npz)
    pairs = choose_pairs(digits.y_test, 6, np.random.default_rng(3))
    images = np.stack([digits.x_test[pairs.left], digits.x_test[pairs.right]], axis=1)
    distances = shipped.distance(images[:, 0], images[:, 1])
    caption = "digits, test digits, seed 3"
    expected = montage(images, pairs.same, distances, shipped.threshold, caption=caption)
    with Image.open(tmp_path / "a.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), expected)


def test_a_run_that_fails_writes_nothing(
    command: Command, npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object) -> None:
        raise TrainingError("The loss is no longer a finite number.")

    monkeypatch.setattr("siamese.training.trainer.train", fails)
    answer = command("train", "--data", npz, "--output", tmp_path / "run")
    is_refused(answer, "no longer a finite number")
    assert not (tmp_path / "run").exists()


def test_a_run_can_be_stopped(
    command: Command, npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("siamese.training.trainer.train", stops)
    status, _, err = command("train", "--data", npz, "--output", tmp_path / "run")
    assert status == 130
    assert err.strip() == "Stopped."
    assert not (tmp_path / "run").exists()


def test_an_output_that_cannot_be_written_is_said_before_the_run(
    command: Command, npz: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after an hour of training."""
    (tmp_path / "file").write_text("in the way of a folder")

    def never(*arguments: object) -> None:
        pytest.fail("trained, with nowhere to write")

    monkeypatch.setattr("siamese.training.trainer.train", never)
    is_refused(command("train", "--data", npz, "--output", tmp_path / "file"), "file")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("frobnicate", "No such command"),
        ("compare", "Missing argument"),
        ("compare a.png b.png c.png", "unexpected extra argument"),
        ("compare missing.png three.png", "missing.png: This file cannot be read: No such file"),
        ("compare three.png blank.png", "blank.png: No digit was found in this picture"),
        ("compare three.png seven.png --network nowhere", "nowhere: no such file"),
        ("compare three.png seven.png --network .", "siamese_model.tflite: no such file"),
        ("compare three.png seven.png --jsno", "No such option"),
        ("evaluate --data nowhere.npz", "nowhere.npz: No such file"),
        ("evaluate --data three.png", "three.png: damaged, or no .npz"),
        ("evaluate --data .", ".: Is a directory"),
        ("evaluate --drawings nowhere", "nowhere: no pictures"),
        ("evaluate --drawings .", "no pictures in folders"),
        ("evaluate --data a.npz --drawings .", "one of --data and --drawings"),
        ("evaluate --pairs 1000000000000 --data NPZ", "--pairs"),
        ("evaluate --seed -1", "--seed"),
        ("train --recipe best", "--recipe is one of"),
        ("train --loss cross-entropy", "--loss must be contrastive with the recipe all-pairs"),
        ("train --embedding-dim 0", "--embedding-dim lies between"),
        ("train --data nowhere.npz", "nowhere.npz: No such file"),
        ("train --recipe symbols", "learns from --symbols PATH..."),
        ("train --recipe symbols --data NPZ --symbols a.zip", "not from --data"),
        ("train --symbols a.zip", "--symbols is for the recipe symbols"),
        ("train --recipe symbols a.zip", "unexpected extra argument (a.zip)"),
        ("train --recipe symbols --symbols a.zip b.zip", "a.zip: No such file"),
        ("train --recipe symbols --symbols NPZ", "damaged, or no file of symbols"),
        ("train --recipe symbols --symbols three.png", "three.png: damaged, or no file of symbols"),
        ("train --recipe symbols --margin 2", "--margin is for digits"),
        ("digits", "Missing option '--output'"),
        ("digits --output a.npz --count 99999999", "--count"),
        ("digits --output a.npz --seed -1", "--seed"),
        ("digits --output .", ".: no file"),
        ("montage", "Missing option '--output'"),
        ("montage --output a.jpg", "a.jpg: the picture is a PNG"),
        ("montage --output .", "the picture is a PNG"),
        ("montage --output three.png/a.png", "three.png: no folder to write to"),
        ("montage --output a.png --pairs 1001", "--pairs"),
        ("montage --output a.png --seed -1", "--seed"),
        ("montage --output a.png --data nowhere.npz", "nowhere.npz: No such file"),
        ("montage --output a.png --data NPZ --network nowhere", "nowhere: no such file"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    command: Command,
    pictures: Path,
    npz: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    reason: str,
) -> None:
    monkeypatch.chdir(pictures)
    before = sorted(pictures.iterdir())
    is_refused(command(*line.replace("NPZ", str(npz)).split()), reason)
    assert sorted(pictures.iterdir()) == before


def test_a_missing_network_names_what_makes_it(command: Command, pictures: Path) -> None:
    """The folder that is missing is the one to train into."""
    files = [pictures / "three.png", pictures / "seven.png"]
    missing = pictures / "nowhere"
    is_refused(
        command("compare", *files, "--network", missing),
        f"python -m siamese train --output {missing}\n",
    )


def test_a_damaged_manifest_names_its_file(
    command: Command, pictures: Path, tmp_path: Path
) -> None:
    (tmp_path / ENCODER_FILE).write_bytes(b"")
    (tmp_path / MANIFEST_FILE).write_text("{")
    files = [pictures / "three.png", pictures / "seven.png"]
    is_refused(command("compare", *files, "--network", tmp_path), str(tmp_path / MANIFEST_FILE))


@pytest.mark.parametrize("arguments", [[], ["--help"]], ids=["nothing", "--help"])
def test_help_is_many_lines_and_names_every_command(command: Command, arguments: list[str]) -> None:
    """Asked for, it is an answer; without a command, a reminder."""
    status, out, err = command(*arguments)
    assert status == (0 if arguments else 2)
    text = out + err
    assert text.count("\n") > 5
    for name in ("compare", "evaluate", "train", "digits", "montage"):
        assert f"\n  {name} " in text
