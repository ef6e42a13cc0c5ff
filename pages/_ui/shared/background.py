"""Work in background threads, so that pages do not wait for it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")

SEE_LOG = "The server's log has the details."


def begin(name: str, work: Callable[..., T], *args: Any) -> Future[T]:
    """Starts work in a thread of its own, which ends when the work is done.

    Args:
        name: Name of the thread.
        work: The function to call; it runs to its end even if the visitor leaves.
        args: Its arguments.

    Returns:
        The future with its result.
    """
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    coming = worker.submit(work, *args)
    worker.shutdown(wait=False)
    return coming


def freeze() -> None:
    """Takes all that is imported by now out of Python's garbage collection.

    Called after each late import of many modules: or every full collection goes through them, a
    quarter of a second in which nothing is sent.
    """
    gc.collect()
    gc.freeze()


def show_problem(what: str, problem: BaseException, again: Callable[[], None]) -> None:
    """Says that work failed, and offers to try again.

    Args:
        what: What could not be done, as a sentence without its full stop.
        problem: The exception; its traceback is written to the log.
        again: Clears the cached failure, so that the next request starts the work again.
    """
    logging.getLogger(__name__).error(what, exc_info=problem)
    st.error(f"{what}: {type(problem).__name__}. {SEE_LOG}", icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", on_click=again)
