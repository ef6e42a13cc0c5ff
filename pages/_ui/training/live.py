"""A run in progress: how far it is, its curves, and a button to stop it."""

from __future__ import annotations

from functools import partial
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.runs import charts as run_charts
from pages._ui.runs import progress
from pages._ui.shared import distance_charts, formatting, own_network
from siamese.config import TrainingConfig
from siamese.jobs import Run, State
from siamese.training.events import EpochEnd

ICON = ":material/show_chart:"


def show(run: Run, folded: bool) -> None:
    """Shows a run, updated until it has ended.

    Args:
        run: The run, in any state.
        folded: Whether its charts are folded, because its curves are compared below.
    """
    losses = None
    with st.container(key=f"going-{run.number}"):
        state = st.container()
        if run.measured:
            words = f"Charts of {own_network.name(run.number)}"
            with st.expander(words, icon=ICON) if folded else st.container():
                losses = _show_charts(run)
    with state:
        progress.follow(run, partial(_look, losses=losses))


def _look(run: Run, losses: DeltaGenerator | None) -> None:
    """The progress of the run, or how it ended; what each step has lost, in its place."""
    if losses is not None:
        with losses:
            run_charts.show_losses(own_network.name(run.number), run)
    name = own_network.name(run.number)
    if run.state is State.FAILED:
        st.error(f"{name} failed. {run.problem}", icon=":material/error:")
        st.button("Dismiss", key=f"dismiss-{run.number}", on_click=own_network.forget, args=(run,))
    elif run.state in own_network.USABLE:
        st.success(f"{name}: {_ending(run)}", icon=":material/check_circle:")
        draw = st.button(
            "Compare two digits with it", icon=":material/draw:", key=f"draw-{run.number}"
        )
        if draw and own_network.use(run):
            # Empty parameters are given; otherwise Streamlit keeps those bound to widgets.
            st.switch_page("draw.py", query_params={})
    else:
        progress.show(run, name, own_network.forget)


def _ending(run: Run) -> str:
    """How a run that produced a network ended."""
    last = run.measured[-1].metrics
    accuracy = formatting.percent(last["val_accuracy"], decimals=1)
    if run.state is State.STOPPED:
        how = f"{run.problem} " if run.problem else ""
        epochs = "1 epoch" if last["epoch"] == 1 else f"{last['epoch']:g} epochs"
        how += f"Stopped after {epochs}; the network was saved as it was then"
    else:
        how = f"done in {run.seconds:.0f} s"
    return f"{how}. Validation accuracy: {accuracy}."


def _show_charts(run: Run) -> DeltaGenerator:
    """All that a run has measured so far; gives the place for its losses."""
    losses = run_charts.show_run(own_network.name(run.number), run)
    st.caption(
        "Accuracy on validation digits matters most: the network is not trained on them. The "
        "dashed training loss is the mean over a whole epoch, so it starts above the solid "
        "validation loss. If it falls far below, the network overfits."
    )
    with st.container(horizontal=True, gap="medium", key=f"pairs-{run.number}"):
        distances, tracked = st.container(), st.container()
    with distances:
        last, config = cast(EpochEnd, run.measured[-1]), cast(TrainingConfig, run.job.config)
        distance_charts.hills(last.distances, config.recipe)
        st.caption("Validation pairs: training moves the two histograms apart.")
    with tracked:
        run_charts.show_tracked(run)
        st.caption("The tracked pair: its distance after each epoch.")
    return losses
