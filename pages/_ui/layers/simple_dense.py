"""A dense layer taken apart: each method's source beside what there is once it has run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.layers import choices
from pages._ui.layers.choices import Sizes
from pages._ui.layers.matrices import matrix
from pages._ui.pooling import keras_answer
from pages._ui.shared import formatting, keras_ready, source_code
from siamese.lessons.matrix_product import Product, by_chance, written_out

if TYPE_CHECKING:
    from siamese.lessons.simple_dense import LayerSnapshots, Weight

FILE = "siamese/layers.py"
METHODS = ("__init__", "build", "call")


@st.fragment
def show() -> None:
    """The three methods, and the product."""
    if strays := choices.unreadable():
        st.warning(choices.STRAY.format(", ".join(strays)), icon=":material/link_off:")
    sizes = choices.ask_sizes()
    product = of(sizes)
    _show_product(product)
    life = keras_ready.told(lambda: _life(sizes), "Then it says what the layer holds.")
    for method in METHODS:
        code, after = st.columns([3, 2], gap="large", vertical_alignment="center")
        with code:
            st.code(source_code.source_of(FILE, f"SimpleDense.{method}"), wrap_lines=True)
        with after:
            st.markdown(f"**After `{method}`**  \n{_after(method, life, product)}")
    st.info(SLIP, icon=":material/edit_note:")


def of(sizes: Sizes) -> Product:
    """The numbers that were asked for."""
    return by_chance(sizes.batch, sizes.n, sizes.m, np.random.default_rng(sizes.seed))


def _show_product(product: Product) -> None:
    """x, W, b and y as matrices, and one number of y worked out."""
    x, kernel, bias, y = product.x, product.kernel, product.bias, product.y
    parts = [
        matrix(x, f"x: {formatting.shape(x.shape)}"),
        matrix(kernel, f"W (kernel): {formatting.shape(kernel.shape)}"),
        matrix(bias[None], f"b (bias): {formatting.shape((1, *bias.shape))}"),
        matrix(
            y, f"y: {formatting.shape(y.shape)}", 2, lambda *at: _plain(written_out(product, *at))
        ),
    ]
    signs = ["×", "+", "="]
    between = [f'<div class="arrow">{sign}</div>' for sign in signs] + [""]
    pairs = zip(parts, between, strict=True)
    inside = "".join(part + sign for part, sign in pairs)
    st.html(f'<div class="small-grids product">{inside}</div>')
    st.latex(written_out(product, 0, 0))
    st.caption(READ)


def _plain(formula: str) -> str:
    """A formula without LaTeX's signs."""
    return formula.replace("\\cdot", "·").replace("_{", "[").replace("}", "]")


@st.cache_data(max_entries=100, show_spinner=False)
def _life(sizes: Sizes) -> LayerSnapshots:
    from siamese.lessons.simple_dense import snapshot_layer

    return snapshot_layer(of(sizes))


def _after(method: str, life: LayerSnapshots | None, product: Product) -> str:
    """What there is once a method has run, in words."""
    if life is None:
        return "…"
    if method == "__init__":
        return BORN.format(_listed(life.born), product.kernel.shape[1])
    if method == "build":
        return BUILT.format(_listed(life.built))
    largest = np.abs(product.x) @ np.abs(product.kernel) + np.abs(product.bias)
    verdicts = (keras_answer.verdict(y, product.y, largest) for y in (life.y, life.dense))
    return CALLED.format(formatting.shape(life.y.shape), *verdicts)


def _listed(weights: list[Weight]) -> str:
    """Weights by name, shape and values."""
    if not weights:
        return "No weights at all."
    return "\n".join(
        f"- `{held.name}` of the shape `{held.values.shape}`: {_range(held)}" for held in weights
    )


def _range(held: Weight) -> str:
    low, high = float(held.values.min()), float(held.values.max())
    if low == high == 0:
        return "zeros"
    return f"by chance, here from {formatting.signed(low, 3)} to {formatting.signed(high, 3)}"


BORN = "{} Only `units = {}` is noted: how many numbers will come in, the layer does not know yet."
BUILT = "{}\n\nIt runs once, at the first call, when the input’s last axis is known: n."
CALLED = (
    "y of the shape {}, with the W and b above put in. Against NumPy’s xW + b: {}. Keras’s own "
    "`Dense` with the same weights: {}."
)
READ = (
    "Each row of x meets each column of W: a number of y is the sum of their products, and b is "
    "added to every row. Green is above 0, pink below. A pointer that rests on a number of y reads "
    "how it comes about."
)
SLIP = (
    "On the slide, `build` makes the bias with `w_init`, though `b_init` stands ready: it would "
    "begin by chance instead of at 0. And the slide’s bare `tf.Variable` is unknown to Keras 3, "
    "which would neither train nor save it: `add_weight` makes one that counts."
)


@st.fragment
def look_inside() -> None:
    """The deck's look at the variables of a layer."""
    st.code(LOOK, language="python")
    variables = keras_ready.told(_variables)
    if variables is not None:
        st.code(variables, language="python", wrap_lines=True)
        st.caption("One weight and one bias, made at the first call; the weight is by chance.")
        st.button("Once more", icon=":material/refresh:", key="look-again")


def _variables() -> str:
    from siamese.lessons.simple_dense import variables_of_one

    return variables_of_one()


LOOK = """my_dense = SimpleDense(units=1)
x = tf.ones((1, 1))
y = my_dense(x)
print(my_dense.variables)"""
