"""Symbols of the visitor's own, recognised from an example or a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import formatting, network, own_network, pad, query_params, source_code
from pages._ui.shared.query_params import Number
from pages._ui.verification.one_shot import answer, editor
from pages._ui.verification.one_shot.support_sets import (
    CHOICE,
    OWN,
    PERSIAN,
    EditableSupportSet,
    collection,
    show_problem,
    tell,
)
from siamese.evaluation.support_set import LONGEST_NAME, MOST_SYMBOLS, SupportSet, rank

if TYPE_CHECKING:
    from siamese.comparator import Comparator
    from siamese.manifest import Manifest

PAD = "symbol"
PLACE = "teach"  # where problems with a new example are told
FARTHEST = 2.0  # of two embeddings of length 1
Drawing = NDArray[np.uint8]


def show() -> None:
    """Shows the part."""
    st.markdown(
        "A network that compares need not have learned what it compares: it embeds an example of "
        "each symbol, embeds what you draw, and takes the nearest. Teaching it another symbol is "
        "adding an example, without any training."
    )
    _play()
    source_code.show_code(
        "The examples are embedded as they are; whichever is nearest to the drawing decides.",
        ("siamese/evaluation/support_set.py", "rank"),
        ("siamese/evaluation/episodes.py", "n_way_episodes"),
        ("siamese/evaluation/episodes.py", "none_threshold"),
        ("siamese/comparator.py", "Comparator.embed"),
    )


@st.fragment
def _play() -> None:
    """The pad, the answer and the set: all that a stroke runs again."""
    choice = st.segmented_control(
        "Which symbols",
        [PERSIAN, OWN],
        default=PERSIAN,
        required=True,
        key=CHOICE,
        bind="query-params",
        label_visibility="collapsed",
    )
    chosen = collection(choice or PERSIAN)
    comparator = network.ready()
    if comparator is not None:
        query_params.check(_none_key(), Number(0, _farthest(comparator.manifest)))
    with st.container(horizontal=True, key="pads"):
        drawn = pad.show(pad.pad(PAD), "Draw a symbol")
        with st.container(key="side", width="stretch"):
            _answer(chosen.support, drawn, comparator)
            _teach(chosen, drawn)
    editor.show(chosen)
    st.markdown(NEWS[choice or PERSIAN])
    if comparator is not None:
        st.markdown(_accuracy(comparator.manifest))


def _answer(support: SupportSet, drawn: Drawing | None, comparator: Comparator | None) -> None:
    """Which of them it is, and how near each of them."""
    with st.container(key="answer"):
        words = st.container()
        network.show_state()
    if drawn is None or comparator is None or not support.complete:
        with words:
            answer.ask(support, drawn is not None, comparator is not None)
        return
    *known, query = comparator.embed(np.concatenate([support.images, drawn[None]]))
    ranked = rank(query, np.stack(known), support.labels)
    reason, listed = st.columns([2, 3], gap="medium")
    threshold = _none_beyond(comparator.manifest)
    with words:
        answer.show_answer(support, ranked, threshold)
    with reason:
        answer.show_reason(support, ranked[0], drawn)
    with listed:
        answer.show_ranking(support, ranked, threshold)


def _none_key() -> str:
    """The key of the slider of the threshold; each network has its own."""
    own = own_network.own()
    return "none" if own is None else f"none-{own.run.number}"


def _farthest(papers: Manifest) -> float:
    """Where the slider ends."""
    return max(FARTHEST, round(2 * papers.one_shot.threshold, 2))


def _none_beyond(papers: Manifest) -> float:
    """The slider of the threshold."""
    usual = papers.one_shot.threshold
    threshold: float = st.slider(
        "None of these beyond",
        0.0,
        _farthest(papers),
        round(usual, 2),
        0.01,
        key=_none_key(),
        bind="query-params",
        help=f"It starts where one of {papers.one_shot.ways} {papers.one_shot.symbols} is best "
        f"told from none of them, {usual:.2f}: the network's own threshold, "
        f"{papers.threshold:.2f}, is one for the digits that it learned.",
    )
    return threshold


def _teach(chosen: EditableSupportSet, drawn: Drawing | None) -> None:
    """A name for what is drawn, which makes it an example."""
    support = chosen.support
    keys = {field: chosen.key(field) for field in ("new", "known")}
    with (
        st.form(chosen.key("teach"), border=False),
        st.container(horizontal=True, vertical_alignment="bottom", key="teach"),
    ):
        if len(support.names) < MOST_SYMBOLS:
            st.text_input(
                "What you drew is", max_chars=LONGEST_NAME, key=keys["new"], width=170,
                placeholder="a new name",
            )  # fmt: skip
        if support.names:
            st.selectbox(
                "or one of these" if len(support.names) < MOST_SYMBOLS else "What you drew is",
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
    """Makes an example of the drawing, and room for the next."""
    if drawn is None:
        tell(PLACE, "Nothing is drawn yet: draw it on the pad first.")
        return
    new, known = (st.session_state.get(key) or "" for key in keys.values())
    if chosen.change(PLACE, lambda: chosen.support.add(new.strip() or known, drawn), version):
        used = pad.pad(PAD)
        used.clear(st.session_state.get(used.source_key, pad.DRAW))


def _accuracy(papers: Manifest) -> str:
    """What the network's papers say of symbols that it was not trained on."""
    one = papers.one_shot
    found, low, high = map(formatting.percent, (one.accuracy, one.low, one.high))
    return (
        f"**{one.ways}-way {one.shots}-shot accuracy** on {one.symbols}, which it was not trained "
        f"on: **{found}** (95 % interval: {low} to {high}), as its manifest "
        f"says: {one.episodes:,} times, the right one of {one.ways} was sought from {one.shots} "
        f"example of each, all by other hands; guessing finds {formatting.percent(1 / one.ways)}."
    )


NEWS = {
    PERSIAN: "What is new? The network learned the digits 0 to 9, and never saw ۲ ۳ ۴ ۵ ۶ ۷ ۸. "
    "But ۱ is written much as a 1, ۹ as a 9, and ۰, brought to the size of any drawing, as a 0. "
    "These examples were written by the program. Where it mistakes your hand, say what you drew: "
    "an example in your own hand helps at once.",
    OWN: "The network learned the digits 0 to 9 and nothing else: the less a symbol of yours looks "
    "like one of them, the newer it is. What never mattered between digits it may overlook: give "
    "more examples of symbols that it confuses.",
}
