"""What can go wrong with a run, in words for a visitor."""

from __future__ import annotations

import errno
import os

KILLED = (
    "The system ended the run, probably because memory ran out. Nothing was saved. "
    "Choose fewer training examples, or try again later."
)
NO_MEMORY = "Memory ran out. Nothing was saved. Choose fewer training examples, or try again later."
DISK_FULL = (
    "The server's disk is full. Nothing was saved. Delete runs you do not need, and try again."
)
NO_TENSORFLOW = (
    "TensorFlow cannot be loaded. `python -c 'import tensorflow'` shows why. "
    "Install it again with: pip install -r requirements.txt"
)
NO_WORKER = "No worker answers. Nothing was saved. Try again later."
HUNG = "The worker no longer answers, and the run was ended. Nothing was saved. Try again."
UNEXPECTED = "The run failed: internal error. Nothing was saved. The server's log says more."
STOP_TIMEOUT = "The run did not stop when asked, and was ended. Nothing was saved. Try again."
UNSAVED = "The network could not be saved in time. Nothing was saved. Try again later."
LEFT_QUEUE = "The run left the queue before it began."
DELETED = "The run was deleted."


class RunError(RuntimeError):
    """A run came to nothing; the message is its problem, and `details` are for the log."""

    def __init__(self, problem: str, details: str = "") -> None:
        super().__init__(problem)
        self.details = details


def time_is_up(seconds: float) -> str:
    """Why a run was stopped by the server."""
    return (
        f"Stopped after {seconds:g} s, the time limit of this server. The network was saved as it "
        "was then. Choose fewer training examples or epochs to finish in time."
    )


def in_words(error: BaseException) -> str | None:
    """What an error means, where it is the machine's: a full disk, or no memory left.

    Args:
        error: Of Python, or of a library that passes the system's words on.

    Returns:
        One line that says what happened and what to do; None for any other error.
    """
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOSPC or os.strerror(errno.ENOSPC) in str(error):
        return DISK_FULL
    if isinstance(error, MemoryError) or number == errno.ENOMEM:
        return NO_MEMORY
    return None
