"""The dense layer: the source of each method beside the state after its call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.layers import choices, product
from pages._ui.layers.choices import Sizes
from pages._ui.pooling import keras_answer
from pages._ui.shared import formatting, keras_ready, source_code, view
from siamese.lessons.matrix_product import Product, random_product

if TYPE_CHECKING:
    from siamese.lessons.simple_dense import LayerSnapshots, Weight

FILE = "siamese/layers.py"
METHODS = ("__init__", "build", "call")
WEIGHTS = 15  # of the layer of the task


@st.fragment
def show() -> None:
    """Shows the product, and the three methods."""
    sizes, below = choices.ask_sizes()
    made = of(sizes)
    with below:
        product.show(made)
        st.caption(READ)
    snapshots = keras_ready.told(
        lambda: _snapshots(sizes), "Then the state of the layer appears here."
    )
    for method in METHODS:
        code, after = st.columns([3, 2], gap="large", vertical_alignment="center")
        with code:
            source_code.show(source_code.source_of(FILE, f"SimpleDense.{method}"))
        with after:
            st.markdown(f"**After `{method}`**  \n{_after(method, snapshots, made)}")
    view.show_slides(SLIDE_ERROR)
    task_list.recognise("weights", made.kernel.size + made.bias.size == WEIGHTS)


def of(sizes: Sizes) -> Product:
    """The product of random matrices with these sizes."""
    return random_product(sizes.batch, sizes.n, sizes.m, np.random.default_rng(sizes.seed))


@st.cache_data(max_entries=100, show_spinner=False)
def _snapshots(sizes: Sizes) -> LayerSnapshots:
    from siamese.lessons.simple_dense import snapshot_layer

    return snapshot_layer(of(sizes))


def _after(method: str, snapshots: LayerSnapshots | None, made: Product) -> str:
    """The state of the layer after a method has run."""
    if snapshots is None:
        return "…"
    if method == "__init__":
        return CREATED.format(_listed(snapshots.created), made.kernel.shape[1])
    if method == "build":
        return BUILT.format(_listed(snapshots.built))
    largest = np.abs(made.x) @ np.abs(made.kernel) + np.abs(made.bias)
    verdicts = (keras_answer.verdict(y, made.y, largest) for y in (snapshots.y, snapshots.dense))
    return CALLED.format(formatting.shape(snapshots.y.shape), *verdicts)


def _listed(weights: list[Weight]) -> str:
    """A list of weights with name, shape and values."""
    if not weights:
        return "No weights yet."
    return "\n".join(
        f"- `{held.name}` with shape `{held.values.shape}`: {_range(held)}" for held in weights
    )


def _range(held: Weight) -> str:
    low, high = float(held.values.min()), float(held.values.max())
    if low == high == 0:
        return "zeros"
    return f"random numbers, here from {formatting.signed(low, 3)} to {formatting.signed(high, 3)}"


CREATED = "{} Only `units = {}` is stored. The number of inputs is not known yet."
BUILT = "{}\n\nIt runs once, at the first call of the layer, when the number of inputs n is known."
CALLED = (
    "y has the shape {}, with the W and b above as weights. Compared with NumPy’s xW + b: {}. "
    "Compared with Keras’s `Dense` with the same weights: {}."
)
READ = (
    "Point at a number in y, or tap it, to see the row of x and the column of W that it is "
    "computed from. Green is positive, pink is negative."
)
SLIDE_ERROR = (
    "`build` creates the bias with `w_init`, although `b_init` is defined: the bias would "
    "start at random numbers instead of 0. Also, Keras 3 does not track a plain "
    "`tf.Variable`, so it would neither train nor save it. `add_weight` creates a tracked weight."
)


@st.fragment
def look_inside() -> None:
    """Shows the variables of a layer, as on the slides."""
    source_code.show(LOOK)
    variables = keras_ready.told(_variables)
    if variables is not None:
        st.code(variables, language=None, wrap_lines=True)
        st.caption("One weight and one bias, created at the first call. The weight is random.")
        st.button("Run again", icon=":material/refresh:", key="look-again")


def _variables() -> str:
    from siamese.lessons.simple_dense import variables_of_one

    return variables_of_one()


LOOK = """my_dense = SimpleDense(units=1)
x = tf.ones((1, 1))
y = my_dense(x)
print(my_dense.variables)"""
