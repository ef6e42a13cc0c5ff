"""What a network is made of: each layer's shape, weights, work, and how much it sees.

Layers that stand side by side, one in each tower of the shipped encoder, are told of together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

import keras
from keras import layers

# Hand on the numbers that they get, at least while the network answers.
PASSING = (layers.InputLayer, layers.Dropout, layers.Flatten)
# Finish what the layer before them began: a convolution is looked at after its ReLU.
FINISHING = (
    layers.BatchNormalization,
    layers.ReLU,
    layers.Activation,
    layers.UnitNormalization,
    layers.Concatenate,
)
# Make each number of all that there is.
TAKING_ALL = (
    layers.GlobalAveragePooling2D,
    layers.GlobalMaxPooling2D,
    layers.Flatten,
    layers.Dense,
)
POOLING = (layers.MaxPooling2D, layers.AveragePooling2D)

Windows = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class LayerSummary:
    """A layer, or layers of the same kind that stand side by side."""

    names: tuple[str, ...]  # of each of them, as the model calls them
    kind: str  # their class in Keras
    settings: str  # what they are set to, in short; empty where there is nothing to set
    output_shape: tuple[int, ...]  # of one of them, without the batch
    parameters: int  # weights of all of them together
    multiplications: int  # with a weight, all of them together, for one image
    receptive_field: int | None  # side of the square of pixels that a number depends on; None: all
    ends_block: bool  # their output is something new, which the next layers do not merely finish


def stages(encoder: keras.Model) -> list[LayerSummary]:
    """Takes an encoder apart.

    Args:
        encoder: A model of one input, (batch, height, width, channels), whose layers are each
            used once.

    Returns:
        Its layers from the input to the embedding. Their parameters add up to its
        `count_params()`.

    Example:
        >>> from siamese.network import build_siamese_model
        >>> for stage in stages(build_siamese_model((28, 28, 1)))[:3]:
        ...     print(stage.kind, stage.output_shape, stage.parameters, stage.receptive_field)
        InputLayer (28, 28, 1) 0 1
        Conv2D (28, 28, 64) 320 2
        MaxPooling2D (14, 14, 64) 0 3
    """
    parents = _parents(encoder)
    children = {one: [two for two in encoder.layers if one in parents[two]] for one in parents}
    depth: dict[keras.Layer, int] = {}
    passed: dict[keras.Layer, Windows | None] = {}
    for layer in encoder.layers:
        depth[layer] = 1 + max((depth[parent] for parent in parents[layer]), default=0)
        passed[layer] = _receptive_windows(layer, [passed[parent] for parent in parents[layer]])
    beside: dict[tuple[int, type], list[keras.Layer]] = {}
    for layer in sorted(encoder.layers, key=depth.__getitem__):
        beside.setdefault((depth[layer], type(layer)), []).append(layer)
    return [_stage(group, passed[group[0]], children[group[0]]) for group in beside.values()]


def blocks(found: list[LayerSummary]) -> list[tuple[LayerSummary, ...]]:
    """Puts together what belongs together, such as convolution, batch normalisation and ReLU.

    Args:
        found: An encoder's stages.

    Returns:
        All of them but the input, in their order. A block ends where there is something to look
        at, and where towers begin or meet.

    Example:
        >>> from siamese.network import build_siamese_model
        >>> for block in blocks(stages(build_siamese_model((28, 28, 1))))[:3]:
        ...     print([stage.kind for stage in block])
        ['Conv2D']
        ['MaxPooling2D']
        ['Dropout', 'Conv2D']
    """
    together: list[list[LayerSummary]] = []
    before: LayerSummary | None = None
    for stage in found[1:]:
        if before is None or before.ends_block or len(before.names) != len(stage.names):
            together.append([])
        together[-1].append(stage)
        before = stage
    return [tuple(block) for block in together]


def _stage(
    group: list[keras.Layer], passed: Windows | None, after: list[keras.Layer]
) -> LayerSummary:
    layer = group[0]
    return LayerSummary(
        names=tuple(one.name for one in group),
        kind=type(layer).__name__,
        settings=settings(layer),
        output_shape=tuple(layer.output.shape[1:]),
        parameters=sum(one.count_params() for one in group),
        multiplications=sum(multiplications(one) for one in group),
        receptive_field=None if passed is None else receptive_field(passed),
        ends_block=not isinstance(layer, PASSING)
        and not any(isinstance(a, FINISHING) for a in after),
    )


def receptive_field(windows: Iterable[tuple[int, int]]) -> int:
    """Side of the square of pixels that one number depends on: r = 1 + Σₗ (kₗ − 1) · Πᵢ₍ᵢ<ₗ₎ sᵢ.

    A window of k numbers reaches k − 1 steps beyond the first of them, and each stride before it
    has made these steps longer. At the border of the image a part of the square lies outside.

    Args:
        windows: Of each layer on the way, from the image on: its size k and its stride s.

    Returns:
        A number of pixels; 1 where there is no window.

    Example:
        Convolution 2×2, pooling 2×2, convolution 2×2, pooling 2×2: 1 + 1 + 1 + 2 + 2.

        >>> receptive_field([(2, 1), (2, 2), (2, 1), (2, 2)])
        7

    Source: Araujo, Norris and Sim, 2019, "Computing receptive fields of convolutional neural
    networks".
    """
    field, step = 1, 1
    for size, stride in windows:
        field += (size - 1) * step
        step *= stride
    return field


def multiplications(layer: keras.Layer) -> int:
    """How often a layer multiplies with one of its weights, for one image.

    A convolution does so with its whole kernel at every place of its output, those that padding
    adds to the image included; a dense layer once with each weight of its kernel; batch
    normalisation once with each number, while the network answers. Any other layer has no weights.

    Args:
        layer: Of a model.

    Returns:
        A number of multiplications.
    """
    if isinstance(layer, layers.Conv2D):
        _, height, width, _ = layer.output.shape
        return height * width * prod(layer.kernel.shape)
    if isinstance(layer, layers.Dense):
        return prod(layer.kernel.shape)
    if isinstance(layer, layers.BatchNormalization):
        return prod(layer.output.shape[1:])
    return 0


def settings(layer: keras.Layer) -> str:
    """What a layer is set to, in short, such as "64 of 2×2, relu"; empty if nothing is."""
    if isinstance(layer, layers.Conv2D):
        parts = [f"{layer.filters} of {_square(layer.kernel_size)}"]
        parts += [f"stride {layer.strides[0]}"] if layer.strides[0] > 1 else []
        return ", ".join([*parts, *_activation(layer)])
    if isinstance(layer, layers.Dense):
        return ", ".join([str(layer.units), *_activation(layer)])
    if isinstance(layer, POOLING):
        return _square(layer.pool_size)
    return f"{layer.rate:g}" if isinstance(layer, layers.Dropout) else ""


def _square(size: tuple[int, int]) -> str:
    return "×".join(map(str, size))


def _activation(layer: keras.Layer) -> list[str]:
    name = layer.activation.__name__
    return [] if name == "linear" else [name]


def _parents(encoder: keras.Model) -> dict[keras.Layer, list[keras.Layer]]:
    """From which layers each layer gets its numbers."""
    made_by = {id(layer.output): layer for layer in encoder.layers}
    return {
        layer: [made_by[id(tensor)] for tensor in keras.tree.flatten(layer.input)]
        for layer in encoder.layers  # of an input layer, the input is []
    }


def _receptive_windows(layer: keras.Layer, before: list[Windows | None]) -> Windows | None:
    """The windows on the way up to a layer; None where it looks at all there is."""
    if isinstance(layer, TAKING_ALL) or None in before:
        return None
    way: Windows = max((windows for windows in before if windows), key=receptive_field, default=())
    if isinstance(layer, layers.Conv2D):
        return (*way, (layer.kernel_size[0], layer.strides[0]))
    return (*way, (layer.pool_size[0], layer.strides[0])) if isinstance(layer, POOLING) else way
