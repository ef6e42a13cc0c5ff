"""A run in progress: how far it is, its curves, and a button to stop it."""

from __future__ import annotations

from concurrent.futures import wait
from typing import cast

import streamlit as st

from pages._ui.runs import charts as run_charts
from pages._ui.runs import progress
from pages._ui.shared import distance_charts, formatting, own_network
from siamese.config import TrainingConfig
from siamese.jobs import Run, State
from siamese.training.events import EpochEnd

ICON = ":material/show_chart:"


def show(run: Run, folded: bool) -> None:
    """Shows a run, updated twice a second until it has ended.

    Args:
        run: The run, in any state.
        folded: Whether its charts are folded, because its curves are compared below.
    """
    look = st.fragment(run_every=None if run.done() else progress.POLL)(_look)
    look(run, run.done(), folded)


def _look(run: Run, ended: bool, folded: bool) -> None:
    if run.done() and not ended:
        st.rerun()  # the whole page: there is a network now
    with st.container(key=f"going-{run.number}"):
        _show_state(run)
        if run.measured:
            words = f"Charts of {own_network.name(run.number)}"
            with st.expander(words, icon=ICON) if folded else st.container():
                _show_charts(run)
    if run.state is State.SAVING and wait([run], progress.POLL).done:
        st.rerun()  # sooner than at the next look


def _show_state(run: Run) -> None:
    """The progress of the run, or how it ended."""
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


def _show_charts(run: Run) -> None:
    history = [end.metrics for end in run.measured]
    epochs = run.job.config.epochs
    name = own_network.name(run.number)
    run_charts.show_curves(str(run.number), {name: history}, run.steps, epochs)
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
