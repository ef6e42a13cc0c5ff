"""The part One pair: the curves of a loss, and loss and slope computed for one distance."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.course import task_list
from pages._ui.loss import choices, curves, remarks
from pages._ui.loss.choices import Choices
from pages._ui.shared import formatting, source_code, view
from siamese.lessons.loss_curves import PAIR_LOSSES
from siamese.lessons.loss_formulas import with_letters, written_out

DECIMALS = 3
FAR = 0.8  # the distance of the task


def show(asked: Choices, row: DeltaGenerator) -> None:
    """Shows the part.

    Args:
        asked: The loss and its margin.
        row: Where its control belongs.
    """
    with row:
        distance = choices.ask_distance()
    with st.container(horizontal=True, gap="medium"):
        curve, computed = st.container(key="loss-curves"), st.container(key="values")
    with computed:
        st.html(values(asked, distance))
        gradient = st.toggle("Slope as a chart", key="gradient", bind="query-params")
        st.caption(SLOPES)
    with curve:
        curves.show(asked, distance, gradient)
    with st.container(horizontal=True, gap="large", key="worked-out"):
        _written_out(asked, distance, same=True)
        _written_out(asked, distance, same=False)
    _explain(asked)
    source_code.show_code(
        "The functions that compute the curves, and the loss for Keras.",
        *remarks.CODE[asked.loss],
    )
    task_list.recognise("stuck", _is_stuck(asked, distance))
    task_list.recognise("released", _is_released(asked, distance))


def _is_stuck(asked: Choices, distance: float) -> bool:
    """Whether different digits at one point are not pushed apart, although their loss is not 0."""
    form = PAIR_LOSSES[asked.loss]
    costs = bool(form.loss(distance, asked.margin, False) > 0)
    return distance == 0 and costs and not form.slope(distance, asked.margin, False)


def _is_released(asked: Choices, distance: float) -> bool:
    """Whether Hadsell's loss does not push different digits apart at the distance of the task."""
    slope = PAIR_LOSSES["contrastive"].slope(distance, asked.margin, False)
    return asked.loss == "contrastive" and distance == FAR and not slope


def _explain(asked: Choices) -> None:
    """The formula with letters, and what this loss does."""
    with st.container(key="formula"):
        st.latex(with_letters(asked.loss))
    st.markdown(remarks.of(asked.loss, asked.margin))
    if asked.loss in remarks.ON_THE_SLIDES:
        view.show_slides(remarks.ON_THE_SLIDES[asked.loss])


def _written_out(asked: Choices, distance: float, same: bool) -> None:
    with st.container(key="formula-same" if same else "formula-different"):
        st.markdown(":blue[**= same**], y = 1" if same else ":orange[**≠ different**], y = 0")
        st.latex(written_out(asked.loss, distance, asked.margin, same))


def values(asked: Choices, distance: float) -> str:
    """HTML of a table: loss and slope of a pair of either kind, and what the slope does."""
    rows = "".join(_row(asked, distance, same) for same in (True, False))
    return f'<table class="values">{rows}</table>'


def _row(asked: Choices, distance: float, same: bool) -> str:
    form = PAIR_LOSSES[asked.loss]
    kind, sign = ("same", "= same") if same else ("different", "≠ different")
    loss = formatting.signed(float(form.loss(distance, asked.margin, same)), DECIMALS)
    slope = round(float(form.slope(distance, asked.margin, same)), DECIMALS)
    return (
        f'<tr class="{kind}"><th><i></i>{sign}</th><td>loss <b>{loss}</b></td>'
        f"<td>slope <b>{formatting.signed(slope, DECIMALS)}</b></td><td>{effect(slope)}</td></tr>"
    )


def effect(slope: float) -> str:
    """What gradient descent does with a pair.

    >>> effect(0.5), effect(-0.5), effect(0.0)
    ('pulled', 'pushed', 'not moved')
    """
    if slope == 0:
        return "not moved"
    return "pulled" if slope > 0 else "pushed"


SLOPES = (
    "A pair of the same class (y = 1) is pulled together where the slope is positive; a pair of "
    "different classes (y = 0) is pushed apart where it is negative. Look at where the dashed "
    "curve reaches 0, and at its slope before. Point at the chart, or tap it, to read another "
    "distance."
)
