"""How far a run is, in words and as a bar, and a way to stop it: of either kind of network."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from siamese.jobs import Run, State

POLL = 0.5  # seconds between two looks
STARTING = "Starting: the digits are read and the network is built."
STOPPING = "Stopping: at the next step."
SAVING = "Measuring the network on test digits and saving it."


def show(run: Run, name: str, forget: Callable[[Run], None], key: str = "stop") -> None:
    """Shows how far a run is that waits or goes.

    Args:
        run: It.
        name: What it is called.
        forget: Takes it out of the line.
        key: Of the button, before the run's number.
    """
    share, words = progress(run)
    st.progress(share, f"**{name}** · {words}")
    leaving = run.state is State.WAITING
    st.button(
        "Leave the line" if leaving else "Stop",
        icon=":material/stop_circle:",
        key=f"{key}-{run.number}",
        on_click=partial(forget, run) if leaving else run.stop,
        disabled=run.stopping or run.state is State.SAVING,
        help=None if leaving else "Keeps the network as it then stands.",
    )


def progress(run: Run) -> tuple[float, str]:
    """The share that is done, and what it is about to do."""
    if run.state is State.WAITING:
        return 0.0, f"waiting in line, place {run.place}: the runs before it come first."
    if run.state is State.SAVING:
        return 1.0, SAVING
    step = run.step
    if step is None:
        return 0.0, STOPPING if run.stopping else STARTING
    share = (step.epoch - 1 + step.step / step.steps) / step.epochs
    if run.stopping:
        return share, STOPPING
    words = (
        f"epoch {step.epoch} of {step.epochs}, step {step.step:,} of {step.steps:,} · "
        f"loss {step.loss:.3f} · about {_duration(step.seconds_left)} left"
    )
    return share, words


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
