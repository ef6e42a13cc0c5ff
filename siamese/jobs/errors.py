"""What can go wrong with a run in a process of its own, in words for a visitor."""

from __future__ import annotations

import errno
import os

KILLED = (
    "The system ended the run, as it does when memory runs out: nothing is kept. "
    "Choose fewer digits or a smaller batch, or try again later."
)
NO_MEMORY = (
    "Memory ran out: nothing is kept. Choose fewer digits or a smaller batch, or try again later."
)
DISK_FULL = (
    "The server's disk is full: nothing is kept. Delete runs you do not need, and try again."
)
NO_TENSORFLOW = (
    "TensorFlow cannot be imported: `python -c 'import tensorflow'` says why. "
    "Install it again with: pip install -r requirements.txt"
)
GARBLED = "The run told what cannot be understood, and was ended: nothing is kept. Try again."
UNEXPECTED = "The run ended by a slip of ours: nothing is kept. The server's log says more."
STOP_TIMEOUT = (
    "The run did not stop when it was asked to, and was ended: nothing is kept. Try again."
)
UNSAVED = "What was learned could not be written in time: nothing is kept. Try again later."
LEFT_QUEUE = "The run left the line before it began."
DELETED = "The run was deleted."


def time_is_up(seconds: float) -> str:
    """Why a run was stopped by the server."""
    return (
        f"Stopped after {seconds:g} s, the most that this server gives a run. What it learned is "
        "kept; choose fewer digits or epochs to come to the end."
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
