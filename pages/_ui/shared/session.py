"""A visit and its training runs: they belong to it, and end when it does."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from siamese.jobs import ClassifierJob, Job, Limits, Run, TrainingExecutor

KEY = "visit"


@st.cache_resource(show_spinner=False)
def executor() -> TrainingExecutor:
    """What trains, the same for every visitor.

    Raises:
        ValueError: If the server's limits cannot be read; the message says which.
    """
    return TrainingExecutor(Limits.from_environment())


def submit(job: Job | ClassifierJob) -> Run:
    """Sets a run of this visit going, or puts it in line.

    Args:
        job: What is to be trained.

    Raises:
        ValueError: If it is beyond the server's limits, or one is waiting already.
    """
    visit = st.session_state.setdefault(KEY, uuid4().hex)
    _present(visit)
    return executor().submit(job, visit)


def runs() -> list[Run]:
    """The twin networks' runs of this visit, oldest first."""
    return _runs_of(Job)


def classifier_runs() -> list[Run]:
    """The classifiers' runs of this visit, oldest first."""
    return _runs_of(ClassifierJob)


def _runs_of(kind: type[Job | ClassifierJob]) -> list[Run]:
    if KEY not in st.session_state:
        return []
    return [run for run in executor().runs_of(st.session_state[KEY]) if isinstance(run.job, kind)]


def keep_alive() -> None:
    """Says that the visitor is there: each time a page is shown, also after a lost connection."""
    if KEY in st.session_state:
        _present(st.session_state[KEY])


def _leave(visit: str) -> None:
    executor().leave(visit, executor().limits.grace)


# Streamlit drops it as soon as the connection is lost, which on a poor network is not the end.
@st.cache_resource(show_spinner=False, scope="session", on_release=_leave)
def _present(visit: str) -> str:
    executor().stay(visit)
    return visit
