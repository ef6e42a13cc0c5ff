"""Results that all threads share, for arguments that are compared by identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SharedResults(Generic[P, T]):
    """A function that computes each result once; it keeps the latest with their arguments."""

    def __init__(self, function: Callable[P, T], most: int) -> None:
        kept: Any = lru_cache(most)(function)
        self._kept: Callable[P, T] = kept
        self.clear: Callable[[], None] = kept.cache_clear
        self._lock = Lock()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result; who asks while it is computed waits for it."""
        with self._lock:
            return self._kept(*args, **kwargs)


def shared(most: int) -> Callable[[Callable[P, T]], SharedResults[P, T]]:
    """Shares a function's results among all visitors.

    Args:
        most: Number of results to keep.
    """
    return lambda function: SharedResults(function, most)
