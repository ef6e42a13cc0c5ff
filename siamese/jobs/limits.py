"""What a server allows a training run: set by whoever runs it, in its environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

from siamese.config import ClassifierConfig, TrainingConfig

Number = TypeVar("Number", int, float)


@dataclass(frozen=True)
class Limits:
    """What a run cannot exceed."""

    runs: int = 1  # at a time, of all visitors; so many workers a server starts at most
    seconds: float = 600.0  # of one run, until it is asked to stop
    digits: int = 60_000  # to train on
    epochs: int = 30  # of one run
    grace: float = 120.0  # seconds that the runs of a visitor go on whose connection is gone

    @classmethod
    def from_environment(cls) -> Limits:
        """The limits that SIAMESE_MAX_RUNS, _SECONDS, _DIGITS and _EPOCHS set; else our own.

        SIAMESE_GRACE_SECONDS sets the grace.

        Raises:
            ValueError: If one is no number or out of range. The message ends in what was received.
        """
        return cls(
            runs=_number("SIAMESE_MAX_RUNS", cls.runs, 1, 64),
            seconds=_number("SIAMESE_MAX_SECONDS", cls.seconds, 1, 86_400),
            digits=_number("SIAMESE_MAX_DIGITS", cls.digits, 100, 10_000_000),
            epochs=_number("SIAMESE_MAX_EPOCHS", cls.epochs, 1, 1000),
            grace=_number("SIAMESE_GRACE_SECONDS", cls.grace, 0, 86_400),
        )

    def check(self, config: TrainingConfig | ClassifierConfig) -> None:
        """Refuses a run that asks for more.

        Args:
            config: Of the run.

        Raises:
            ValueError: If it does, or does not say how many digits it wants. The message ends in
                what was received.
        """
        if config.digits is None or config.digits > self.digits:
            raise ValueError(
                f"This server trains on {self.digits:,} digits at most. Received: {config.digits}"
            )
        if config.epochs > self.epochs:
            raise ValueError(
                f"This server trains for {self.epochs} epochs at most. Received: {config.epochs}"
            )


def scheduler_from_environment() -> str | None:
    """The address of a Dask scheduler that SIAMESE_SCHEDULER names; None without one.

    Raises:
        ValueError: If it is no such address. The message ends in what was received.
    """
    address = os.environ.get("SIAMESE_SCHEDULER") or None
    if address and not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
        raise ValueError(f"SIAMESE_SCHEDULER is like tcp://host:8786. Received: {address}")
    return address


def _number(variable: str, default: Number, low: int, high: int) -> Number:
    """A number from the environment, a whole one where the default is."""
    text = os.environ.get(variable, str(default))
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not (isfinite(value) and low <= value <= high):
        raise ValueError(f"{variable} is a number from {low} to {high:,}. Received: {text}")
    if value != type(default)(value):
        raise ValueError(f"{variable} is a whole number. Received: {text}")
    return type(default)(value)
