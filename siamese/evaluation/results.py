"""Figures of a network as its manifest keeps them. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DistanceHistogram:
    """How the distances of held-out pairs spread.

    Attributes:
        edges: n + 1 rising distances.
        positive: n counts of positive pairs.
        negative: n counts of negative pairs.
    """

    edges: list[float]
    positive: list[int]
    negative: list[int]


@dataclass(frozen=True)
class OneShot:
    """How well symbols that were not learned are told apart (`siamese.evaluation.persian`).

    Attributes:
        symbols: What they are.
        pictures: How many of them were drawn from.
        ways: How many symbols there were to choose among.
        shots: Examples of each.
        episodes: How often it was tried.
        accuracy: Share of right answers, a fraction.
        low: Lower end of its 95 % interval.
        high: Upper end.
        threshold: Beyond this distance from the nearest example it is none of the symbols.
    """

    symbols: str
    pictures: int
    ways: int
    shots: int
    episodes: int
    accuracy: float
    low: float
    high: float
    threshold: float
