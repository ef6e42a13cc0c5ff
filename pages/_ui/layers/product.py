"""A matrix product: each number of y shows the row and the column that it is computed from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages._ui.shared import formatting
from pages._ui.shared.component import component
from siamese.lessons.matrix_product import Product, written_out

STRONGEST = 60  # per cent of full colour, so that numbers stay readable

_product = component("product", "layers/product.html", "layers/product.css", "layers/product.js")


def show(product: Product) -> None:
    """Shows x, W, b and y as matrices, and the sum that makes one number of y."""
    x, kernel, bias, y = product.x, product.kernel, product.bias, product.y
    matrices = {
        "x": matrix("x", x),
        "W": matrix("W, kernel", kernel),
        "b": matrix("b, bias", bias[None]),
        "y": matrix("y", y, decimals=2),
    }
    written = [written_out(product, *at) for at in np.ndindex(y.shape)]
    _product(key="product", data={"matrices": matrices, "written": written})


def matrix(name: str, values: NDArray[np.floating], decimals: int = 1) -> dict[str, Any]:
    """A matrix for the browser: green above 0, pink below, and every number with its sign.

    Args:
        name: Its letter, and what it is.
        values: (rows, columns).
        decimals: Shown of each number.
    """
    strengths = STRONGEST * np.abs(values) / max(np.abs(values).max(), 10.0**-decimals)
    cells = [
        {
            "text": formatting.signed(float(value), decimals),
            "tone": "positive" if value > 0 else "negative",
            "strength": round(strength),
        }
        for value, strength in zip(values.ravel(), strengths.ravel(), strict=True)
    ]
    caption = f"{name}: {formatting.shape(values.shape)}"
    return {"name": caption, "columns": values.shape[1], "cells": cells}
