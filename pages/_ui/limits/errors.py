"""How often the network in use errs, by digit and by drawing tool: computed in the background."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.limits import tables
from pages._ui.shared import background, digits, measured_pairs, network
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.evaluation.drawn_digits import ToolErrors, errors_by_tool
from siamese.evaluation.pair_scores import distances_of
from siamese.evaluation.threshold_sweep import SortedPairs
from siamese.pairs import sample_pairs
from siamese.shared_results import shared

PAIRS = 100_000  # of the digits shown
REDRAWN = 60  # digits that each tool draws again: 20 seconds of one core for all tools
SEED = 1


@dataclass(frozen=True, eq=False)
class Errors:
    """The errors of one network on the digits shown."""

    pairs: Future[SortedPairs]  # `PAIRS` of them
    tools: Future[list[ToolErrors]]  # on `REDRAWN` of the digits, drawn again


def show() -> None:
    """Shows the errors by digit and by tool, or what is still being computed."""
    comparator = network.ready()
    if comparator is None:
        network.show_problem()
        return
    measured = measured_pairs.measure(comparator, digits.shown())
    found = _errors(measured)
    threshold, name = comparator.threshold, measured.digits.name
    if _is_there(found.pairs, "Comparing the test images in pairs."):
        st.markdown(tables.by_digit(found.pairs.result(), threshold, name))
    if _is_there(found.tools, "Drawing digits again with each tool, and comparing them."):
        st.markdown(tables.by_tool(found.tools.result(), threshold, name, REDRAWN))


def _is_there(coming: Future[SortedPairs] | Future[list[ToolErrors]], words: str) -> bool:
    """Whether a result is there; if not, the page says why."""
    if not coming.done():
        network.wait_for(coming, words)
        return False
    if (problem := coming.exception()) is not None:
        background.show_problem("The errors could not be measured", problem, _errors.clear)
        return False
    return True


@shared(4)
def _errors(measured: MeasuredDigits) -> Errors:
    return Errors(
        background.begin("errors by digit", _pairs, measured),
        background.begin("errors by tool", _tools, measured),
    )


def _pairs(measured: MeasuredDigits) -> SortedPairs:
    labels = measured.digits.labels
    pairs = sample_pairs(labels, PAIRS, np.random.default_rng(SEED))
    return SortedPairs.of(pairs, distances_of(measured.embeddings.result(), pairs), labels)


def _tools(measured: MeasuredDigits) -> list[ToolErrors]:
    there, comparator = measured.digits, measured.comparator
    chance = np.random.default_rng(SEED)
    some = chance.choice(len(there.images), min(REDRAWN, len(there.images)), replace=False)
    return errors_by_tool(
        comparator.embed, there.images[some], there.labels[some], comparator.threshold, SEED
    )
