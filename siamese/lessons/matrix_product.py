"""y = xW + b with numbers small enough to compute by hand. NumPy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DECIMALS = 1  # of x, W and b
SPREADS = {"x": 2.0, "kernel": 1.0, "bias": 1.0}  # largest absolute value of each

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Product:
    """The input, the weights and the output of a dense layer."""

    x: Floats  # (batch, n)
    kernel: Floats  # W, (n, m)
    bias: Floats  # b, (m,)

    @property
    def y(self) -> Floats:
        """XW + b, (batch, m)."""
        return self.x @ self.kernel + self.bias


def random_product(batch: int, n: int, m: int, rng: np.random.Generator) -> Product:
    """A product of random numbers with one decimal each.

    Args:
        batch: Rows of x: 1 or more.
        n: Inputs of the layer: 1 or more.
        m: Outputs of the layer: 1 or more.
        rng: The random number generator.

    Returns:
        x from −2 to 2, W and b from −1 to 1.

    Example:
        >>> made = random_product(4, 3, 2, np.random.default_rng(1))
        >>> made.x.shape, made.kernel.shape, made.bias.shape, made.y.shape
        ((4, 3), (3, 2), (2,), (4, 2))
    """
    shapes = {"x": (batch, n), "kernel": (n, m), "bias": (m,)}
    drawn = {
        name: rng.uniform(-SPREADS[name], SPREADS[name], shape).round(DECIMALS) + 0.0  # no −0
        for name, shape in shapes.items()
    }
    return Product(**drawn)


def written_out(product: Product, row: int, column: int) -> list[str]:
    """The sum that makes one number of y, term by term.

    Args:
        product: The numbers.
        row: Row of y, from 0.
        column: Column of y, from 0.

    Example:
        >>> two = Product(np.array([[1.0, -2.0]]), np.array([[0.5], [-0.1]]), np.array([0.3]))
        >>> written_out(two, 0, 0)
        ['y[1, 1] =', '1.0 · 0.5', '− 2.0 · (−0.1)', '+ 0.3', '= 1.00']
    """
    first, *others = [
        f"{_signed(x)} · {_bracketed(weight)}"
        for x, weight in zip(product.x[row], product.kernel[:, column], strict=True)
    ]
    bias, y = _signed(product.bias[column]), round(product.y[row, column], 2) + 0.0
    name = f"y[{row + 1}, {column + 1}] ="
    return [name, first.removeprefix("+ "), *others, bias, f"= {y:.2f}".replace("-", "−")]


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {abs(value):.1f}"


def _bracketed(value: float) -> str:
    return f"(−{-value:.1f})" if value < 0 else f"{value:.1f}"
