"""Kinds of parameters, and what each accepts: anybody may have written an address."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from siamese.data.packed_digits import unpack
from siamese.pooling import grid

LONGEST = 200  # characters of a text
LONGEST_PICTURES = 900  # characters of two pictures: what some programs cut off begins at 1,000


class Param(Protocol):
    """A parameter of one page."""

    @property
    def default(self) -> Any:
        """What the page shows unless the address says something else."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""

    def fit(self, value: Any) -> Any:
        """The valid value that is closest to a value of another page."""


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`."""

    low: float
    high: float
    default: float = 0.0
    step: float = 1.0

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        found = number(text)
        return found is not None and self.low <= found <= self.high

    def fit(self, value: float) -> float:
        """The closest value in the range."""
        return min(max(value, self.low), self.high)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number from `low` to `high`."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return super().accepts(text) and float(text).is_integer()


@dataclass(frozen=True)
class Choice:
    """One of several words; with `several`, any of them."""

    options: tuple[str, ...]
    default: str = ""
    several: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)  # former options: their names now

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return text in self.options

    def fit(self, value: str) -> str:
        """The value, or the default if it is no option."""
        return value if value in self.options else self.default


@dataclass(frozen=True)
class Text:
    """Anything short: the page itself says what is wrong with it."""

    longest: int = LONGEST
    empty: bool = False
    default: str = ""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return len(text) <= self.longest and (self.empty or text != "")

    def fit(self, value: str) -> str:
        """The value."""
        return value


@dataclass(frozen=True)
class Threshold(Number):
    """A distance, or "own" for the network's own threshold."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return text == "own" or super().accepts(text)


@dataclass(frozen=True)
class Grid(Text):
    """A grid of numbers."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return grid.from_address(text) is not None


@dataclass(frozen=True)
class Pictures(Text):
    """Two pictures of digits."""

    longest: int = LONGEST_PICTURES

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        try:
            return super().accepts(text) and len(unpack(text, 2)) == 2
        except ValueError:
            return False


def one_of(values: Iterable[object]) -> Choice:
    """A choice of values, as they are written in the address."""
    return Choice(tuple(map(str, values)))


def number(text: Any) -> float | None:
    """A distance that is said; None where that is none.

    >>> number("0.5"), number("-1"), number("x"), number("inf"), number(None)
    (0.5, None, None, None, None)
    """
    if isinstance(text, str) and len(text) > LONGEST:
        return None
    try:
        found = float(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and found >= 0 else None
