"""The trained network: embeddings, distances, verdicts; and files that are no network."""

from pathlib import Path

import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.manifest import ENCODER_FILE, MANIFEST_FILE, NetworkError
from siamese.preprocessing import to_digit
from tests.support.glyphs import STROKES, on_paper, printed, write
from tests.support.networks import copy_shipped, write_manifest

IMAGES = printed(40, seed=3)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped network, to be spoiled."""
    copy_shipped(tmp_path, ENCODER_FILE, MANIFEST_FILE)
    return tmp_path


def test_embeddings_are_floats_of_unit_length(shipped: Comparator) -> None:
    embeddings = shipped.embed(IMAGES)
    assert embeddings.shape == (40, shipped.manifest.config["embedding_dim"])
    assert embeddings.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, rtol=1e-5)


def test_distance_is_that_of_the_embeddings(shipped: Comparator) -> None:
    left, right = shipped.embed(IMAGES[:2])
    distance = shipped.distance(IMAGES[0], IMAGES[1])
    assert isinstance(distance, float)
    assert distance == pytest.approx(float(np.sqrt(((left - right) ** 2).sum())), rel=1e-5)


def test_distances_of_many_are_those_of_each(shipped: Comparator) -> None:
    distances = shipped.distance(IMAGES[:8], IMAGES[8:16])
    assert distances.shape == (8,)
    assert distances.dtype == np.float32
    each = [shipped.distance(IMAGES[i], IMAGES[8 + i]) for i in range(8)]
    np.testing.assert_allclose(distances, each, atol=1e-5)
    assert 0 <= distances.min() <= distances.max() <= 2.001


def test_distance_to_itself_is_0(shipped: Comparator) -> None:
    np.testing.assert_allclose(shipped.distance(IMAGES, IMAGES), 0, atol=1e-5)
    assert shipped.distance(IMAGES[0], IMAGES[0]) == pytest.approx(0, abs=1e-5)


def test_distance_does_not_care_which_is_left(shipped: Comparator) -> None:
    there = shipped.distance(IMAGES[:8], IMAGES[8:16])
    np.testing.assert_allclose(shipped.distance(IMAGES[8:16], IMAGES[:8]), there, atol=1e-5)


@pytest.mark.parametrize("left", sorted(STROKES))
@pytest.mark.parametrize("right", sorted(STROKES))
def test_drawn_digits_are_told_apart(shipped: Comparator, left: int, right: int) -> None:
    """One by a fine pen, the other with a thick one, white on black, elsewhere."""
    fine = to_digit(on_paper(write(left, width=3)))
    thick = to_digit(on_paper(write(right, (300, 240), 150, (60, 80), 25), 0, 1))
    result = shipped.compare(fine, thick)
    assert result.same == (left == right)
    assert (result.probability_same > 0.5) == (left == right)


def test_a_comparison_is_of_one_mind(shipped: Comparator) -> None:
    result = shipped.compare(IMAGES[0], IMAGES[1])
    assert result.threshold == shipped.threshold == shipped.manifest.threshold
    assert result.same == (result.distance <= result.threshold)
    assert 0 <= result.probability_same <= 1
    np.testing.assert_allclose(result.left_embedding, shipped.embed(IMAGES[:1])[0], atol=1e-5)
    np.testing.assert_allclose(result.right_embedding, shipped.embed(IMAGES[1:2])[0], atol=1e-5)


def test_pairs_of_different_form_are_refused(shipped: Comparator) -> None:
    with pytest.raises(ValueError, match="same shape"):
        shipped.distance(IMAGES[:3], IMAGES[:4])
    with pytest.raises(ValueError, match="Received: "):
        shipped.compare(IMAGES[0], IMAGES[:2])


@pytest.mark.parametrize("name", ["", ENCODER_FILE], ids=["folder", "file"])
def test_a_network_is_loaded_from_its_folder_or_file(
    shipped: Comparator, folder: Path, name: str
) -> None:
    again = Comparator.load(folder / name)
    np.testing.assert_array_equal(again.embed(IMAGES), shipped.embed(IMAGES))
    assert again.manifest == shipped.manifest


def refusal_of(path: Path) -> str:
    with pytest.raises(NetworkError) as caught:
        Comparator.load(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def flip_bytes(file: Path, at: float) -> None:
    content = bytearray(file.read_bytes())
    place = int(at * len(content))
    content[place : place + 64] = bytes(byte ^ 0x55 for byte in content[place : place + 64])
    file.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"no network"),
        lambda file: file.write_bytes(file.read_bytes()[:-500]),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        lambda file: flip_bytes(file, 0.001),
        lambda file: flip_bytes(file, 0.5),
        lambda file: flip_bytes(file, 0.999),
    ],
    ids=[
        "empty",
        "text",
        "truncated",
        "its beginning",
        "damaged start",
        "damaged weights",
        "damaged end",
    ],
)
def test_a_damaged_network_names_the_file_and_the_command(folder: Path, damage: object) -> None:
    damage(folder / ENCODER_FILE)
    assert refusal_of(folder) == (
        f"{folder / ENCODER_FILE}: does not match its manifest.json. "
        f"Make it again with: python -m siamese train --output {folder}"
    )


def test_a_missing_network_names_the_file_and_the_command(folder: Path) -> None:
    (folder / ENCODER_FILE).unlink()
    message = refusal_of(folder)
    assert message.startswith(f"{folder / ENCODER_FILE}: no such file")
    assert message.endswith(f"python -m siamese train --output {folder}")


def test_a_missing_folder_is_the_one_to_train_into(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "run").endswith(f"--output {tmp_path / 'run'}")


def test_a_network_without_a_manifest_is_refused(folder: Path) -> None:
    (folder / MANIFEST_FILE).unlink()
    assert refusal_of(folder).startswith(f"{folder / MANIFEST_FILE}: ")


def test_a_network_of_another_kind_is_refused(folder: Path) -> None:
    (folder / ENCODER_FILE).write_bytes(b"something else, as its manifest says")
    write_manifest(folder)
    assert "not an encoder" in refusal_of(folder)
