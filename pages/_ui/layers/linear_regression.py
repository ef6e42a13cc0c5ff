"""The deck's line: points to change, a learning rate, and the run, which the browser plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages._ui.layers import choices
from pages._ui.shared import formatting, keras_ready, source_code
from pages._ui.shared.component import component
from siamese.lessons.line_points import DECK_XS, DECK_YS, Points, PointsError, read_points

if TYPE_CHECKING:
    from siamese.lessons.linear_regression import FitHistory

EPOCHS = 500
SEED = 1
SPREAD = 0.05  # of `random_normal_initializer`
ASKED = 10.0  # the deck's question
LEAST = 1e-12  # a loss that is shown as none at all
LONGEST = 200  # characters of a line of numbers
ROOM = 0.08  # around the points

_line = component(
    "line",
    "layers/linear_regression.html",
    "shared/player.css",
    "layers/linear_regression.css",
    "layers/linear_regression.js",
)


@st.fragment
def show() -> None:
    """The points, the learning rate, and what comes of them."""
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


def _ask(name: str, usual: str) -> str:
    return st.text_input(
        name, usual, LONGEST, key=name, bind="query-params", width=260, help="With commas."
    )


@st.cache_data(max_entries=100, show_spinner=False)
def run(xs: str, ys: str, learning_rate: float) -> FitHistory:
    """The line learned from points, as they were typed."""
    from siamese.lessons.linear_regression import learn_line

    start = float(np.random.default_rng(SEED).normal(0, SPREAD))
    return learn_line(read_points(xs, ys), learning_rate, EPOCHS, start)


def _show_run(points: Points, learned: FitHistory, rate: float) -> None:
    end = learned.diverged_at or len(learned.losses)
    answers = learned.predict(ASKED)[:end]
    _line(key="line", data=_data(points, learned, answers, end))
    if learned.diverged_at is not None or learned.losses[-1] > learned.losses[0]:
        st.warning(_astray(points, learned, rate), icon=":material/trending_up:")
    else:
        st.markdown(ANSWER.format(ASKED, formatting.signed(answers[-1], 2), EPOCHS, _best(points)))
    st.caption(READ.format(EPOCHS, SEED, points.largest_rate()))
    st.code(
        source_code.source_of("siamese/lessons/linear_regression.py", "fit_line"), wrap_lines=True
    )


def _data(points: Points, learned: FitHistory, answers: np.ndarray, end: int) -> dict[str, object]:
    """What the browser is told."""
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
        "words": {"curve": ["Epoch", "Loss: 10 to the power of"], "end": PLAY.format(ASKED)},
    }


def _around(values: list[float]) -> list[float]:
    """Where an axis begins and ends that holds these values."""
    low, high = min(values), max(values)
    room = ROOM * (high - low or 1)
    return [float(low - room), float(high + room)]


def _best(points: Points) -> str:
    """What the line would say that fits the points best."""
    if points.upright:
        return UPRIGHT
    answer = formatting.signed(points.best_answer(ASKED), 2)
    return f"the line that fits these points best says {answer}"


def _astray(points: Points, learned: FitHistory, rate: float) -> str:
    """Why there is no line."""
    found = (
        f"after {learned.diverged_at} epochs the loss is no finite number any more"
        if learned.diverged_at is not None
        else f"after {EPOCHS} epochs the loss is larger than before the first"
    )
    largest = points.largest_rate()
    advice = f"Choose one below {largest:.3g}, where the steps begin to shrink."
    if largest <= choices.RATES[0]:
        advice = f"They would shrink below {largest:.3g}, too slow to choose: type smaller xs."
    return (
        f"With a learning rate of {rate:g} each step overshoots, the next one more so: {found}. "
        f"{advice}"
    )


PLAY = (
    "Shown is the end of the run: press Play to see the line being found, or move the slider. "
    "Circles are the points, the diamond is the answer at {:g}."
)
ANSWER = "`model.predict(np.array([{}]))` answers **{}** after {} epochs; {}."
UPRIGHT = (
    "these points stand above one another, so no line is the best: all that go through their "
    "middle fit them as well, and the steps have led to one of those"
)
READ = (
    "`SimpleDense(units=1)` learns from all points at once, {} times, with Keras’s SGD on the mean "
    "squared error; its one weight begins by chance (seed {}), its bias at 0. Of the slides’ "
    "points it finds the slope in a few steps, the height takes its time: see the bend in the "
    "loss. On the points above it converges for learning rates below {:.3g}."
)
