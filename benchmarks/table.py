"""The plain table that every benchmark ends with."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured figure, and the most it may be; without a target it is only told."""

    name: str
    value: float
    unit: str
    at_most: float | None = None

    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table: what, how much, how much at most, and whether it holds."""
        measured = f"{_readable(self.value)} {self.unit}".strip()
        if self.at_most is None:
            return (self.name, measured, "", "")
        verdict = "holds" if self.value <= self.at_most else "MISSED"
        return (self.name, measured, f"≤ {_readable(self.at_most)} {self.unit}".strip(), verdict)


def show(figures: Sequence[Figure]) -> None:
    """Prints the figures, one a line, in columns."""
    rows = [("figure", "measured", "target", "verdict"), *(figure.cells() for figure in figures)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _readable(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
