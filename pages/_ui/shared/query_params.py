"""What an address says, read with care: anybody may have written it."""

from __future__ import annotations

import math
from typing import Any


def number(said: Any) -> float | None:
    """A distance that is said; None where that is none.

    >>> number("0.5"), number("-1"), number("x"), number("inf"), number(None)
    (0.5, None, None, None, None)
    """
    try:
        found = float(said)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) and found >= 0 else None
