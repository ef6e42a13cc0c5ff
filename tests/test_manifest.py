"""A network's papers: written, read again, and refused where they are damaged."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from siamese.evaluation.calibration import Calibration
from siamese.evaluation.results import DistanceHistogram, OneShot
from siamese.manifest import ASSETS, MANIFEST_FILE, Manifest, NetworkError


@pytest.fixture
def papers() -> Manifest:
    return Manifest(
        recipe="all-pairs",
        config={"recipe": "all-pairs", "digits": None, "margin": 1.0},
        seed=7,
        versions={"python": "3.11"},
        data={"name": "MNIST", "sha256": "ab", "test_pairs": 100},
        parameters=95_888,
        seconds=1.5,
        threshold=0.75,
        calibration=Calibration(slope=8.0, intercept=6.0),
        expected_calibration_error=0.01,
        equal_error_rate=0.02,
        accuracy=0.98,
        auc=0.999,
        one_shot=OneShot("signs", 40, 5, 1, 100, 0.7, 0.6, 0.8, 0.65),
        distances=DistanceHistogram([0.0, 1.0, 2.0], [3, 1], [0, 4]),
        history=[{"epoch": 1, "loss": 0.5}],
        sha256={"network": hashlib.sha256(b"written").hexdigest()},
    )


def test_papers_are_read_as_they_were_written(papers: Manifest, tmp_path: Path) -> None:
    papers.save(tmp_path)
    assert Manifest.load(tmp_path) == papers
    assert Manifest.load(str(tmp_path / MANIFEST_FILE)) == papers
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_the_shipped_networks_manifest() -> None:
    manifest = Manifest.load()
    assert manifest.data["name"] == "MNIST"
    assert manifest.seed == manifest.config["seed"]
    assert {"python", "tensorflow", "keras", "numpy"} <= manifest.versions.keys()
    assert len(manifest.distances.edges) == len(manifest.distances.positive) + 1
    assert len(manifest.distances.edges) == len(manifest.distances.negative) + 1
    assert manifest.distances.edges == sorted(manifest.distances.edges)
    assert manifest.calibration.probability_same(manifest.threshold) == pytest.approx(0.5)
    assert [row["epoch"] for row in manifest.history] == [*range(manifest.config["epochs"] + 1)]


def without(field: str) -> Callable[[dict[str, object]], object]:
    return lambda fields: {name: value for name, value in fields.items() if name != field}


@pytest.mark.parametrize(
    "damage",
    [
        without("threshold"),
        without("sha256"),
        lambda fields: {**fields, "more": 1},
        lambda fields: {**fields, "calibration": None},
        lambda fields: {**fields, "calibration": {"slope": 1}},
        lambda fields: {**fields, "distances": [1, 2]},
        lambda fields: {**fields, "one_shot": {"accuracy": 1}},
        lambda fields: {**fields, "one_shot": {**fields["one_shot"], "threshold": None}},
        lambda fields: {**fields, "threshold": None},
        lambda fields: {**fields, "threshold": "0.75"},
        lambda fields: {**fields, "threshold": float("nan")},
        lambda fields: {**fields, "history": None},
        lambda fields: {**fields, "sha256": None},
        lambda fields: [fields],
        lambda fields: None,
    ],
    ids=[
        "no threshold",
        "no checksums",
        "a field too many",
        "no calibration",
        "half a calibration",
        "distances a list",
        "one shot without its numbers",
        "one shot without a threshold",
        "threshold null",
        "threshold a text",
        "threshold not a number",
        "history null",
        "checksums null",
        "a list",
        "null",
    ],
)
def test_papers_that_lack_something_are_refused(
    papers: Manifest, tmp_path: Path, damage: object
) -> None:
    papers.save(tmp_path)
    file = tmp_path / MANIFEST_FILE
    file.write_text(json.dumps(damage(json.loads(file.read_text()))))
    refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"hello"])
def test_papers_that_are_no_json_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes(content)
    refused(tmp_path)


def refused(folder: Path) -> None:
    """One line: the file and the command that makes it again."""
    with pytest.raises(NetworkError) as caught:
        Manifest.load(folder)
    assert str(caught.value) == (
        f"{folder / MANIFEST_FILE}: not a network's manifest. "
        f"Make it again with: python -m siamese train --output {folder}"
    )


def test_missing_papers_name_the_file_and_the_command(tmp_path: Path) -> None:
    with pytest.raises(NetworkError) as caught:
        Manifest.load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / MANIFEST_FILE}: No such file")
    assert str(caught.value).endswith(f"python -m siamese train --output {tmp_path}")


def test_a_missing_folder_is_the_one_to_train_into(tmp_path: Path) -> None:
    with pytest.raises(NetworkError) as caught:
        Manifest.load(tmp_path / "run")
    assert str(caught.value).endswith(f"python -m siamese train --output {tmp_path / 'run'}")


@pytest.mark.parametrize(
    ("content", "name"), [(b"written!", "network"), (b"", "network"), (b"written", "other")]
)
def test_a_file_that_does_not_match_is_refused(
    papers: Manifest, tmp_path: Path, content: bytes, name: str
) -> None:
    file = tmp_path / "file.keras"
    file.write_bytes(b"written")
    papers.check(file, "network")
    file.write_bytes(content)
    with pytest.raises(NetworkError) as caught:
        papers.check(file, name)
    assert str(caught.value) == (
        f"{file}: does not match its manifest.json. "
        f"Make it again with: python -m siamese train --output {tmp_path}"
    )


def test_the_shipped_network_is_made_again_by_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ASSETS.name == "assets"
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    with pytest.raises(NetworkError, match=r"Make it again with: make train$"):
        Manifest.load()
