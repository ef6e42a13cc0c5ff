"""Small runs of every recipe and loss; what they write, and what they refuse."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import pytest
from PIL import Image

from siamese.checkpoints import CHECKPOINTS_FILE
from siamese.config import LOSSES, RECIPES, TrainingConfig, training_config
from siamese.data.digits import Digits
from siamese.evaluation.metrics import balanced_accuracy, equal_error_rate
from siamese.evaluation.pair_scores import pair_distances
from siamese.files import sha256_of
from siamese.losses import AllPairsContrastiveLoss, ContrastiveLoss
from siamese.manifest import ENCODER_FILE, NETWORK_FILE, Manifest
from siamese.pairs import pair_indices
from siamese.training.artifacts import TrainedNetwork
from siamese.training.callbacks import EPOCH_PAIRS, TrainingError
from siamese.training.data import prepare
from siamese.training.events import EpochEnd, Event, StepEnd
from siamese.training.learner import Learner, learner_like, new_twin
from siamese.training.trainer import fit, train

ROOT = Path(__file__).resolve().parents[2]

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

# Every recipe that trains on digits as they are, and every loss, at least once.
RUNS = [
    ("all-pairs", "contrastive"),
    ("all-pairs", "contrastive-margin"),
    ("all-pairs", "contrastive-simple"),
    ("slides", "cross-entropy"),
    ("slides", "contrastive-margin"),
    ("keras-example", "contrastive"),
    ("keras-example", "contrastive-simple"),
]
WRITTEN = [
    "checkpoints.npz",
    "history.csv",
    "manifest.json",
    "plot.png",
    "siamese_model",
    "siamese_model.keras",
    "siamese_model.tflite",
]

CHECKED = (NETWORK_FILE, ENCODER_FILE, CHECKPOINTS_FILE)


def small(
    recipe: str = "all-pairs", loss: str = "contrastive", **settings: float
) -> TrainingConfig:
    """A recipe made small."""
    return training_config(recipe, loss=loss, **{"epochs": 1, "embedding_dim": 6, **settings})


@pytest.mark.parametrize(
    ("recipe", "loss"), [("all-pairs", AllPairsContrastiveLoss), ("slides", ContrastiveLoss)]
)
def test_a_step_is_traced_once_for_all_runs_of_some_settings(
    recipe: str, loss: type[keras.losses.Loss], digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One trace learns, the other one measures; a run of another length needs no more."""
    traced: list[bool] = []
    call = loss.call

    def counted(self: keras.losses.Loss, *of: keras.KerasTensor) -> keras.KerasTensor:
        traced.append(True)
        return call(self, *of)

    monkeypatch.setattr(loss, "call", counted)
    learner_like.cache_clear()
    for epochs, seed in ((2, 1), (1, 2)):
        train(small(recipe, batch_size=30, epochs=epochs, seed=seed), digits)
    assert len(traced) == 2


def fail_at_the_end(event: Event) -> None:
    """Fails where the validation digits of this run have been looked at."""
    if isinstance(event, EpochEnd) and event.metrics["epoch"]:
        raise TrainingError("by intent")


@pytest.mark.parametrize("recipe", ["all-pairs", "slides", "keras-example"])
def test_a_run_learns_nothing_from_the_run_before(recipe: str, digits: Digits) -> None:
    """Neither weights nor moments nor the seeds of dropout are left of it."""
    config = small(recipe, epochs=2)
    histories = []
    for before in (False, True):
        learner_like.cache_clear()
        if before:
            train(small(recipe, seed=2), digits)
            with pytest.raises(TrainingError):
                train(small(recipe, seed=3, epochs=9, digits=200), digits, fail_at_the_end)
        histories.append(train(config, digits).manifest.history)
    for alone, after in zip(*histories, strict=True):
        assert {**after, "seconds": 0} == pytest.approx({**alone, "seconds": 0}, rel=1e-4)


def test_the_runs_below_are_of_every_kind() -> None:
    assert {recipe for recipe, _ in RUNS} == set(RECIPES) - {"shipped", "symbols"}
    assert {loss for _, loss in RUNS} == set(LOSSES)


class RecordedRun(NamedTuple):
    """A run and the events that it sent."""

    network: TrainedNetwork
    events: list[Event]

    def ends(self) -> list[EpochEnd]:
        return [event for event in self.events if isinstance(event, EpochEnd)]


RunOf = Callable[[str, str], RecordedRun]
Runs = dict[str, TrainedNetwork]


def record(
    config: TrainingConfig, digits: Digits, tracked: np.ndarray | None = None
) -> RecordedRun:
    events: list[Event] = []
    return RecordedRun(train(config, digits, events.append, tracked=tracked), events)


@pytest.fixture(scope="module")
def run_of(digits: Digits) -> RunOf:
    """Trains a recipe with a loss, once."""
    return cache(lambda recipe, loss: record(small(recipe, loss, epochs=2), digits))


@pytest.fixture(scope="module")
def runs(run_of: RunOf) -> Runs:
    """One run of each recipe, with its own loss."""
    own = {"all-pairs": "contrastive", "slides": "cross-entropy", "keras-example": "contrastive"}
    return {recipe: run_of(recipe, loss).network for recipe, loss in own.items()}


@pytest.fixture(scope="module")
def long_run(digits: Digits) -> RecordedRun:
    """A run that tells almost all of the printed digits apart: a few epochs are enough."""
    config = small(epochs=15, batch_size=60, embedding_dim=16)
    return record(config, digits, tracked=digits.x_test[:2])


@pytest.mark.parametrize(("recipe", "loss"), RUNS)
def test_every_recipe_trains_with_its_losses(
    recipe: str, loss: str, run_of: RunOf, digits: Digits
) -> None:
    network = run_of(recipe, loss).network
    manifest = network.manifest
    assert (manifest.recipe, manifest.config["loss"]) == (recipe, loss)
    assert np.isfinite([manifest.threshold, manifest.calibration.slope]).all()
    assert manifest.history[2]["loss"] < manifest.history[1]["loss"]
    assert 0 <= manifest.equal_error_rate <= 1
    assert network.comparator().embed(digits.x_test[:3]).shape == (3, 6)


def test_a_run_learns(long_run: RecordedRun) -> None:
    manifest = long_run.network.manifest
    losses = [row["loss"] for row in manifest.history[1:]]
    assert losses[-1] < 0.5 * losses[0]
    assert manifest.equal_error_rate < 0.1
    assert manifest.accuracy > 0.9


def test_a_manifest_says_what_was_done(runs: Runs, digits: Digits) -> None:
    """A twelfth of the 360 digits is held out: 30."""
    manifest = runs["all-pairs"].manifest
    assert manifest.seed == manifest.config["seed"] == 1
    assert manifest.config["embedding_dim"] == 6
    assert manifest.data == {
        "name": "print",
        "sha256": digits.sha256(),
        "training_images": 330,
        "training_drawings": 0,
        "training_handwriting": 0,
        "held_out_images": 30,
        "held_out_drawings": 0,
        "held_out_handwriting": 0,
        "test_images": 120,
        "test_pairs": 50_000,
    }
    assert manifest.parameters == runs["all-pairs"].twin.get_layer("encoder").count_params()
    assert manifest.versions["numpy"] == np.__version__
    assert [row["epoch"] for row in manifest.history] == [0, 1, 2]
    assert sum(manifest.distances.positive) == sum(manifest.distances.negative) == 25_000


def test_a_manifest_measures_the_network_that_is_left(runs: Runs, digits: Digits) -> None:
    """The figures, computed again from other pairs of the same test digits."""
    network = runs["all-pairs"]
    embeddings = network.comparator().embed(digits.x_test)
    pairs = pair_distances(embeddings, digits.y_test, 100_000, np.random.default_rng(99))
    manifest = network.manifest
    assert equal_error_rate(pairs.distances, pairs.same) == pytest.approx(
        manifest.equal_error_rate, abs=0.01
    )
    assert balanced_accuracy(pairs.distances, pairs.same, manifest.threshold) == pytest.approx(
        manifest.accuracy, abs=0.01
    )


def test_the_threshold_is_chosen_without_the_test_digits(digits: Digits) -> None:
    blank = replace(digits, x_test=np.roll(digits.x_test, 3, axis=1), y_test=digits.y_test[::-1])
    one, other = (train(small(digits=120), data).manifest for data in (digits, blank))
    assert one.threshold == pytest.approx(other.threshold, rel=1e-4)
    assert one.accuracy != other.accuracy


def test_sha256_is_of_the_digits_not_of_their_file(digits: Digits) -> None:
    wider = replace(digits, y_train=digits.y_train.astype(np.int64), origin="elsewhere")
    assert wider.sha256() == digits.sha256()
    assert len(digits.sha256()) == 64
    assert replace(digits, y_test=digits.y_test[::-1]).sha256() != digits.sha256()


def test_events_tell_of_each_step_and_epoch(run_of: RunOf) -> None:
    """330 digits to train on in batches of 100: three steps an epoch, the rest left over."""
    run = run_of("all-pairs", "contrastive")
    steps, ends = [event for event in run.events if isinstance(event, StepEnd)], run.ends()
    assert [(step.epoch, step.step) for step in steps] == [
        (e, s) for e in (1, 2) for s in (1, 2, 3)
    ]
    assert {(step.epochs, step.steps) for step in steps} == {(2, 3)}
    assert steps[-1].seconds_left == pytest.approx(0)
    assert min(step.seconds_left for step in steps[:-1]) > 0
    assert [end.metrics for end in ends] == run.network.manifest.history
    # All steps so far: the mean of the first epoch is its own, that of both epochs lies between.
    means = [end.metrics["loss"] for end in ends[1:]]
    assert steps[2].loss == pytest.approx(means[0], rel=1e-5)
    assert steps[5].loss == pytest.approx(sum(means) / 2, rel=1e-5)
    kinds = [type(event) for event in run.events]
    assert kinds == [EpochEnd, *[StepEnd] * 3, EpochEnd, *[StepEnd] * 3, EpochEnd]


def test_a_measurement_is_of_the_network_as_it_then_stands(
    long_run: RecordedRun, digits: Digits
) -> None:
    """The last one of a run is of the network that it leaves; the first one knows nothing yet."""
    ends = long_run.ends()
    distance = long_run.network.comparator().distance(*digits.x_test[:2])
    assert distance == pytest.approx(ends[-1].tracked, abs=1e-5)
    assert ends[0].tracked != pytest.approx(ends[-1].tracked, abs=1e-3)
    for name in ("accuracy", "val_accuracy"):
        assert ends[0].metrics[name] < ends[-1].metrics[name]
    assert ends[0].metrics["equal_error_rate"] > ends[-1].metrics["equal_error_rate"]
    assert "loss" not in ends[0].metrics
    counts = ends[0].distances
    assert sum(counts.positive) == sum(counts.negative) == EPOCH_PAIRS // 2


def test_the_loss_on_validation_digits_is_that_of_the_network_left(
    runs: Runs, digits: Digits
) -> None:
    """The deck's: cross-entropy −log p of its own pairs, of digits that it never learned from."""
    network, config = runs["slides"], small("slides", "cross-entropy")
    validation = prepare(config, digits)
    pairs = pair_indices(validation.validation_labels, np.random.default_rng(config.seed))
    pixels = validation.validation_images[..., None].astype(np.float32) / 255
    probability = network.twin([pixels[pairs.left], pixels[pairs.right]]).numpy()[:, 0]
    expected = -np.log(np.where(pairs.same == 1, probability, 1 - probability)).mean()
    assert network.manifest.history[-1]["val_loss"] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("recipe", ["all-pairs", "slides"])
def test_a_run_that_is_stopped_keeps_what_it_has(recipe: str, digits: Digits) -> None:
    """Stopped after the second of three epochs' first step."""
    events: list[Event] = []
    network = train(
        small(recipe, epochs=3, batch_size=100),
        digits,
        events.append,
        stop=lambda: any(isinstance(event, StepEnd) and event.epoch == 2 for event in events),
    )
    steps = [event for event in events if isinstance(event, StepEnd)]
    assert [step.epoch for step in steps] == [1] * steps[0].steps + [2]
    epochs = [row["epoch"] for row in network.manifest.history]
    assert epochs == [0, 1, pytest.approx(1 + 1 / steps[0].steps, abs=0.01)]
    assert np.isfinite(network.comparator().distance(*digits.x_test[:2]))


def test_a_run_that_is_stopped_while_it_is_measured_takes_no_further_step(digits: Digits) -> None:
    events: list[Event] = []
    network = train(
        small(epochs=3, batch_size=100),
        digits,
        events.append,
        stop=lambda: sum(isinstance(event, EpochEnd) for event in events) == 2,
    )
    assert {event.epoch for event in events if isinstance(event, StepEnd)} == {1}
    assert [row["epoch"] for row in network.manifest.history] == [0, 1]


def without_seconds(network: TrainedNetwork) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if k != "seconds"} for row in network.manifest.history]


@pytest.mark.parametrize("recipe", ["all-pairs", "keras-example"])
def test_the_same_seed_gives_the_same_run(recipe: str, runs: Runs, digits: Digits) -> None:
    again = train(small(recipe, epochs=2), digits)
    for row, same in zip(without_seconds(again), without_seconds(runs[recipe]), strict=True):
        assert row == pytest.approx(same, rel=1e-3)
    left, right = (run.comparator().embed(digits.x_test) for run in (again, runs[recipe]))
    np.testing.assert_allclose(left, right, atol=1e-3)


def test_another_seed_gives_another_run(runs: Runs, digits: Digits) -> None:
    """Embeddings of unit length lie apart where two runs of one seed agree to 1e-3."""
    other = train(small(seed=2, epochs=2), digits)
    left, right = (run.comparator().embed(digits.x_test) for run in (other, runs["all-pairs"]))
    assert np.linalg.norm(left - right, axis=1).min() > 0.1


@pytest.fixture(scope="module")
def folders(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Where each run was written."""
    saved = {}
    for recipe, network in runs.items():
        saved[recipe] = tmp_path_factory.mktemp("output") / recipe
        network.save(saved[recipe])
        network.export(saved[recipe])
    return saved


def test_a_run_writes_what_is_promised(folders: dict[str, Path], runs: Runs) -> None:
    folder = folders["all-pairs"]
    assert sorted(path.name for path in folder.iterdir()) == WRITTEN
    assert (folder / "siamese_model" / "saved_model.pb").is_file()
    assert (folder / "siamese_model" / "variables").is_dir()
    checksums = {name: sha256_of(folder / name) for name in CHECKED}
    assert Manifest.load(folder) == replace(runs["all-pairs"].manifest, sha256=checksums)
    with (folder / "history.csv").open() as file:
        rows = [
            {name: float(value) for name, value in row.items() if value}
            for row in csv.DictReader(file)
        ]
    assert rows == runs["all-pairs"].manifest.history
    with Image.open(folder / "plot.png") as plot:
        assert plot.format == "PNG"


def test_a_later_run_takes_the_place_of_an_earlier_one(
    folders: dict[str, Path], runs: Runs, tmp_path: Path
) -> None:
    for recipe in ("slides", "all-pairs"):
        runs[recipe].save(tmp_path)
        runs[recipe].export(tmp_path)
    assert Manifest.load(tmp_path).recipe == "all-pairs"
    assert sorted(path.name for path in tmp_path.iterdir()) == WRITTEN


# In a process that knows nothing of the run, and for the SavedModel nothing of this project.
READ_AGAIN = """
import json, sys
import numpy as np, tensorflow as tf
images = np.load(sys.argv[1])
pixels = images.astype(np.float32)[..., None] / 255
left, right = pixels[::2], pixels[1::2]
found = {}
for folder in sys.argv[2:]:
    model = tf.saved_model.load(f"{folder}/siamese_model")
    answer = model.signatures["serving_default"](left=tf.constant(left), right=tf.constant(right))
    found[folder] = [np.ravel(next(iter(answer.values()))).tolist()]
assert "siamese" not in sys.modules
from pathlib import Path
from siamese.comparator import Comparator
from siamese.network import load_encoder
for folder in sys.argv[2:]:
    comparator = Comparator.load(folder)
    found[folder].append(comparator.distance(images[::2], images[1::2]).tolist())
    encoder = load_encoder(Path(folder))
    found[folder].append(np.linalg.norm(encoder(left) - encoder(right), axis=1).tolist())
print(json.dumps(found))
"""


def test_what_was_written_is_read_again_elsewhere(
    folders: dict[str, Path], runs: Runs, digits: Digits, tmp_path: Path
) -> None:
    """The same distances to 1e-5 as Keras has here: from the SavedModel, .tflite and .keras."""
    images = digits.x_test[:40]
    np.save(tmp_path / "images.npy", images)
    arguments = [str(tmp_path / "images.npy"), *map(str, folders.values())]
    command = [sys.executable, "-c", READ_AGAIN, *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    for recipe, network in runs.items():
        saved_model, litert, keras_file = found[str(folders[recipe])]
        pixels = images.astype(np.float32)[..., None] / 255
        encoder = network.twin.get_layer("encoder")
        left, right = (encoder(pixels[side::2]) for side in (0, 1))
        distances = np.linalg.norm(left - right, axis=1)
        np.testing.assert_allclose(litert, distances, atol=1e-5)
        np.testing.assert_allclose(keras_file, distances, atol=1e-5)
        np.testing.assert_allclose(
            saved_model, network.twin([pixels[::2], pixels[1::2]])[:, 0], atol=1e-5
        )
        if recipe != "slides":  # whose network ends at a probability
            np.testing.assert_allclose(saved_model, distances, atol=1e-5)


@pytest.mark.parametrize("recipe", ["all-pairs", "slides"])
@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
def test_a_loss_that_is_no_number_ends_the_run(recipe: str, digits: Digits) -> None:
    """One batch an epoch for the first recipe, many for the other."""
    with pytest.raises(TrainingError, match="no longer a finite number") as caught:
        train(small(recipe, learning_rate=1e38, digits=120, epochs=3), digits)
    assert "smaller learning rate" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_digits_sorted_by_class_are_no_trouble(digits: Digits) -> None:
    """The last twelfth of such a file holds a single class."""
    order = np.argsort(digits.y_train, kind="stable")
    ordered = replace(digits, x_train=digits.x_train[order], y_train=digits.y_train[order])
    assert np.isfinite(train(small(), ordered).manifest.threshold)


def test_a_network_without_its_optimizer_is_small(folders: dict[str, Path]) -> None:
    """Adam would keep two more numbers for each weight; a weight is four bytes."""
    weights = Manifest.load(folders["all-pairs"]).parameters
    assert (folders["all-pairs"] / "siamese_model.keras").stat().st_size < 4 * weights + 60_000


class LearningRates(keras.callbacks.Callback):
    """Notes the learning rate of each step."""

    def __init__(self) -> None:
        super().__init__()
        self.rates: list[float] = []

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.rates.append(float(self.model.optimizer.learning_rate))


@pytest.mark.parametrize("epochs", [1, 10])
def test_the_learning_rate_rises_and_falls_in_short_runs_too(epochs: int, digits: Digits) -> None:
    """Eleven steps an epoch: up within a tenth of them, and down to a hundredth of the highest."""
    config, noted = small(batch_size=30, epochs=epochs), LearningRates()
    fit(config, Learner(config, new_twin(config)), prepare(config, digits), noted)
    top = int(np.argmax(noted.rates))
    assert len(noted.rates) == 11 * epochs
    assert top <= 1.1 * epochs
    assert noted.rates[top] == pytest.approx(config.learning_rate, rel=0.03)
    assert (np.diff(noted.rates[top:]) < 0).all()
    assert noted.rates[-1] < 0.02 * config.learning_rate
