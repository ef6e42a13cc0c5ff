"""The runs of a visit: compare, use, download or delete them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import cast

import streamlit as st

from pages._ui.course import task_list
from pages._ui.runs import charts
from pages._ui.runs.words import in_words
from pages._ui.shared import formatting, own_network, session
from pages._ui.training import handwriting
from siamese.config import TrainingConfig
from siamese.jobs import Run, State
from siamese.manifest import (
    ENCODER_FILE,
    NETWORK_FILE,
    PLOT,
    SAVED_MODEL,
    Manifest,
    NetworkError,
)

ICON = ":material/model_training:"
ENOUGH = 0.96  # accuracy with which the task is done
NONE_YET = (
    "No run yet. Press **Train**: a quick run takes less than a minute. You can then use its "
    "network on the other pages."
)
COMING = "When your run is done, its results appear here, and you can use its network."
FILES = {
    "Network (.keras)": NETWORK_FILE,
    "Encoder for LiteRT (.tflite)": ENCODER_FILE,
    "Network (SavedModel, .zip)": SAVED_MODEL,
    "History (.csv)": "history.csv",
    "Curves (.png)": PLOT,
    "Manifest (.json)": "manifest.json",
}


def show(runs: list[Run]) -> None:
    """Shows the runs that produced a network, with the best one marked.

    Args:
        runs: The runs of this visit.
    """
    manifests = {run.number: found for run in runs if (found := _manifest(run)) is not None}
    if manifests:
        _show_all(runs, manifests)
    else:
        st.info(COMING if any(not run.done() for run in runs) else NONE_YET, icon=ICON)
    whole = [cast(TrainingConfig, run.job.config) for run in runs if run.state is State.DONE]
    task_list.recognise("run", any(one.accuracy >= ENOUGH for one in manifests.values()))
    task_list.recognise("two-losses", _only_losses_differ(whole))


def _only_losses_differ(configs: Sequence[TrainingConfig]) -> bool:
    """Whether two runs have the same settings but for their losses."""
    return any(one != two == replace(one, loss=two.loss) for one, two in combinations(configs, 2))


def _show_all(runs: list[Run], manifests: dict[int, Manifest]) -> None:
    """The runs with these manifests, by number."""
    best = _best(manifests)
    if len(manifests) > 1:
        _compare(manifests, best)
    st.caption(
        "Your runs stay when you reload this tab. They are deleted when you close it: download "
        "what you want to keep."
    )
    for run in runs:
        if run.number in manifests:
            _show_run(run, manifests[run.number], marked=run.number == best)


def _manifest(run: Run) -> Manifest | None:
    """The manifest of a run that produced a network; shows an error if its files are gone."""
    if not own_network.usable(run):
        return None
    try:
        return Manifest.load(run.result())
    except NetworkError:
        st.error(f"The files of {own_network.name(run.number)} are gone: train it again.")
        return None


def _best(manifests: dict[int, Manifest]) -> int | None:
    """The run with the highest test accuracy; None if two share it."""
    ranked = sorted(manifests, key=lambda number: manifests[number].accuracy)
    if len(ranked) < 2 or manifests[ranked[-1]].accuracy == manifests[ranked[-2]].accuracy:
        return None
    return ranked[-1]


def _compare(manifests: dict[int, Manifest], best: int | None) -> None:
    """The curves of all runs in the same charts."""
    names = {number: own_network.name(number) + " ★" * (number == best) for number in manifests}
    charts.show_curves("all", {names[number]: manifests[number].history for number in manifests})
    if best is not None:
        st.caption("The star marks the run with the highest test accuracy.")


def _show_run(run: Run, manifest: Manifest, marked: bool) -> None:
    """One run: its settings, its results and its buttons."""
    config = cast(TrainingConfig, run.job.config)
    with st.container(border=True, gap="xsmall", key=f"run-{run.number}"):
        star = " ★ best" if marked else ""
        st.markdown(
            f"**{own_network.name(run.number)}{star}** · "
            f"**{formatting.percent(manifest.accuracy, decimals=2)}** of "
            f"{manifest.data['test_pairs']:,} test pairs right, equal error rate "
            f"{formatting.percent(manifest.equal_error_rate, decimals=2)}, {run.seconds:.0f} s"
        )
        stopped = manifest.history[-1]["epoch"]
        early = f" · stopped after {stopped:g}" if stopped != config.epochs else ""
        st.caption(in_words(config) + early)
        handwriting.show(run, manifest)
        _buttons(run)


def _buttons(run: Run) -> None:
    """Uses the run's network, downloads its files, or deletes it."""
    chosen = own_network.own()
    used = chosen is not None and chosen.run is run
    with st.container(horizontal=True):
        st.button(
            "Use the shipped network" if used else "Use this network",
            icon=":material/check:" if used else ":material/swap_horiz:",
            key=f"use-{run.number}",
            on_click=own_network.use,
            args=(None if used else run,),
            help="Draw & compare, Pairs, Verification and Network then use it.",
        )
        with st.popover("Download", icon=":material/download:"):
            for label, file in FILES.items():
                _offer(run, label, file)
        st.button(
            "Delete",
            icon=":material/delete:",
            key=f"delete-{run.number}",
            on_click=own_network.forget,
            args=(run,),
        )


def _offer(run: Run, label: str, file: str) -> None:
    exported = file in (SAVED_MODEL, PLOT)  # made by a worker when somebody asks for it
    read = partial(session.executor().export, run, file) if exported else None
    st.download_button(
        label,
        data=read or (run.result() / file).read_bytes,
        file_name=f"run-{run.number}-{file}",
        key=f"download-{run.number}-{file}",
        on_click="ignore",
    )
