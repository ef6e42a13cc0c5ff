"""The visitor's sets of symbols as a text that the browser keeps."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from pages._ui.shared import browser_storage
from pages._ui.verification.one_shot.support_sets import OWN, PERSIAN, collection, prepared
from siamese.data.packed_digits import pack, unpack
from siamese.evaluation.support_set import MOST_EXAMPLES, MOST_SYMBOLS, SupportError, SupportSet

NAME = "symbols"
SETS = (PERSIAN, OWN)


def keep() -> None:
    """Lets the browser keep the sets, once one of them has been changed."""
    if any(collection(name).version for name in SETS):
        browser_storage.keep(NAME, _written())


def restore(text: str) -> None:
    """Puts back the sets that have not been changed since.

    Args:
        text: What the browser has kept.

    Raises:
        ValueError: If it is damaged; nothing is restored then.
    """
    try:
        found = {name: _set(kept) for name, kept in json.loads(text).items()}
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise SupportError("These are no sets.") from error
    for name in SETS:
        if name in found and not collection(name).version:
            collection(name).support = found[name]
            collection(name).version += 1


def _written() -> str:
    """The sets that differ from what every visitor starts with."""
    usual = {PERSIAN: prepared(), OWN: SupportSet()}
    sets = {name: collection(name).support for name in SETS}
    return json.dumps(
        {
            name: {
                "names": support.names,
                "labels": support.labels.tolist(),
                "images": pack(support.images),
            }
            for name, support in sets.items()
            if support is not usual[name] and support.names
        },
        ensure_ascii=False,
    )


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
