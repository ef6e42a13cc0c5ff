"""What is written beside every trained network: where it comes from and how good it is.

Reading it needs no TensorFlow, so a page can say which network is there before it has loaded.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from siamese.evaluation.calibration import Calibration
from siamese.evaluation.results import DistanceHistogram, OneShot
from siamese.files import sha256_of, write_text

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SYMBOLS = ASSETS / "symbols"  # the network for symbols
NETWORK_FILE = "siamese_model.keras"
ENCODER_FILE = "siamese_model.tflite"
SAVED_MODEL, PLOT = "siamese_model.zip", "plot.png"  # made of a network when somebody asks for them
MANIFEST_FILE = "manifest.json"


class NetworkError(ValueError):
    """A network or its manifest cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True)
class Manifest:
    """What is known of a trained network: its data, settings and figures."""

    recipe: str  # name of the way it was trained
    config: dict[str, Any]  # every setting of that training
    seed: int  # of its random numbers
    versions: dict[str, str]  # of Python, TensorFlow, Keras and NumPy
    # name and sha256 of the digits, or of symbols and of each of their files (sources, with its
    # licence); how many images, drawings of them and digits of our own
    # handwriting it was trained on (training_images, training_drawings, training_handwriting), and
    # how many were for validation (held_out_images and so on), which chose threshold and
    # calibration; test_images and test_pairs that it was measured on
    data: dict[str, Any]
    parameters: int  # weights of the encoder
    seconds: float  # how long training took
    threshold: float  # up to which distance two pictures count as the same
    calibration: Calibration  # from a distance to a probability
    expected_calibration_error: float  # of that probability, on the test pairs
    equal_error_rate: float  # on the test pairs, a fraction
    accuracy: float  # balanced, on the test pairs at the threshold, a fraction
    auc: float  # area under the ROC curve of the test pairs
    one_shot: OneShot  # on symbols that it was not trained on
    distances: DistanceHistogram  # of the validation pairs
    history: list[dict[str, float]]  # after each epoch: `siamese.training.events.EpochEnd`
    sha256: dict[str, str]  # of each file of the network, by name; empty until they are written

    def __post_init__(self) -> None:
        numbers = (
            self.threshold,
            self.calibration.slope,
            self.calibration.intercept,
            self.expected_calibration_error,
            self.equal_error_rate,
            self.accuracy,
            self.auc,
            self.one_shot.accuracy,
            self.one_shot.low,
            self.one_shot.high,
            self.one_shot.threshold,
            self.one_shot.margin,
        )
        if not all(isinstance(number, (int, float)) and isfinite(number) for number in numbers):
            raise ValueError(f"a manifest's figures are finite numbers. Received: {numbers}")
        if not isinstance(self.history, list):
            raise ValueError(f"a history is a list. Received: {self.history}")
        if not isinstance(self.sha256, dict):
            raise ValueError(f"checksums are a dictionary. Received: {self.sha256}")

    @property
    def first_epoch(self) -> dict[str, float]:
        """What was measured after the first epoch; before it the network is untrained."""
        return next(row for row in self.history if row["epoch"] >= 1)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Manifest:
        """Reads a manifest.

        Args:
            path: The manifest, or the folder it lies in; the shipped network's without it.

        Returns:
            The manifest.

        Raises:
            NetworkError: If it is missing or damaged.
        """
        file = Path(path) if path is not None else ASSETS
        file = file / MANIFEST_FILE if file.is_dir() else file
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))
            fields["calibration"] = Calibration(**fields["calibration"])
            fields["one_shot"] = OneShot(**fields["one_shot"])
            fields["distances"] = DistanceHistogram(**fields["distances"])
            return cls(**fields)
        except OSError as error:
            raise NetworkError(f"{file}: {error.strerror}. {remedy(file)}") from error
        except (ValueError, TypeError, KeyError) as error:
            raise NetworkError(f"{file}: not a network's manifest. {remedy(file)}") from error

    def check(self, file: Path, name: str) -> None:
        """Refuses a file whose SHA-256 is not the one in the manifest.

        Called before a file is parsed: what a parser does with damaged bytes depends on its
        version.

        Args:
            file: The file.
            name: Its name in the manifest.

        Raises:
            NetworkError: If it is missing, or does not match.
        """
        try:
            found = sha256_of(file)
        except OSError as error:
            raise NetworkError(f"{file}: {error.strerror}. {remedy(file)}") from error
        if found != self.sha256.get(name):
            raise NetworkError(f"{file}: does not match its {MANIFEST_FILE}. {remedy(file)}")

    def save(self, folder: Path) -> None:
        """Writes the manifest into a folder."""
        write_text(folder / MANIFEST_FILE, json.dumps(asdict(self), indent=1) + "\n")


def remedy(file: Path) -> str:
    """The command that makes a network's files again."""
    if file.parent == ASSETS:
        return "Make it again with: make train"
    if file.parent == SYMBOLS:
        return "Make it again with: make train-symbols"
    folder = file.parent if file.suffix in (".keras", ".tflite", ".json", ".npz") else file
    return f"Make it again with: python -m siamese train --output {folder}"
