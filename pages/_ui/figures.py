"""How figures are written, on every page alike."""


def distance(value: float) -> str:
    """A distance to read: finer where it is small.

    >>> distance(1.1009), distance(0.0314)
    ('1.10', '0.031')
    """
    return f"{value:.{3 if value < 0.1 else 2}f}"


def percent(share: float, decimals: int = 0) -> str:
    r"""A share to read, its sign never on the next line.

    >>> percent(0.0028, decimals=2)
    '0.28\u202f%'
    """
    return f"{100 * share:.{decimals}f}\N{NARROW NO-BREAK SPACE}%"
