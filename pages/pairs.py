"""Look at pairs of digits: what a twin network learns from, and where it errs."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from pages._ui.gallery import selected_pair, tiles
from pages._ui.gallery.judged_pairs import Judged, find
from pages._ui.pairs import captions, choices
from pages._ui.pairs.choices import Choices
from pages._ui.shared import digits, frame, measured_pairs, network, own_network, source_code
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.data.digits import HANDWRITING
from siamese.pairs import class_table

frame.enter()


@st.fragment
def explore() -> None:
    """The choices, the montage and the pair chosen from it: all that a choice runs again."""
    asked, shown = choices.ask(), digits.shown()
    comparator = network.ready()
    measured = None if comparator is None else measured_pairs.measure(comparator, shown)
    if measured is not None and (problem := measured.problem) is not None:
        measured_pairs.show_problem(problem)
        if asked.hardest:
            return
        measured = None
    if asked.hardest and (measured is None or not measured.hardest.done()):
        wait_for_hardest(measured, len(shown.images))
        return
    judged = find(asked, shown, measured)
    if judged is None:
        st.info(NO_SUCH_PAIR, icon=":material/search_off:")
        return
    network.show_state("The distances come as soon as it is there.")
    say_and_save(judged, asked)
    grid, side = st.columns([3, 1], gap="medium")
    with grid:
        place = tiles.show(judged)
    with side, st.container(key="chosen"):
        selected_pair.show(judged, place)


def wait_for_hardest(measured: MeasuredDigits | None, images: int) -> None:
    """Says why they are not there yet."""
    if measured is None:
        network.show_state("The hardest pairs come after it: it measures all there are.")
    else:
        pairs = f"{math.comb(images, 2):,}"
        network.wait_for(
            measured.hardest,
            f"All {pairs} pairs are being measured, once for everybody.",
        )


def say_and_save(judged: Judged, asked: Choices) -> None:
    """What there is to see, and the montage as a file."""
    with st.container(horizontal=True, vertical_alignment="center", key="summary"):
        with st.container():
            st.markdown(judged.summary())
            if words := captions.caption(judged, asked):
                st.caption(words)
        st.download_button(
            "Save as PNG",
            data=partial(judged.png, asked.words),
            file_name=f"{asked.name}.png",
            mime="image/png",
            icon=":material/download:",
            on_click="ignore",
        )


def class_rows() -> None:
    """The slides' table of the training digits."""
    lines = class_table(digits.shown().train_labels).splitlines()
    rows = [line.replace(":", "", 1).split(" ", 2) for line in lines]
    columns = zip(("Class", "How many", "Where they stand"), zip(*rows, strict=True), strict=True)
    st.table(dict(columns), hide_index=True, width="content")


NO_SUCH_PAIR = (
    "These digits make no such pair: choose more of them, or none for all, or both kinds of pair."
)
WOULD_BE_WRITTEN = (
    "This is the training set that the program would write by itself: every label has its place "
    "already, and the pictures are written only where something is to learn from them."
)

st.title("Pairs")
st.markdown(
    "Same digit or different: which pairs does the network tell apart, and where is it wrong?"
)
own_network.show_choice()
explore()
digits.show_source()
st.subheader("Where each class stands", divider="gray")
st.markdown(
    "To make pairs, one must find partners fast. For each class $i$, `np.where(labels == i)[0]` "
    "gives the places of its images among the training digits: a row to pick from."
)
if digits.shown().name == HANDWRITING:
    st.markdown(WOULD_BE_WRITTEN)
class_rows()
source_code.show_code(
    "Each image gets a partner of its own class and one of another: places first, then pictures.",
    ("siamese/pairs/sampling.py", "class_indices"),
    ("siamese/pairs/sampling.py", "make_pairs"),
    ("siamese/pairs/sampling.py", "pair_indices"),
    ("siamese/pairs/mining.py", "hardest_pairs"),
    ("siamese/pairs/hard_pairs.py", "interleave"),
)
