"""The progress of a run of either kind, with a button to stop or cancel it.

Whatever is shown again costs the visitor's device, a phone above all. So only the progress is shown
again and again, and the page where there is more to see on all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from functools import partial

import streamlit as st

from siamese.jobs import Run, State

POLL = 1.0  # seconds between two updates
SOON = 0.4  # the same while visitors wait for the first measurement, or for a stop
STARTING = "starting: reading the digits and building the network."
STOPPING = "stopping after this step."
SAVING = "testing the network and saving it."


def follow(run: Run, look: Callable[[Run], None]) -> None:
    """Shows how a run stands about every second, and the page anew at each of its milestones.

    Args:
        run: The run, in any state.
        look: Shows how it stands; called again and again until it has ended.
    """
    seen = _milestones(run)

    def again() -> None:
        if _milestones(run) != seen:
            st.rerun()
        look(run)
        if run.state is State.SAVING and wait([run], POLL).done:
            st.rerun()  # sooner than at the next look

    st.fragment(run_every=_pace(run))(again)()


def _milestones(run: Run) -> tuple[bool, int, bool, bool]:
    """What all of the page depends on, and the pace."""
    return run.state is State.WAITING, len(run.measured), run.stopping, run.done()


def _pace(run: Run) -> float | None:
    """Seconds between two looks at a run; None once it has ended."""
    if run.done():
        return None
    eager = run.stopping or not run.measured
    return SOON if eager and run.state is not State.WAITING else POLL


def show(run: Run, name: str, forget: Callable[[Run], None], key: str = "stop") -> None:
    """Shows the progress of a run that waits or runs.

    Args:
        run: The run.
        name: Its name.
        forget: Removes it from the queue.
        key: The key of the button, without the run's number.
    """
    share, words = progress(run)
    st.progress(share, f"**{name}** · {words}")
    waiting = run.state is State.WAITING
    st.button(
        "Cancel" if waiting else "Stop",
        icon=":material/stop_circle:",
        key=f"{key}-{run.number}",
        on_click=partial(forget, run) if waiting else run.stop,
        disabled=run.stopping or run.state is State.SAVING,
        help=None if waiting else "Ends the run and saves the network as it is.",
    )


def progress(run: Run) -> tuple[float, str]:
    """The share that is done, and what the run is doing."""
    if run.state is State.WAITING:
        return 0.0, f"waiting in the queue, place {run.place}: earlier runs come first."
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
