"""The visitor's own network, used instead of the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.shared import session
from siamese.jobs import Run, State
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator

KEY = "own network"
CHOICE = "network-choice"
SHIPPED = "The shipped network"
USABLE = (State.DONE, State.STOPPED)


@dataclass(frozen=True, eq=False)
class OwnNetwork:
    """A network that the visitor has trained."""

    run: Run  # the run that trained it
    comparator: Comparator


def own() -> OwnNetwork | None:
    """The visitor's own network if one is chosen; None for the shipped one."""
    chosen: OwnNetwork | None = st.session_state.get(KEY)
    if chosen is not None and chosen.run not in session.runs():
        del st.session_state[KEY]  # its run was deleted while the visitor was away
        return None
    return chosen


def usable(run: Run) -> bool:
    """Whether a run has produced a network."""
    return run.state in USABLE


def name(number: int) -> str:
    """The name of a run."""
    return f"Run {number}"


def use(run: Run | None) -> bool:
    """Uses a run's network on the pages, or the shipped one again.

    Args:
        run: The run; None for the shipped network.

    Returns:
        Whether the network could be loaded; if not, a message is shown.
    """
    if run is None:
        st.session_state.pop(KEY, None)
        return True
    from siamese.comparator import Comparator

    try:
        st.session_state[KEY] = OwnNetwork(run, Comparator.load(run.result()))
    except NetworkError:  # its files are gone, for example after a cleanup of temporary files
        st.toast(f"{name(run.number)} cannot be read: train it again.", icon=":material/error:")
        return False
    return True


def restore(number: str) -> None:
    """Uses a run's network again, after a reload.

    Args:
        number: The run's, as the browser has kept it.
    """
    for run in session.runs():
        if str(run.number) == number and usable(run):
            use(run)


def forget(run: Run) -> None:
    """Deletes a run and its files; if its network was in use, the shipped one is used again."""
    chosen = own()
    if chosen is not None and chosen.run is run:
        use(None)
    session.executor().forget(run)


def show_choice() -> None:
    """Shows a choice of networks as soon as the visitor has trained one."""
    runs = {name(run.number): run for run in session.runs() if usable(run)}
    if not runs:
        return
    chosen = own()
    names = [SHIPPED, *runs]
    now = SHIPPED if chosen is None else name(chosen.run.number)
    st.session_state[CHOICE] = now
    st.selectbox(
        "Network",
        names,
        key=CHOICE,
        on_change=lambda: use(runs.get(st.session_state[CHOICE])),
        width=260,
        help="The network that this page uses: the shipped one, or one that you have trained.",
    )
