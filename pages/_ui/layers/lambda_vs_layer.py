"""Lambda or Layer: the same twin network with either, saved and loaded before the visitor."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.shared import background, keras_ready, network, source_code

if TYPE_CHECKING:
    from siamese.lessons.lambda_vs_layer import Attempt, Counted, Loading

FILE = "siamese/lessons/lambda_vs_layer.py"


@dataclass(frozen=True)
class Shown:
    """All that is shown: of a lambda, and of a layer."""

    attempts: tuple[Attempt, Attempt]
    counted: tuple[Counted, Counted]


@st.fragment
def show() -> None:
    """Both, beside each other."""
    coming = keras_ready.told(begun, "Then both networks are saved and loaded.")
    if coming is None:
        return
    if not coming.done():
        network.wait_for(coming, "Both networks are being saved and loaded: a moment.")
        return
    if (problem := coming.exception()) is not None:
        background.show_problem("The networks could not be saved and loaded", problem, begun.clear)
        return
    _show(coming.result())
    st.button("Save and load again", icon=":material/refresh:", key="again", on_click=begun.clear)


@st.cache_resource(show_spinner=False)
def begun() -> Future[Shown]:
    """Both networks saved and loaded, once for all visitors; on its way."""
    return background.begin("lambda or layer", _work)


def _work() -> Shown:
    from siamese.lessons import lambda_vs_layer as both

    return Shown(
        (both.with_lambda(), both.with_layer()), (both.dense_in_lambda(), both.dense_as_layer())
    )


def _show(shown: Shown) -> None:
    names = ["Lambda", "Layer"]
    makers = ["lambda_distance", "layer_distance"]
    for column, name, maker, attempt in zip(
        st.columns(2, gap="large"), names, makers, shown.attempts, strict=True
    ):
        with column:
            st.markdown(f"**{name}**")
            st.code(source_code.source_of(FILE, maker), wrap_lines=True)
            st.markdown(f"Before saving, a pair has the distance {attempt.distance:.4f}.")
            _outcome("load_model(path)", attempt.safely)
            _outcome("load_model(path, safe_mode=False)", attempt.trusted)
            st.caption("What `config.json` in the file holds of the distance:")
            st.code(attempt.excerpt, language="json", wrap_lines=True)
    st.markdown(FILES)
    _show_weights(*shown.counted)


def _outcome(call: str, loading: Loading) -> None:
    """Whether it could be loaded."""
    if loading.distance is None:
        st.error(f"`{call}` fails: {loading.problem}", icon=":material/error:")
    else:
        words = f"`{call}` loads it: the distance is {loading.distance:.4f}."
        st.success(words, icon=":material/check_circle:")


def _show_weights(around: Counted, dense: Counted) -> None:
    """What of a dense layer Keras sees in either case."""
    st.markdown("**A Lambda has no weights of its own**")
    left, right = st.columns(2, gap="large")
    for column, name, counted in (
        (left, "dense_in_lambda", around),
        (right, "dense_as_layer", dense),
    ):
        with column:
            st.code(source_code.source_of(FILE, name), wrap_lines=True)
            known = ", ".join(f"`{weight}`" for weight in counted.trainable) or "nothing"
            used = " and ".join(f"`{weight}`" for weight in counted.used)
            st.markdown(
                f"Its answer depends on {used}; `model.trainable_weights` holds {known}: "
                f"{len(counted.trainable)} of {len(counted.used)}."
            )
    st.caption(WEIGHTS)


FILES = (
    "Of a lambda the file holds Python bytecode: Keras refuses to run what a stranger may have "
    "written. And bytecode is not all of a function: the names it uses from around it are not "
    "saved. Of a registered layer the file holds a **name** and its settings; the code comes from "
    "the program that loads it."
)
WEIGHTS = (
    "Keras finds weights among a layer’s own attributes. It does not look into what a function has "
    "brought along: such weights are neither trained nor saved, and nobody says so."
)
