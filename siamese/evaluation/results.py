"""Figures of a network as its manifest keeps them. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DistanceHistogram:
    """How the distances of validation pairs spread."""

    edges: list[float]  # n + 1 rising distances
    positive: list[int]  # n counts of positive pairs
    negative: list[int]  # n counts of negative pairs


@dataclass(frozen=True)
class OneShot:
    """How well symbols that were not learned are told apart (`siamese.evaluation.persian`)."""

    symbols: str  # what they are
    pictures: int  # how many of them were drawn from
    ways: int  # how many symbols there were to choose among
    shots: int  # examples of each
    episodes: int  # how often it was tried
    accuracy: float  # share of right answers, a fraction
    low: float  # lower end of its 95 % interval
    high: float  # upper end
    threshold: float  # beyond this distance from the nearest example it is none of the symbols
    # an answer that is no more than this nearer than the next one is in doubt; 0: none is
    margin: float = 0.0
