"""Work behind the visitors' backs: nobody waits for it who does not want to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def begin(name: str, work: Callable[..., T], *args: Any) -> Future[T]:
    """Begins work on a thread of its own, which ends with it.

    Args:
        name: Of the thread, as a list of threads shows it.
        work: What is to be done; it outlives the visit that asked for it.
        args: What it is called with.

    Returns:
        What will come of it.
    """
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    coming = worker.submit(work, *args)
    worker.shutdown(wait=False)
    return coming


def show_problem(what: str, problem: BaseException, again: Callable[[], None]) -> None:
    """Says that work came to nothing, and offers to begin anew.

    Args:
        what: What could not be done, as a sentence without its end.
        problem: Why; the whole of it is for the log.
        again: Forgets it, so that whoever needs it next begins anew.
    """
    logging.getLogger(__name__).error(what, exc_info=problem)
    st.error(f"{what}: {type(problem).__name__}. The log says more.", icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", on_click=again)
