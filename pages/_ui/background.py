"""Work behind the visitors' backs: nobody waits for it who does not want to."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

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
