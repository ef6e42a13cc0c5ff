"""Networks and manifests that a test writes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siamese.comparator import Comparator
from siamese.files import sha256_of
from siamese.manifest import ASSETS, ENCODER_FILE, NETWORK_FILE, Manifest

if TYPE_CHECKING:
    import keras


def save_network(encoder: keras.Model, folder: Path, **changes: Any) -> Comparator:
    """Writes a network as training does, with the shipped one's manifest but for the changes."""
    from siamese.network import build_twin_network
    from siamese.training.embedding import embedding_function, to_litert

    build_twin_network(encoder).save(folder / NETWORK_FILE)
    (folder / ENCODER_FILE).write_bytes(to_litert(embedding_function(encoder)))
    write_manifest(folder, **changes)
    return Comparator.load(folder)


def copy_shipped(folder: Path, *names: str) -> None:
    """Copies files of the shipped network into a folder, where a test may spoil them."""
    for name in names:
        shutil.copy(ASSETS / name, folder)


def write_manifest(folder: Path, **changes: Any) -> None:
    """Writes the shipped network's manifest into a folder, with the checksums of its files."""
    checksums = {path.name: sha256_of(path) for path in folder.iterdir() if path.is_file()}
    replace(Manifest.load(), sha256=checksums, **changes).save(folder)
