"""The visitor's sets of symbols as a text that the browser keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from pages._ui.shared import browser_storage
from pages._ui.verification.one_shot.support_sets import OWN, PERSIAN, collection
from siamese.data.packed_digits import pack, unpack
from siamese.evaluation.support_set import MOST_EXAMPLES, MOST_SYMBOLS, SupportError, SupportSet

NAME = "symbols"
SETS = (PERSIAN, OWN)


def keep() -> None:
    """Lets the browser keep the sets that have been changed."""
    changed = [one for name in SETS if (one := collection(name)).version]
    browser_storage.keep(NAME, write({one.name: one.support for one in changed}))


def restore(text: str) -> None:
    """Puts back the sets that have not been changed since.

    Args:
        text: What the browser has kept.

    Raises:
        ValueError: If it is damaged; nothing is restored then.
    """
    for name, support in read(text).items():
        if not collection(name).version:
            collection(name).support = support
            collection(name).version += 1


def read(text: str) -> dict[str, SupportSet]:
    """Reads the sets, whoever wrote them.

    Raises:
        ValueError: If the text is anything else.
    """
    try:
        kept = json.loads(text)
        return {name: _set(kept[name]) for name in SETS if name in kept}
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("These are no sets.") from error


def write(sets: Mapping[str, SupportSet]) -> str:
    """Writes the sets that are not empty; an empty text if all are.

    Args:
        sets: By name.
    """
    kept = {
        name: {
            "names": support.names,
            "labels": support.labels.tolist(),
            "images": pack(support.images),
        }
        for name, support in sets.items()
        if support.names
    }
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _set(kept: dict[str, Any]) -> SupportSet:
    names, labels = kept["names"], kept["labels"]
    if not all(isinstance(name, str) for name in names) or len(names) > MOST_SYMBOLS:
        raise SupportError("A set has up to ten names.")
    if not all(type(label) is int and 0 <= label < len(names) for label in labels):
        raise SupportError("A label is the index of a name.")
    if len(labels) > MOST_SYMBOLS * MOST_EXAMPLES:
        raise SupportError("A set has up to fifty examples.")
    return SupportSet(
        tuple(names), unpack(kept["images"], len(labels)), np.array(labels, dtype=np.intp)
    )
