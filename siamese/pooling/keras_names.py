"""Keras's twelve pooling layers by name, and the code that makes them. No TensorFlow.

The deck lists them on its last slides on pooling: max, average, global max and global average
pooling, each in one, two and three dimensions.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from siamese.pooling.windows import Padding, Sizes, checked

Kind: TypeAlias = Literal["max", "average", "global max", "global average"]
DataFormat: TypeAlias = Literal["channels_last", "channels_first"]


def choice(value: str, choices: object, name: str) -> str:
    """`value`, if it is one of a Literal's.

    Raises:
        ValueError: If it is another.
    """
    if value not in get_args(choices):
        raise ValueError(f"{name} must be one of {get_args(choices)}. Received: {value!r}")
    return value


def layer_name(kind: str, dimensions: int) -> str:
    """The name of Keras's layer.

    Args:
        kind: A `Kind`.
        dimensions: 1, 2 or 3.

    Returns:
        One of twelve names.

    Raises:
        ValueError: If there is no such layer; it ends in "Received: …".

    Example:
        >>> layer_name("global max", 3)
        'GlobalMaxPooling3D'
    """
    if dimensions not in (1, 2, 3):
        raise ValueError(f"Keras pools in 1, 2 or 3 dimensions. Received: {dimensions!r}")
    words = choice(kind, Kind, "kind").title().replace(" ", "")
    return f"{words}Pooling{dimensions}D"


def code_for(
    kind: str,
    dimensions: int,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str = "channels_last",
) -> str:
    """The Keras code for exactly these settings, to copy.

    Args:
        kind: A `Kind`; the global ones have no sizes and no padding.
        dimensions: 1, 2 or 3.
        pool_size: As `siamese.pooling.max_pool`.
        strides: As `siamese.pooling.max_pool`.
        padding: As `siamese.pooling.max_pool`.
        data_format: "channels_last", Keras's own way and left out, or "channels_first".

    Returns:
        A line of Python.

    Raises:
        ValueError: As `layer_name`, or if a size is below 1 or a word another.

    Example:
        >>> code_for("max", 2), code_for("average", 1, 3, 2, "same")
        ('keras.layers.MaxPooling2D(pool_size=(2, 2))',
         'keras.layers.AveragePooling1D(pool_size=3, strides=2, padding="same")')
    """
    name, settings = layer_name(kind, dimensions), []
    if not kind.startswith("global"):
        settings.append(f"pool_size={_written(pool_size, dimensions, 'pool_size')}")
        if strides is not None:
            settings.append(f"strides={_written(strides, dimensions, 'strides')}")
        if choice(padding, Padding, "padding") != "valid":
            settings.append(f'padding="{padding}"')
    if choice(data_format, DataFormat, "data_format") != "channels_last":
        settings.append(f'data_format="{data_format}"')
    return f"keras.layers.{name}({', '.join(settings)})"


def _written(sizes: Sizes, dimensions: int, name: str) -> str:
    """One number, or as many as there are dimensions, as the deck writes them."""
    numbers = checked((1,) * dimensions, sizes, name)
    return str(numbers if dimensions > 1 else numbers[0])
