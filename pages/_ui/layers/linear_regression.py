"""The slides' linear regression with editable points; the browser plays the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.course import task_list
from pages._ui.layers import choices
from pages._ui.shared import formatting, keras_ready
from pages._ui.shared.component import component
from siamese.lessons.line_points import DECK_XS, DECK_YS, Points, PointsError, read_points

if TYPE_CHECKING:
    from siamese.lessons.linear_regression import FitHistory

EPOCHS = 500
SEED = 1
SPREAD = 0.05  # of `random_normal_initializer`
ASKED = 10.0  # the x that the slides predict
LEAST = 1e-12  # the smallest loss that is shown
LONGEST = 200  # characters of a text field
ROOM = 0.08  # margin around the points, as a fraction

_line = component(
    "line",
    "layers/linear_regression.html",
    "shared/player.css",
    "layers/linear_regression.css",
    "layers/linear_regression.js",
)


@st.fragment
def show() -> None:
    """Shows the points, the learning rate, and the run."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="points"):
        xs = _ask("xs", DECK_XS)
        ys = _ask("ys", DECK_YS)
        rate = choices.ask_rate()
    try:
        points = read_points(xs, ys)
    except PointsError as error:
        st.warning(str(error), icon=":material/error:")
        return
    learned = keras_ready.told(lambda: run(xs, ys, rate), "Then the line is learned.")
    if learned is not None:
        _show_run(points, learned, rate)
        task_list.recognise("diverge", _diverges(learned))


def _ask(name: str, usual: str) -> str:
    return st.text_input(
        name,
        usual,
        LONGEST,
        key=name,
        bind="query-params",
        width=260,
        help="Numbers separated by commas.",
    )


@st.cache_data(max_entries=100, show_spinner=False)
def run(xs: str, ys: str, learning_rate: float) -> FitHistory:
    """The run that learns a line from points, given as typed."""
    from siamese.lessons.linear_regression import learn_line

    start = float(np.random.default_rng(SEED).normal(0, SPREAD))
    return learn_line(read_points(xs, ys), learning_rate, EPOCHS, start)


def _show_run(points: Points, learned: FitHistory, rate: float) -> None:
    end = learned.diverged_at or len(learned.losses)
    answers = learned.predict(ASKED)[:end]
    _line(key="line", data=_data(points, learned, answers, end))
    if _diverges(learned):
        st.warning(_astray(points, learned, rate), icon=":material/trending_up:")
    else:
        st.markdown(ANSWER.format(ASKED, formatting.signed(answers[-1], 2), EPOCHS, _best(points)))
    st.caption(RATE.format(points.largest_rate()))
    with st.expander("How it is trained"):
        st.markdown(TRAINED.format(EPOCHS, SEED))


def _diverges(learned: FitHistory) -> bool:
    """Whether the loss has grown."""
    return learned.diverged_at is not None or bool(learned.losses[-1] > learned.losses[0])


def _data(points: Points, learned: FitHistory, answers: np.ndarray, end: int) -> dict[str, object]:
    """The data of the component."""
    final = answers[-1] if np.abs(answers[-1]) < 10 * np.abs(points.ys).max() + 100 else 0
    losses = learned.losses[:end].astype(float)
    return {
        "xs": points.xs.tolist(),
        "ys": points.ys.tolist(),
        "x": _around([*points.xs, ASKED]),
        "y": _around([*points.ys, float(final)]),
        "slopes": learned.slopes[:end].tolist(),
        "intercepts": learned.intercepts[:end].tolist(),
        "losses": losses.tolist(),
        "powers": np.log10(np.maximum(losses, LEAST)).round(4).tolist(),
        "asked": ASKED,
        "words": {
            "curve": ["Epoch", "Loss, as a power of 10"],
            "end": PLAY.format(ASKED),
        },
    }


def _around(values: list[float]) -> list[float]:
    """Start and end of an axis for these values."""
    low, high = min(values), max(values)
    room = ROOM * (high - low or 1)
    return [float(low - room), float(high + room)]


def _best(points: Points) -> str:
    """The answer of the line with the least squared error."""
    if points.upright:
        return UPRIGHT
    answer = formatting.signed(points.best_answer(ASKED), 2)
    return f"The line with the smallest error on these points gives {answer}."


def _astray(points: Points, learned: FitHistory, rate: float) -> str:
    """Why the run diverged, and what to do."""
    found = (
        f"after {learned.diverged_at} epochs the loss is no longer a finite number"
        if learned.diverged_at is not None
        else f"after {EPOCHS} epochs the loss is larger than at the start"
    )
    largest = points.largest_rate()
    advice = f"Choose a learning rate below {largest:.3g}."
    if largest <= choices.RATES[0]:
        advice = f"It must be below {largest:.3g}, but the slider ends above: type smaller xs."
    return (
        f"With a learning rate of {rate:g} the training diverges, because each step is too large: "
        f"{found}. "
        f"{advice}"
    )


PLAY = (
    "This is the end of the run. Press Play or move the slider to see how the line is learned. "
    "Circles: the points. Diamond: the prediction at x = {:g}."
)
ANSWER = "`model.predict(np.array([{}]))` returns **{}** after {} epochs. {}"
UPRIGHT = (
    "All these points have the same x, so no single line is best: every line through their mean "
    "has the smallest error. The run has found one of these lines."
)
RATE = "With these points, the training converges for learning rates below {:.3g}."
TRAINED = (
    "`SimpleDense(units=1)` is trained on all points at once for {} epochs, with Keras’s SGD and "
    "the mean squared error. Its weight starts at a random number (seed {}), its bias at 0. With "
    "the first points, the slope is close after a few steps and the intercept takes longer: this "
    "is the bend in the loss curve."
)
