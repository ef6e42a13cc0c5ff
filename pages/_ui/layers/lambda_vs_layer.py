"""Lambda or Layer: a small twin network with each, saved and loaded again."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import wait as wait_until
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.shared import background, keras_ready, network, source_code

if TYPE_CHECKING:
    from siamese.lessons.lambda_vs_layer import Attempt, Counted, Loading

FILE = "siamese/lessons/lambda_vs_layer.py"


@dataclass(frozen=True)
class Shown:
    """The results for a Lambda, and for a layer."""

    attempts: tuple[Attempt, Attempt]
    counted: tuple[Counted, Counted]


@st.fragment
def show() -> None:
    """Shows both, side by side."""
    coming = keras_ready.told(begun, "Then both networks are saved and loaded.")
    if coming is None:
        return
    if not coming.done():
        network.wait_for(coming, "Saving and loading both networks.")
        return
    place = st.empty()
    _show_result(place, coming)
    if coming.exception() is None and st.button("Save and load again", icon=":material/refresh:"):
        _show_result(place, _again())


def _show_result(place: DeltaGenerator, coming: Future[Shown]) -> None:
    """Shows what came of it in the place of what stood there."""
    with place.container():
        if (problem := coming.exception()) is None:
            _show(coming.result())
        else:
            background.show_problem(PROBLEM, problem, begun.clear)


def _again() -> Future[Shown]:
    """Saves and loads once more; what stands on the page stays until that is done."""
    begun.clear()
    coming = begun()
    with st.spinner("Saving and loading both networks …"):
        wait_until([coming])
    if coming.exception() is None:
        st.success(
            "Both networks were built, saved and loaded once more. See the results above.",
            icon=":material/check_circle:",
        )
    return coming


@st.cache_resource(show_spinner=False)
def begun() -> Future[Shown]:
    """Both networks saved and loaded: one future for all visitors."""
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
            source_code.show(source_code.source_of(FILE, maker))
            st.markdown(f"Distance of a pair before saving: {attempt.distance:.4f}.")
            _outcome("load_model(path)", attempt.safely)
            _outcome("load_model(path, safe_mode=False)", attempt.trusted)
    with st.expander("What the two files contain"):
        st.markdown(FILES)
        for name, attempt in zip(names, shown.attempts, strict=True):
            st.caption(f"The {name} in `config.json`:")
            st.code(attempt.excerpt, language="json", wrap_lines=True)
    with st.expander("A Lambda has no weights of its own"):
        _show_weights(*shown.counted)


def _outcome(call: str, loading: Loading) -> None:
    """Shows the result of a call that loads the network."""
    if loading.distance is None:
        st.error(f"`{call}` fails: {loading.problem}", icon=":material/error:")
    else:
        words = f"`{call}` succeeds. Distance of the same pair: {loading.distance:.4f}."
        st.success(words, icon=":material/check_circle:")


def _show_weights(around: Counted, dense: Counted) -> None:
    """Shows which weights of a dense layer Keras tracks in either case."""
    left, right = st.columns(2, gap="large")
    for column, name, counted in (
        (left, "dense_in_lambda", around),
        (right, "dense_as_layer", dense),
    ):
        with column:
            source_code.show(source_code.source_of(FILE, name))
            known = ", ".join(f"`{weight}`" for weight in counted.trainable) or "nothing"
            used = " and ".join(f"`{weight}`" for weight in counted.used)
            st.markdown(
                f"The output depends on {used}. `model.trainable_weights` contains {known}: "
                f"{len(counted.trainable)} of {len(counted.used)}."
            )
    st.caption(WEIGHTS)


PROBLEM = "The networks could not be saved and loaded"
FILES = (
    "For a Lambda, the file contains Python bytecode. Keras refuses to run it, because the file "
    "may come from somebody else. Bytecode is also incomplete: the global names that the function "
    "uses are not saved. For a registered layer, the file contains a **name** and its settings. "
    "The code comes from the program that loads the file."
)
WEIGHTS = (
    "Keras finds weights among the attributes of a layer. It does not look into the closure of a "
    "function: such weights are neither trained nor saved, and there is no warning."
)
