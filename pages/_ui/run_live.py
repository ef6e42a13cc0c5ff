"""A run while it goes: how far it is, how its curves grow, and a way to stop it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages._ui import charts, figures, own_network, run_charts
from siamese.jobs import Run, State

POLL = 0.5  # seconds between two looks
STARTING = "Starting: the digits are read and the network is built."
STOPPING = "Stopping: at the next step."
SAVING = "Measuring the network on test digits and saving it."


def show(run: Run) -> None:
    """Shows a run; while it goes, what has come of it twice a second.

    Args:
        run: It, whatever its state.
    """
    look = st.fragment(run_every=None if run.done() else POLL)(_look)
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
        st.error(f"{name} came to nothing. {run.problem}", icon=":material/error:")
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
        share, words = _progress(run)
        st.progress(share, f"**{name}** · {words}")
        leaving = run.state is State.WAITING
        st.button(
            "Leave the line" if leaving else "Stop",
            icon=":material/stop_circle:",
            key=f"stop-{run.number}",
            on_click=partial(own_network.forget, run) if leaving else run.stop,
            disabled=run.stopping or run.state is State.SAVING,
            help=None if leaving else "Keeps the network as it then stands.",
        )


def _ending(run: Run) -> str:
    """What became of a run that has left a network."""
    last = run.measured[-1].metrics
    accuracy = figures.percent(last["val_accuracy"], decimals=1)
    if run.state is State.STOPPED:
        how = f"{run.problem} " if run.problem else ""
        epochs = "1 epoch" if last["epoch"] == 1 else f"{last['epoch']:g} epochs"
        how += f"Stopped after {epochs}; what it had learned is kept"
    else:
        how = f"done in {run.seconds:.0f} s"
    return f"{how}. It judges {accuracy} of its held-out pairs right."


def _progress(run: Run) -> tuple[float, str]:
    """The share that is done, and what it is about to do."""
    if run.state is State.WAITING:
        return 0.0, f"waiting in line, place {run.place}: the runs before it come first."
    if run.state is State.SAVING:
        return 1.0, SAVING
    step = run.step
    if run.stopping:
        return 0.0, STOPPING
    if step is None:
        return 0.0, STARTING
    share = (step.epoch - 1 + step.step / step.steps) / step.epochs
    words = (
        f"epoch {step.epoch} of {step.epochs}, step {step.step:,} of {step.steps:,} · "
        f"loss {step.loss:.3f} · about {_duration(step.seconds_left)} left"
    )
    return min(share, 1.0), words


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


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
        charts.hills(run.measured[-1].distances, run.job.config.recipe)
        st.caption("Held-out pairs: learning moves the two hills apart.")
    with watched:
        run_charts.show_watched(run)
        st.caption("Your pair: how far apart the network puts it after each epoch.")
