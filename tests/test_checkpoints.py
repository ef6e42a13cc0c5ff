"""The file of checkpoints: written, read, the same encoders after it; and files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from siamese.checkpoints import CHECKPOINTS_FILE, Checkpoint, load_checkpoints, save_checkpoints
from siamese.comparator import Comparator
from siamese.encoder import Encoder
from siamese.manifest import ASSETS, ENCODER_FILE, NetworkError
from tests.support.glyphs import printed
from tests.support.networks import write_manifest

MODEL = (ASSETS / ENCODER_FILE).read_bytes()


def test_written_and_read_they_are_the_same(tmp_path: Path) -> None:
    """Models of different length stay apart."""
    models = [MODEL, load_checkpoints()[0].model]
    assert len(models[0]) != len(models[1])
    save_checkpoints([Checkpoint(9 * n, n / 2, model) for n, model in enumerate(models)], tmp_path)
    write_manifest(tmp_path)
    read = load_checkpoints(tmp_path)
    assert [(one.step, one.epoch) for one in read] == [(0, 0.0), (9, 0.5)]
    assert [one.model for one in read] == models


def test_those_of_the_shipped_network_lead_up_to_it(shipped: Comparator) -> None:
    """Each brings the images of a class nearer to each other, beside those of other classes."""
    kept = load_checkpoints()
    assert kept[0].step == 0
    assert [one.step for one in kept] == sorted({one.step for one in kept})
    assert kept[-1].epoch < shipped.manifest.config["epochs"]
    images, labels = printed(200, seed=5)
    embeddings = [Encoder(one.model).embed(images) for one in kept] + [shipped.embed(images)]
    shares = [within_over_between(some, labels) for some in embeddings]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.6 * shares[0]


def within_over_between(embeddings: np.ndarray, labels: np.ndarray) -> float:
    """The mean distance of positive pairs over that of negative pairs."""
    distances = np.linalg.norm(embeddings[:, None] - embeddings, axis=-1)
    same = labels[:, None] == labels
    return float(
        distances[same & ~np.eye(len(labels), dtype=bool)].mean() / distances[~same].mean()
    )


def test_a_missing_file_is_said_with_its_remedy(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    with pytest.raises(NetworkError, match=f"No such file.*siamese train --output {tmp_path}$"):
        load_checkpoints(tmp_path)


ROWS = {
    "steps": np.array([0, 50]),
    "epochs": np.array([0.0, 0.5]),
    "model_0": np.frombuffer(MODEL, np.uint8),
    "model_1": np.frombuffer(MODEL, np.uint8),
}
DAMAGED = {
    "a missing array": {"model_1": None},
    "no steps": {"steps": None},
    "an object": {"steps": np.array([{}, {}], object)},
    "a row too few": {"epochs": np.array([0.0])},
    "no rows": {"steps": ROWS["steps"][:0], "epochs": ROWS["epochs"][:0]},
    "no number": {"epochs": np.array([0, np.nan])},
    "flat": {"steps": np.array(0), "epochs": np.array(0.0)},
    "words": {"steps": np.array(["a", "b"])},
    "no model": {"model_0": np.zeros(99, np.uint8)},
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_file_with_other_rows_is_refused(damage: dict, tmp_path: Path) -> None:
    rows = {name: array for name, array in {**ROWS, **damage}.items() if array is not None}
    np.savez(tmp_path / CHECKPOINTS_FILE, **rows)
    write_manifest(tmp_path)
    with pytest.raises(NetworkError, match=r"not a network's checkpoints\. Make it again with"):
        load_checkpoints(tmp_path)


@pytest.mark.parametrize("keep", [0, 1, 40, 0.5, -30])
def test_a_file_cut_short_or_scratched_is_refused(keep: float, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / CHECKPOINTS_FILE, **ROWS)
    write_manifest(tmp_path)
    file = tmp_path / CHECKPOINTS_FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep) if isinstance(keep, float) else keep])
    with pytest.raises(NetworkError, match=r"does not match its manifest\.json\. Make it again"):
        load_checkpoints(tmp_path)
