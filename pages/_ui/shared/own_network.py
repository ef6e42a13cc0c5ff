"""A network of the visitor's own, in place of the shipped one."""

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
    """A trained network of this visit.

    Attributes:
        run: That left it.
        comparator: Itself, ready to compare.
    """

    run: Run
    comparator: Comparator


def own() -> OwnNetwork | None:
    """The network that the visitor has chosen; None where that is the shipped one."""
    chosen: OwnNetwork | None = st.session_state.get(KEY)
    if chosen is not None and chosen.run not in session.runs():  # the visitor was away too long
        del st.session_state[KEY]
        return None
    return chosen


def usable(run: Run) -> bool:
    """Whether a run has left a network."""
    return run.state in USABLE


def name(number: int) -> str:
    """What a run is called."""
    return f"Run {number}"


def use(run: Run | None) -> bool:
    """Puts a run's network in the place of the shipped one, or the shipped one back.

    Args:
        run: It; None for the shipped network.

    Returns:
        Whether that went well; if not, the page says so.
    """
    if run is None:
        st.session_state.pop(KEY, None)
        return True
    from siamese.comparator import Comparator

    try:
        st.session_state[KEY] = OwnNetwork(run, Comparator.load(run.result()))
    except NetworkError:  # its files are gone, as where the system tidies up
        st.toast(f"{name(run.number)} cannot be read: train it again.", icon=":material/error:")
        return False
    return True


def forget(run: Run) -> None:
    """Deletes a run and what it wrote; the shipped network takes the place of its network."""
    chosen = own()
    if chosen is not None and chosen.run is run:
        use(None)
    session.executor().forget(run)


def show_choice() -> None:
    """Says which network answers on this page, and offers the others, once there are any."""
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
        help="The shipped network, or one that you have trained on the Training page.",
    )
