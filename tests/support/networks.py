"""A manifest for files that a test wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from siamese.files import sha256_of
from siamese.manifest import Manifest


def write_manifest(folder: Path) -> None:
    """Writes the shipped network's manifest into a folder, with the checksums of its files."""
    checksums = {path.name: sha256_of(path) for path in folder.iterdir() if path.is_file()}
    replace(Manifest.load(), sha256=checksums).save(folder)
