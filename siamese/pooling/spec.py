"""One kind of pooling with its settings, and its arithmetic written out as a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from siamese.pooling import gradient, ops, windows
from siamese.pooling.grid import DECIMALS, DIGITS, written
from siamese.pooling.keras_names import Kind
from siamese.pooling.windows import Floats

KINDS: tuple[Kind, ...] = get_args(Kind)
A_LINE = 6  # numbers in one line of a formula
SUMMED = 8  # decimals that are exact in a sum of floats
EXACT = 12, SUMMED  # digits and decimals of a number shown in full

POOLS: dict[Kind, Callable[..., Any]] = {
    "max": ops.max_pool,
    "average": ops.average_pool,
    "global max": ops.global_max_pool,
    "global average": ops.global_average_pool,
}
GRADIENTS: dict[Kind, Callable[..., Floats]] = {
    "max": gradient.max_pool_gradient,
    "average": gradient.average_pool_gradient,
    "global max": gradient.global_max_pool_gradient,
    "global average": gradient.global_average_pool_gradient,
}


@dataclass(frozen=True)
class PoolingSpec:
    """A kind of pooling, and the settings that Keras's layers have."""

    kind: Kind = "max"
    pool_size: int = 2  # cells along each side of a window
    strides: int | None = None  # cells from one window to the next; None for pool_size
    padding: str = "valid"  # or "same"

    @property
    def is_global(self) -> bool:
        """Whether one window holds everything, and the other settings are not used."""
        return self.kind.startswith("global")

    @property
    def takes_largest(self) -> bool:
        """Whether the largest number of a window is its result."""
        return self.kind.endswith("max")

    @property
    def how(self) -> tuple[int, int | None, str]:
        """Size, strides and padding, in the order in which functions take them."""
        return self.pool_size, self.strides, self.padding

    def of(self, x: Floats) -> Floats:
        """The output of pooling.

        Args:
            x: 1, 2 or 3 dimensions.

        Returns:
            float64, with as many dimensions; with none for the global kinds.

        Raises:
            ValueError: If the pool does not fit.
        """
        settings = () if self.is_global else self.how
        return np.asarray(POOLS[self.kind](x, *settings))

    def gradient(self, x: Floats) -> Floats:
        """The gradient of the sum of the output with respect to each cell of `x`.

        Args:
            x: 1, 2 or 3 dimensions.

        Returns:
            float64, as large as `x`.
        """
        settings = () if self.is_global else self.how
        return GRADIENTS[self.kind](x, *settings)

    def shape(self, shape: Sequence[int]) -> tuple[int, ...]:
        """The shape of the output for an input of this shape."""
        return () if self.is_global else windows.output_shape(shape, *self.how)

    def windows(self, shape: Sequence[int]) -> list[tuple[slice, ...]]:
        """The cells behind each output, row by row: `x[window]`."""
        if self.is_global:
            return [tuple(slice(0, length) for length in shape)]
        return windows.windows(shape, *self.how)

    def margins(self, shape: Sequence[int]) -> list[tuple[int, int]]:
        """How many empty cells padding adds before and after, in each dimension.

        >>> PoolingSpec("max", 3, 2, "same").margins((4, 5))
        [(0, 1), (1, 1)]
        """
        if self.is_global:
            return [(0, 0) for _ in shape]
        size, step = self.pool_size, self.strides or self.pool_size
        return [windows.axis_margins(length, size, step, self.padding) for length in shape]


def rounded(value: float, digits: int = DIGITS, decimals: int = DECIMALS) -> str:
    """A result to read: rounded, but never its whole part, and never to 0 unless it is 0.

    >>> rounded(4.3125), rounded(1 / 3), rounded(62491.6878), rounded(62491.6878, digits=5)
    ('4.3125', '0.3333', '62491.69', '62492')
    >>> rounded(0.00000625), rounded(0.1 + 0.2 - 0.3)
    ('0.000006', '0')

    Args:
        value: The result.
        digits: The most digits, except that the whole part is always complete.
        decimals: The most decimals, except for a number that would be rounded to 0.
    """
    whole = len(str(int(abs(value))))
    near = round(value, max(0, min(decimals, digits - whole)))
    return written(near or float(f"{round(value, SUMMED):.1g}"))


def arithmetic(pooling: PoolingSpec, values: Floats) -> str:
    r"""The maximum or the mean of one window, as a formula in LaTeX.

    >>> arithmetic(PoolingSpec("max"), np.array([[4, 3], [1, 3]]))
    '\\max(4, 3, 1, 3) = 4'
    >>> arithmetic(PoolingSpec("average"), np.array([[4, 3], [1, 3]]))
    '(4 + 3 + 1 + 3) / 4 = 2.75'

    Args:
        pooling: Max or average.
        values: The numbers in the window, of any shape; more than six take several lines.
    """
    numbers = [written(value) for value in values.ravel().tolist()]
    if pooling.takes_largest:
        before, between, after = r"\max(", ", ", ")"
        equals, text = "=", written(values.max())
    else:
        numbers = [f"({text})" if text.startswith("-") else text for text in numbers]
        before, between, after = "(", " + ", f") / {values.size}"
        text = rounded(values.mean(), EXACT[0])
        exact = round(float(text) - values.mean(), SUMMED) == 0
        equals = "=" if exact else r"\approx"
    lines = [between.join(numbers[at : at + A_LINE]) for at in range(0, len(numbers), A_LINE)]
    if len(lines) == 1:
        return f"{before}{lines[0]}{after} {equals} {text}"
    inside = f"{between.rstrip()} \\\\ &".join(lines)
    return rf"\begin{{aligned}}{before}&{inside}{after} \\ &{equals} {text}\end{{aligned}}"
