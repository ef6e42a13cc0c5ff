"""Lambda or Layer: the same small twin network with each of them, saved and loaded again."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from siamese.layers import EuclideanDistance, SimpleDense

SIDE = 4  # numbers of a picture, in so small a network
SENTENCES = 2  # of a message
LONGEST = 60  # characters of a word in an excerpt
WEIGHTS = np.linspace(-1, 1, 2 * SIDE).reshape(SIDE, 2)  # of its encoder, the same in each
PAIR = [np.linspace(-1, 1, SIDE)[None], np.linspace(1, 0, SIDE)[None]]


@dataclass(frozen=True)
class Loading:
    """The result of loading a network."""

    distance: float | None  # of `PAIR`, by the loaded network; None if it could not be loaded
    problem: str = ""  # how Keras's message begins; "" if it could


@dataclass(frozen=True)
class Attempt:
    """A twin network that was saved and loaded."""

    distance: float  # of `PAIR`, before it was saved
    excerpt: str  # the distance layer's entry in its config.json, long words cut
    safely: Loading  # with `safe_mode=True`, Keras's default
    trusted: Loading  # with `safe_mode=False`, which runs any code that the file holds


@dataclass(frozen=True)
class Counted:
    """A model of one dense layer, and which of its weights Keras knows."""

    used: list[str]  # names of the weights that its output depends on
    trainable: list[str]  # names of those in its `trainable_weights`


def lambda_distance() -> keras.layers.Layer:
    """The distance of two embeddings as a lambda."""
    return keras.layers.Lambda(
        lambda v: ops.sqrt(ops.sum((v[0] - v[1]) ** 2, axis=1, keepdims=True)),
        output_shape=(1,),
        name="distance",
    )


def layer_distance() -> keras.layers.Layer:
    """The same as a layer of its own, which is registered."""
    return EuclideanDistance(name="distance")


def with_lambda() -> Attempt:
    """The twin network whose distance is a lambda."""
    return _attempt(lambda_distance())


def with_layer() -> Attempt:
    """The twin network whose distance is a layer."""
    return _attempt(layer_distance())


def dense_in_lambda() -> Counted:
    """A lambda that calls a dense layer: Keras does not look inside."""
    inside = SimpleDense(units=2)
    inside.build((None, SIDE))
    around = keras.layers.Lambda(lambda x: inside(x), output_shape=(2,))
    model = keras.Sequential([keras.Input((SIDE,)), around])
    return Counted(_names(inside.weights), _names(model.trainable_weights))


def dense_as_layer() -> Counted:
    """The same dense layer, by itself."""
    dense = SimpleDense(units=2)
    model = keras.Sequential([keras.Input((SIDE,)), dense])
    return Counted(_names(dense.weights), _names(model.trainable_weights))


def _names(weights: list[keras.Variable]) -> list[str]:
    return [weight.name for weight in weights]


def _attempt(distance: keras.layers.Layer) -> Attempt:
    """Builds a twin network with this distance, saves it, and loads it both ways."""
    sides = [keras.Input((SIDE,), name=name) for name in ("left", "right")]
    encoder = SimpleDense(units=2, name="encoder")
    encoder.build((None, SIDE))
    encoder.set_weights([WEIGHTS, np.zeros(2)])
    twin = keras.Model(sides, distance([encoder(side) for side in sides]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "twin.keras"
        twin.save(path)
        return Attempt(
            distance=_distance(twin),
            excerpt=_excerpt(path),
            safely=_load(path, safe_mode=True),
            trusted=_load(path, safe_mode=False),
        )


def _distance(twin: keras.Model) -> float:
    return float(np.asarray(twin(PAIR)).item())


def _load(path: Path, safe_mode: bool) -> Loading:
    try:
        twin = keras.saving.load_model(path, safe_mode=safe_mode)
        return Loading(_distance(twin))
    except Exception as error:  # any error: its message is what the page shows
        return Loading(None, f"{type(error).__name__}: {_beginning(str(error))}")


def _beginning(message: str) -> str:
    r"""What fails and why; where Keras wraps a reason in words of its own, the reason.

    Keras then names two ways around it, the second one with an unclosed backtick.

    >>> _beginning("This is refused. It is risky. Set `on` or call `f().\nMore")
    'This is refused. It is risky.'
    """
    reason = re.search(r"\x1b\[1m(.+?)\x1b\[0m", message)
    line = reason[1] if reason else message.strip().splitlines()[0]
    return " ".join(re.split(r"(?<=\.)\s", line)[:SENTENCES])


def _excerpt(path: Path) -> str:
    """The distance's entry in config.json: what it is made again from."""
    with zipfile.ZipFile(path) as archive:
        layers = json.loads(archive.read("config.json"))["config"]["layers"]
    (entry,) = (layer for layer in layers if layer["name"] == "distance")
    kept = {name: entry[name] for name in ("module", "class_name", "config", "registered_name")}
    kept["config"] = {
        name: value for name, value in kept["config"].items() if name in ("name", "function")
    }
    return json.dumps(_cut(kept), indent=2, ensure_ascii=False)


def _cut(value: Any) -> Any:
    """The same with long words cut."""
    if isinstance(value, dict):
        return {name: _cut(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cut(part) for part in value]
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST] + "…"
    return value
