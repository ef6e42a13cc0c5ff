"""The map component: a canvas that the browser draws, with zoom and panning."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import formatting
from pages._ui.shared.component import component
from pages._ui.shared.images import data_url
from pages._ui.verification.embedding_map import sprite_sheet
from pages._ui.verification.embedding_map.drawings import Drawings
from pages._ui.verification.embedding_map.layout import MapData

DECIMALS = 4
KEYS = "Arrow keys move the map, + and − zoom, 0 shows the whole map."

_map = component(
    "map",
    "verification/embedding_map/canvas.html",
    "verification/embedding_map/canvas.css",
    "verification/embedding_map/canvas.js",
)


def show(
    mapped: MapData,
    places: NDArray[np.float64],
    drawings: Drawings | None,
    spots: NDArray[np.float64],
    words: dict[str, str],
) -> None:
    """Shows the map.

    Args:
        mapped: The digits.
        places: Their positions, float (count, 2).
        drawings: The visitor's drawings; None if there are none.
        spots: The positions of the drawings, float (n, 2).
        words: The meaning of the axes, as sentences; and for which other map the visitor waits,
            empty if for none.
    """
    both = np.concatenate([places, spots])
    low, high = both.min(axis=0), both.max(axis=0)
    middle, span = (low + high) / 2, np.maximum(high - low, 1e-9)
    data = {
        "sheet": sprite_sheet.name(mapped.digits, mapped.count),
        "columns": sprite_sheet.COLUMNS,
        "stage": mapped.stage.name,
        "labels": "".join(map(str, mapped.labels.tolist())),
        "places": _packed(places - middle),
        "span": span.tolist(),
        "drawings": [] if drawings is None else _drawings(drawings, spots - middle),
        "words": {
            "label": f"Map of {mapped.count:,} digits, {mapped.stage.name.lower()}. "
            f"{words['axes']} {KEYS}",
            "digit": mapped.digits.kind,
            **words,
        },
    }
    _map(key="map", data=data)


def _packed(places: NDArray[np.float64]) -> str:
    """x, y, x, y, … as base64 of float32: a quarter of the length of a list of numbers."""
    return base64.b64encode(places.astype("<f4").tobytes()).decode("ascii")


def _drawings(drawings: Drawings, spots: NDArray[np.float64]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "picture": data_url(drawings.images[which]),
            "place": spots[which].round(DECIMALS).tolist(),
            "neighbours": drawings.neighbours.indices[which].tolist(),
            "distances": [formatting.distance(far) for far in drawings.neighbours.distances[which]],
        }
        for which, name in enumerate(drawings.names)
    ]
