"""What Keras is set to, read before it is imported."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

BACKEND, FORMAT = "tensorflow", "channels_last"


def keras_home() -> Path:
    """The folder of Keras's settings and data, as Keras finds it; it may be missing."""
    if named := os.environ.get("KERAS_HOME"):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and a user who is in no list
        home = Path(tempfile.gettempdir())
    return home / ".keras"


def check_keras_settings() -> None:
    """Refuses settings of Keras that the networks are not made for.

    Raises:
        ValueError: If another backend or another order of axes is set; it says what to set.
    """
    file = keras_home() / "keras.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        settings = {}
    named = os.environ.get("KERAS_BACKEND")
    backend = named or settings.get("backend", BACKEND)
    if backend != BACKEND:
        where = "KERAS_BACKEND" if named else file
        raise ValueError(
            f"{where} sets Keras to {backend}, and the networks need TensorFlow: set "
            f"KERAS_BACKEND={BACKEND}."
        )
    if settings.get("image_data_format", FORMAT) != FORMAT:
        raise ValueError(
            f"{file} sets image_data_format to {settings['image_data_format']}: set it to {FORMAT}."
        )
