"""A visit and its training runs: they are deleted when the visit ends.

The browser keeps the visit's number, so that a tab that is reloaded gets its runs back.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from uuid import uuid4

import streamlit as st

from siamese.jobs import ClassifierJob, Job, Limits, Run, TrainingExecutor
from siamese.jobs.limits import scheduler_from_environment

KEY = "visit"

_sessions: Counter[str] = Counter()  # by visit: a duplicated tab belongs to the same one
_lock = threading.Lock()


@st.cache_resource(show_spinner=False)
def executor() -> TrainingExecutor:
    """The training executor, the same for all visitors.

    Raises:
        ValueError: If one of the server's limits is invalid; the message names it.
    """
    return TrainingExecutor(Limits.from_environment(), scheduler_from_environment())


def submit(job: Job | ClassifierJob) -> Run:
    """Starts a run of this visit, or adds it to the queue.

    Args:
        job: What to train.

    Raises:
        ValueError: If it exceeds the server's limits, or another run is waiting already.
    """
    visit = st.session_state.setdefault(KEY, uuid4().hex)
    _present(visit)
    return executor().submit(job, visit)


def runs() -> list[Run]:
    """This visit's runs that train a twin network, oldest first."""
    return _runs_of(Job)


def classifier_runs() -> list[Run]:
    """This visit's runs that train a classifier, oldest first."""
    return _runs_of(ClassifierJob)


def _runs_of(kind: type[Job | ClassifierJob]) -> list[Run]:
    if KEY not in st.session_state:
        return []
    return [run for run in executor().runs_of(st.session_state[KEY]) if isinstance(run.job, kind)]


def keep_alive() -> None:
    """Marks the visit as active; called whenever a page is shown, also after a reconnection."""
    if KEY in st.session_state:
        _present(st.session_state[KEY])


def restore(visit: str) -> None:
    """Takes up a visit again whose runs are still there, after a reload.

    Args:
        visit: Its number, as the browser has kept it.

    Raises:
        ValueError: If that is no such number.
    """
    if not re.fullmatch("[0-9a-f]{32}", visit):
        raise ValueError("This is no visit.")
    if KEY not in st.session_state and executor().runs_of(visit):
        st.session_state[KEY] = visit
        _present(visit)


def _enter(visit: str) -> None:
    with _lock:
        _sessions[visit] += 1
        executor().stay(visit)


def _leave(visit: str) -> None:
    with _lock:
        _sessions[visit] -= 1
        if not _sessions[visit]:
            del _sessions[visit]
            executor().leave(visit, executor().limits.grace)


# Streamlit releases it as soon as the connection is lost; the visitor may still reconnect.
@st.cache_resource(show_spinner=False, scope="session", on_release=_leave)
def _present(visit: str) -> str:
    _enter(visit)
    return visit
