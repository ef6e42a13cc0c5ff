"""How often a run's network errs on generated handwriting, beside the shipped network.

Both are measured on the same pairs, so that one sees what the shipped network's longer training
was good for: on MNIST's test images it differs less from a run on MNIST.
"""

from __future__ import annotations

from concurrent.futures import Future

import streamlit as st

from pages._ui.shared import background, formatting, network
from siamese.comparator import Comparator
from siamese.data.digits import HANDWRITING
from siamese.evaluation.drawn_digits import wrong_on_handwriting
from siamese.jobs import Run
from siamese.manifest import Manifest
from siamese.shared_results import shared


def show(run: Run, manifest: Manifest) -> None:
    """Shows how often both networks err, once that is measured.

    Args:
        run: A run that produced a network.
        manifest: That network's.
    """
    measured = _wrong(run), _wrong(None)
    for coming in measured:
        if not coming.done():
            network.wait_for(coming, MEASURING)
            return
        if (problem := coming.exception()) is not None:
            background.show_problem(FAILED, problem, _wrong.clear)
            return
    own, shipped = (formatting.percent(coming.result(), decimals=1) for coming in measured)
    why = ONLY if manifest.data["name"] == HANDWRITING else LONGER
    st.caption(f"{WORDS.format(own=own, shipped=shipped)} {why}")


@shared(8)
def _wrong(run: Run | None) -> Future[float]:
    """The share of wrong verdicts of a run's network; of the shipped one for None."""
    return background.begin("errors on handwriting", _measure, run)


def _measure(run: Run | None) -> float:
    comparator = Comparator.load(run.result() if run else None)
    return wrong_on_handwriting(comparator.embed, comparator.threshold)


MEASURING = "Comparing 600 digits that the program generates, by this network and the shipped one."
FAILED = "The networks could not be compared on digits that the program generates"
WORDS = (
    "The program generates 600 digits in many ways of writing. On all pairs of them, **{own}** of "
    "this network’s verdicts are wrong, and **{shipped}** of the shipped network’s."
)
LONGER = "The shipped network was trained longer, and on such digits, too."
ONLY = "This network was trained on such digits only, the shipped network on MNIST’s as well."
