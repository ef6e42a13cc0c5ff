"""What a training run leaves: the network, its manifest, and the files they are written to."""

from __future__ import annotations

import csv
import platform
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from siamese.checkpoints import CHECKPOINTS_FILE, Checkpoint, save_checkpoints
from siamese.comparator import Comparator
from siamese.config import TrainingConfig
from siamese.encoder import Encoder
from siamese.evaluation.calibration import calibrate, expected_calibration_error
from siamese.evaluation.metrics import choose_threshold
from siamese.evaluation.pair_scores import PairDistances, score
from siamese.evaluation.results import OneShot
from siamese.files import atomic_write, sha256_of
from siamese.manifest import ENCODER_FILE, NETWORK_FILE, PLOT, SAVED_MODEL, Manifest
from siamese.training.charts import plot_training


@dataclass(frozen=True)
class TrainedNetwork:
    """What a run leaves."""

    twin: keras.Model  # its layer "encoder" embeds
    manifest: Manifest
    model: bytes  # its encoder, as the content of a .tflite file
    checkpoints: list[Checkpoint]  # of its encoder on the way there

    def save(self, folder: Path) -> None:
        """Writes the network and its manifest, each file whole or not at all.

        Args:
            folder: Gets siamese_model.keras, siamese_model.tflite (its encoder), checkpoints.npz,
                history.csv and manifest.json.
        """
        with atomic_write(folder / NETWORK_FILE) as path:
            self.twin.save(path)
        with atomic_write(folder / ENCODER_FILE) as path:
            path.write_bytes(self.model)
        save_checkpoints(self.checkpoints, folder)
        with atomic_write(folder / "history.csv") as path, path.open("w", newline="") as file:
            rows = csv.DictWriter(file, list(self.manifest.history[-1]))
            rows.writeheader()
            rows.writerows(self.manifest.history)
        files = (NETWORK_FILE, ENCODER_FILE, CHECKPOINTS_FILE)
        checksums = {name: sha256_of(folder / name) for name in files}
        replace(self.manifest, sha256=checksums).save(folder)

    def export(self, folder: Path) -> None:
        """Writes what the deck's script writes, and no page needs: it takes a second.

        Args:
            folder: Gets siamese_model/ (SavedModel) and plot.png.
        """
        with atomic_write(folder / "siamese_model") as path:
            self.twin.export(path, verbose=False)
        plot_training(self.manifest.history, folder / PLOT)

    def comparator(self) -> Comparator:
        """The network, ready to compare."""
        return Comparator(Encoder(self.model), self.manifest)


def export(network: bytes, history: list[dict[str, float]], folder: Path) -> None:
    """Writes a run's network as a SavedModel in a ZIP, and its curves.

    Args:
        network: The content of its .keras file, which this project has written.
        history: Of its manifest.
        folder: Gets siamese_model.zip and plot.png.
    """
    with tempfile.TemporaryDirectory() as name:
        file, saved = Path(name) / NETWORK_FILE, Path(name) / "saved"
        file.write_bytes(network)
        keras.saving.load_model(file).export(saved / "siamese_model", verbose=False)
        shutil.make_archive(str(folder / Path(SAVED_MODEL).stem), "zip", saved)
    plot_training(history, folder / PLOT)


def build_manifest(
    config: TrainingConfig,
    data: dict[str, Any],
    parameters: int,
    seconds: float,
    history: list[dict[str, float]],
    validation: PairDistances,
    test: PairDistances,
    test_images: int,
    one_shot: OneShot,
) -> Manifest:
    """Chooses threshold and calibration on validation pairs, and measures them on test pairs.

    Args:
        config: How the network was trained.
        data: On what: what `Manifest.data` says, but for the test.
        parameters: Weights of its encoder.
        seconds: How long it took.
        history: One entry a measurement.
        validation: Distances of validation pairs.
        test: Distances of test pairs.
        test_images: How many images these are of.
        one_shot: What it makes of symbols that it has not seen.

    Returns:
        The manifest.
    """
    threshold = choose_threshold(validation.distances, validation.same)
    calibration = calibrate(validation.distances, validation.same, threshold)
    probability = calibration.probability_same(test.distances)
    scores = score(test, test_images, threshold)
    return Manifest(
        recipe=config.recipe,
        config=asdict(config),
        seed=config.seed,
        versions={
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "numpy": np.__version__,
        },
        data={**data, "test_images": scores.images, "test_pairs": scores.pairs},
        parameters=parameters,
        seconds=round(seconds, 1),
        threshold=threshold,
        calibration=calibration,
        expected_calibration_error=expected_calibration_error(probability, test.same),
        equal_error_rate=scores.equal_error_rate,
        accuracy=scores.accuracy,
        auc=scores.auc,
        one_shot=one_shot,
        distances=validation.histogram(),
        history=history,
        sha256={},
    )
