"""Formats numbers in the same way on every page."""

from collections.abc import Iterable

FINEST = 9  # decimals


def distance(value: float, threshold: float | None = None) -> str:
    """Formats a distance, with more decimals if it is small or close to the threshold.

    >>> distance(1.1009), distance(0.0314), distance(1.0912, threshold=1.0934)
    ('1.10', '0.031', '1.091')
    """
    return f"{value:.{_decimals(value, threshold)}f}"


def threshold(value: float, distances: Iterable[float]) -> str:
    """Formats a threshold with as many decimals as the closest distance beside it.

    >>> threshold(1.0934, [0.5, 1.2]), threshold(1.0934, [0.5, 1.0912])
    ('1.09', '1.093')
    """
    near = (one for one in distances if abs(one - value) < 0.01)
    finest = max((_decimals(one, value) for one in near), default=_decimals(value, None))
    return f"{value:.{finest}f}"


def _decimals(value: float, threshold: float | None) -> int:
    decimals = 3 if value < 0.1 else 2
    if threshold is None or value == threshold:
        return decimals
    while decimals < FINEST and f"{value:.{decimals}f}" == f"{threshold:.{decimals}f}":
        decimals += 1
    return decimals


def signed(value: float, decimals: int) -> str:
    """Formats a number with a typographic minus sign, and no minus before a zero.

    >>> signed(-1.25, decimals=2), signed(-0.04, decimals=1)
    ('−1.25', '0.0')
    """
    nearest = round(float(value), decimals) + 0.0  # −0 + 0 is 0
    return f"{nearest:.{decimals}f}".replace("-", "−")


def percent(share: float, decimals: int = 0) -> str:
    r"""Formats a share as a percentage with a non-breaking space.

    >>> percent(0.0028, decimals=2)
    '0.28\u202f%'
    """
    return f"{100 * share:.{decimals}f}\N{NARROW NO-BREAK SPACE}%"


def shape(lengths: Iterable[int]) -> str:
    """Formats a shape without the batch dimension.

    >>> shape((28, 28, 64)), shape((48,))
    ('28 × 28 × 64', '48')
    """
    return " × ".join(map(str, lengths))
