"""A run while it goes: how far it is, how its curves grow, and a way to stop it."""

from __future__ import annotations

from typing import cast

import streamlit as st

from pages._ui.runs import charts as run_charts
from pages._ui.runs import progress
from pages._ui.shared import charts, formatting, own_network
from siamese.config import TrainingConfig
from siamese.jobs import Run, State
from siamese.training.events import EpochEnd


def show(run: Run) -> None:
    """Shows a run; while it goes, what has come of it twice a second.

    Args:
        run: It, whatever its state.
    """
    look = st.fragment(run_every=None if run.done() else progress.POLL)(_look)
    look(run, ended=run.done())


def _look(run: Run, ended: bool) -> None:
    if run.done() and not ended:
        st.rerun()  # the whole page: there is a network now
    with st.container(key=f"going-{run.number}"):
        _show_state(run)
        if run.measured:
            _show_charts(run)


def _show_state(run: Run) -> None:
    """How far it is, in words."""
    name = own_network.name(run.number)
    if run.state is State.FAILED:
        st.error(f"{name} failed. {run.problem}", icon=":material/error:")
        st.button("Dismiss", key=f"dismiss-{run.number}", on_click=own_network.forget, args=(run,))
    elif run.state in own_network.USABLE:
        st.success(f"{name}: {_ending(run)}", icon=":material/check_circle:")
        draw = st.button(
            "Draw two digits with it", icon=":material/draw:", key=f"draw-{run.number}"
        )
        if draw and own_network.use(run):
            # Parameters named, even none: else it refuses to leave bound ones behind.
            st.switch_page("pages/draw.py", query_params={})
    else:
        progress.show(run, name, own_network.forget)


def _ending(run: Run) -> str:
    """What became of a run that has left a network."""
    last = run.measured[-1].metrics
    accuracy = formatting.percent(last["val_accuracy"], decimals=1)
    if run.state is State.STOPPED:
        how = f"{run.problem} " if run.problem else ""
        epochs = "1 epoch" if last["epoch"] == 1 else f"{last['epoch']:g} epochs"
        how += f"Stopped after {epochs}; what it had learned is kept"
    else:
        how = f"done in {run.seconds:.0f} s"
    return f"{how}. It judges {accuracy} of its held-out pairs right."


def _show_charts(run: Run) -> None:
    history = [end.metrics for end in run.measured]
    epochs = run.job.config.epochs
    run_charts.show_curves({own_network.name(run.number): history}, run.steps, epochs)
    st.caption(
        "The loss falls step by step; accuracy on held-out digits, which it never learns from, is "
        "what counts. The dashed loss is the mean over a whole epoch, so at first it lies above "
        "the solid one; where it falls far below, the network learns its digits by heart."
    )
    distances, watched = st.columns(2)
    with distances:
        last, config = cast(EpochEnd, run.measured[-1]), cast(TrainingConfig, run.job.config)
        charts.hills(last.distances, config.recipe)
        st.caption("Held-out pairs: learning moves the two hills apart.")
    with watched:
        run_charts.show_watched(run)
        st.caption("Your pair: how far apart the network puts it after each epoch.")
