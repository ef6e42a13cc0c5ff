"""What commands say on the terminal: answers, progress, refusals."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from siamese.training.events import EpochEnd, Event, OnEvent, StepEnd


def prepare_streams() -> None:
    """Lets a command write whatever it has to, wherever that goes.

    A service may be started with its streams closed: what would be written goes nowhere then. And
    a file's name may hold letters that a stream's encoding, such as cp1252, has not: they are
    written as escapes.
    """
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
        if getattr(sys, name) is None:
            # Left open: it takes the stream's place until the program ends.
            setattr(sys, name, Path(os.devnull).open("w" if number else "r"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_answer(fields: dict[str, Any], as_json: bool, sentence: str) -> None:
    """Prints what a command found: as one JSON object, or as a sentence.

    Args:
        fields: The object.
        as_json: Whether it was asked for.
        sentence: What to print without it.
    """
    click.echo(json.dumps(fields) if as_json else sentence)


@contextmanager
def silence_native_stderr() -> Iterator[None]:
    """Keeps the C++ code of TensorFlow and LiteRT from writing to standard error.

    What it notes while it starts (which instructions it uses, that there is no GPU) goes past its
    own log level and past Python, and would stand beside our one line.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def progress(words: str) -> Callable[[float], None]:
    """What shows on a terminal how much of something is done; elsewhere it is silent.

    Args:
        words: What is being done.

    Returns:
        To be told the share that is done, 0 to 1.
    """
    running = sys.stderr.isatty()

    def report(share: float) -> None:
        if running:
            line = f"{words}: {share:.0%}".ljust(30)  # over what an earlier one has left there
            click.echo(f"\r{line}", err=True, nl=share >= 1)

    return report


def training_report() -> OnEvent:
    """What prints a training run: a line an epoch, and in a terminal a running one."""
    running = sys.stderr.isatty()

    def report(event: Event) -> None:
        if isinstance(event, EpochEnd):
            click.echo(f"\r{_epoch_line(event.metrics)}", err=True)
        elif running and isinstance(event, StepEnd):
            click.echo(
                f"\repoch {event.epoch}/{event.epochs}: step {event.step}/{event.steps}, "
                f"loss {event.loss:.4f}, {event.seconds_left:.0f} s left ",
                err=True,
                nl=False,
            )

    return report


def _epoch_line(metrics: dict[str, float]) -> str:
    if "loss" in metrics:
        losses = f"loss {metrics['loss']:.4f}, validation {metrics['val_loss']:.4f}"
    else:
        losses = "before the first step"
    return (
        f"epoch {metrics['epoch']:g}: {losses}; accuracy on validation pairs "
        f"{metrics['val_accuracy']:.2%}, equal error rate {metrics['equal_error_rate']:.2%}, "
        f"{metrics['seconds']:.0f} s"
    )


def check_writable(folder: Path) -> None:
    """Says before a run, not after it, that its output has nowhere to go.

    Args:
        folder: Where a command is to write; it need not be there yet.

    Raises:
        ValueError: If it is a file, or the nearest folder there cannot be written to.
    """
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise ValueError(f"{there}: no folder to write to. Choose another --output.")


def check_file(path: Path) -> None:
    """Says before the work, not after it, that its file cannot be written.

    Args:
        path: What a command is to write; an earlier file may be there.

    Raises:
        ValueError: If something else than a file is there, or nothing can be written where it
            belongs.
    """
    if path.exists() and not path.is_file():
        raise ValueError(f"{path}: no file, and not to be replaced. Name a file in --output.")
    check_writable(path.parent)


def refuse(message: str) -> int:
    """Prints why a command does not run, in one line.

    Returns:
        Its exit status.
    """
    click.echo(" ".join(message.split()), err=True)
    return 2
