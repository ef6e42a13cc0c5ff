"""One-shot recognition of symbols from one or a few examples each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.course import task_list
from pages._ui.shared import digits, formatting, network, pad, source_code, verdict
from pages._ui.shared.query_params import address
from pages._ui.shared.query_params.kinds import Number
from pages._ui.shared.query_params.widgets import choose
from pages._ui.verification.one_shot import answer, editor, kept_sets, three_answers
from pages._ui.verification.one_shot.support_sets import (
    CHOICE,
    OWN,
    PERSIAN,
    EditableSupportSet,
    collection,
    persian_sample,
    show_problem,
    tell,
)
from siamese.comparator import for_symbols
from siamese.evaluation.support_set import LONGEST_NAME, MOST_SYMBOLS
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from siamese.comparator import Comparator
    from siamese.evaluation.support_set import Ranked
    from siamese.manifest import Manifest

PAD = "symbol"
PLACE = "teach"  # where errors of a new example are shown
NAME = "Name of your drawing"
FARTHEST = 2.0  # of two embeddings of length 1
INVENTED = 3  # symbols of the task
Drawing = NDArray[np.uint8]


def show() -> None:
    """Shows the part."""
    st.markdown(
        "The example nearest to your drawing gives the answer. A new symbol needs no training."
    )
    _play()
    source_code.show_code(
        "The examples are embedded; the one nearest to the drawing gives the answer.",
        ("siamese/evaluation/support_set.py", "rank"),
        ("siamese/evaluation/episodes.py", "n_way_episodes"),
        ("siamese/evaluation/episodes.py", "none_threshold"),
        ("siamese/comparator.py", "Comparator.embed"),
    )


@st.fragment
def _play() -> None:
    """The pad, the answer and the set: what runs again after a stroke."""
    choice = choose("verification", CHOICE, "Set of symbols", label_visibility="collapsed")
    chosen = collection(choice)
    comparator = _network()
    if comparator is not None:
        address.check("none", Number(0, _farthest(comparator.manifest)))
    own_pad = pad.pad(PAD)
    own_pad.any_sample = persian_sample if choice == PERSIAN else digits.any_digit
    with st.container(horizontal=True, key="pads"):
        drawn = pad.show(own_pad, "Draw a symbol")
        with st.container(key="side", width="stretch"):
            with st.container(key="answer"):
                words = st.container()
                network.show_problem(for_symbols)
            _teach(chosen, drawn)
            answers, named = _answer(words, chosen, drawn, comparator)
    editor.show(chosen)
    st.markdown(NEWS[choice])
    if comparator is not None:
        st.markdown(_accuracy(comparator.manifest))
    kept_sets.keep()
    invented = choice == OWN and len(chosen.support.names) >= INVENTED
    task_list.recognise("three-symbols", named and invented)
    task_list.recognise("pixels", three_answers.pixels_differ(answers))


def _network() -> Comparator | None:
    """The network for symbols; None if it cannot be loaded."""
    try:
        return for_symbols()
    except NetworkError:
        return None


def _answer(
    words: DeltaGenerator,
    chosen: EditableSupportSet,
    drawn: Drawing | None,
    comparator: Comparator | None,
) -> tuple[dict[str, Sequence[Ranked]], bool]:
    """Shows the recognised symbol in `words`, and the distances of all symbols.

    While there is no answer, the symbols stand in the place of their distances: nothing moves when
    a drawing is added and the pad is empty again.

    Returns:
        The answers of all three, which are empty while nothing is drawn; and whether the network
        for symbols names one symbol.
    """
    answers: dict[str, Sequence[Ranked]] = {}
    named = False
    support = chosen.support
    if drawn is not None:
        chosen.added = ""
    if drawn is None or comparator is None or not support.complete:
        with words:
            answer.ask(support, drawn is not None, comparator is not None, chosen.added)
    if comparator is not None and support.complete:
        threshold = _rejection_threshold(comparator.manifest)
        with st.container(key="ranked"):
            reason, listed = st.columns([2, 3], gap="medium")
        answers = three_answers.ask(support, drawn, comparator)
        three_answers.show(support, answers)
        if drawn is None:
            with listed:
                answer.show_unranked(support, threshold, _farthest(comparator.manifest))
            return answers, named
        ranked, margin = answers[three_answers.SYMBOLS], comparator.manifest.one_shot.margin
        with words:
            named = answer.show_answer(support, ranked, threshold, margin)
        with reason:
            answer.show_reason(support, ranked[0], drawn)
            verdict.link_to_limits()
        with listed:
            answer.show_ranking(support, ranked, threshold, margin)
    return answers, named


def _farthest(manifest: Manifest) -> float:
    """The maximum of the slider."""
    return max(FARTHEST, round(2 * manifest.one_shot.threshold, 2))


def _rejection_threshold(manifest: Manifest) -> float:
    """Shows the slider of the threshold."""
    usual = manifest.one_shot.threshold
    threshold: float = st.slider(
        "Rejection threshold",
        0.0,
        _farthest(manifest),
        round(usual, 2),
        0.01,
        key="none",
        bind="query-params",
        help="A drawing farther than this from all examples is none of the symbols. The default, "
        f"{usual:.2f}, is best for sets of {manifest.one_shot.ways} letters of alphabets that the "
        "network was not trained on.",
    )
    return threshold


def _teach(chosen: EditableSupportSet, drawn: Drawing | None) -> None:
    """Shows the form that names the drawing and adds it as an example."""
    support = chosen.support
    keys = {field: chosen.key(field) for field in ("new", "known")}
    with (
        st.form(chosen.key("teach"), border=False),
        st.container(horizontal=True, vertical_alignment="bottom", key="teach"),
    ):
        if len(support.names) < MOST_SYMBOLS:
            st.text_input(
                NAME, max_chars=LONGEST_NAME, key=keys["new"], width=170,
                placeholder="New name",
            )  # fmt: skip
        if support.names:
            st.selectbox(
                "or an existing name" if len(support.names) < MOST_SYMBOLS else NAME,
                support.names, index=None, key=keys["known"], placeholder="Choose", width=150,
            )  # fmt: skip
        st.form_submit_button(
            "Add as an example",
            icon=":material/add:",
            on_click=_add,
            args=(chosen, drawn, keys, chosen.version),
        )
    show_problem(PLACE)


def _add(
    chosen: EditableSupportSet, drawn: Drawing | None, keys: dict[str, str], version: int
) -> None:
    """Adds the drawing as an example, and clears the pad."""
    if drawn is None:
        tell(PLACE, "The pad is empty. Draw the symbol first.")
        return
    new, known = (st.session_state.get(key) or "" for key in keys.values())
    if chosen.change(PLACE, lambda: chosen.support.add(new.strip() or known, drawn), version):
        chosen.added = answer.added(chosen.support)
        used = pad.pad(PAD)
        used.clear(st.session_state.get(used.source_key, pad.DRAW))


def _accuracy(manifest: Manifest) -> str:
    """The one-shot accuracy on symbols that the networks were not trained on."""
    one, other = manifest.one_shot, network.ready()
    found, low, high = map(formatting.percent, (one.accuracy, one.low, one.high))
    beside = (
        f", {formatting.percent(other.manifest.one_shot.accuracy)} by {three_answers.in_use()}"
        if other
        else ""
    )
    return (
        f"**{one.ways}-way {one.shots}-shot accuracy** on {one.symbols}, which the networks were "
        f"not trained on: **{found}** by the network for symbols (95 % interval: {low} to {high})"
        f"{beside}. In each of {one.episodes:,} trials, a symbol had to be "
        f"recognised among {one.ways}, with {one.shots} example of each, written differently. "
        f"Guessing would reach {formatting.percent(1 / one.ways)}."
    )


NEWS = {
    PERSIAN: "The network for symbols was trained on letters of 25 alphabets and on the digits 0 "
    "to 9, never on ۲ ۳ ۴ ۵ ۶ ۷ ۸. (۱ looks like a 1, ۹ like a 9, and ۰, scaled to the size of "
    "any drawing, like a 0.) The app has generated these examples, one of each digit. If the "
    "answer for your handwriting is wrong, add your drawing as an example: the next answer already "
    "uses it.",
    OWN: "The network for symbols was trained on letters of 25 alphabets, not on your symbols. If "
    "it confuses two of them, add another example of both.",
}
