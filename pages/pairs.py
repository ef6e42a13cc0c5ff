"""Look at pairs of digits: those a twin network is trained on, and those it gets wrong."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages._ui.course import task_list
from pages._ui.course.prediction import heading
from pages._ui.gallery import selected_pair, tiles
from pages._ui.gallery.judged_pairs import Judged, find
from pages._ui.games.versus import part as versus
from pages._ui.pairs import captions, choices
from pages._ui.pairs.choices import Choices
from pages._ui.shared import digits, measured_pairs, network, own_network, source_code
from pages._ui.shared.query_params.widgets import choose_part
from siamese.data.digits import HANDWRITING
from siamese.pairs import class_table


def show_pairs() -> None:
    """The montage and what is below it."""
    explore()
    digits.show_source()
    with st.expander("Indices by class", icon=":material/table_rows:"):
        class_rows()
    source_code.show_code(
        "Each image is paired with one of its own class and one of another class, by index.",
        ("siamese/pairs/sampling.py", "class_indices"),
        ("siamese/pairs/sampling.py", "make_pairs"),
        ("siamese/pairs/sampling.py", "pair_indices"),
        ("siamese/pairs/mining.py", "hardest_pairs"),
        ("siamese/pairs/hard_pairs.py", "interleave"),
    )


@st.fragment
def explore() -> None:
    """The choices, the montage and the selected pair: all that is rerun after a choice."""
    asked, shown = choices.ask(), digits.shown()
    comparator = network.ready()
    measured = None if comparator is None else measured_pairs.measure(comparator, shown)
    if measured is not None and (problem := measured.problem) is not None:
        measured_pairs.show_problem(problem)
        if asked.hardest:
            return
        measured = None
    if asked.hardest and (measured is None or not measured.hardest.done()):
        if measured is None:
            network.show_problem()
        else:
            measured_pairs.wait_for_hardest(measured)
        return
    judged = find(asked, shown, measured)
    if judged is None:
        st.info(NO_SUCH_PAIR, icon=":material/search_off:")
        return
    network.show_problem()
    st.markdown(judged.summary())
    grid, side = st.columns([3, 1], gap="medium")
    with grid:
        place = tiles.show(judged)
        explain(judged, asked)
    with side, st.container(key="chosen"):
        selected_pair.show(judged, place)
    task_list.recognise("accepted", judged.wrong(place) and not judged.pairs.same[place])


def explain(judged: Judged, asked: Choices) -> None:
    """What the montage shows, and its download."""
    if words := captions.caption(judged, asked):
        st.caption(words)
    st.download_button(
        "Download PNG",
        data=partial(judged.png, asked.words),
        file_name=f"{asked.name}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
    )


def class_rows() -> None:
    """The slides' table of the training labels."""
    st.markdown(INDICES)
    if digits.shown().name == HANDWRITING:
        st.markdown(GENERATED)
    lines = class_table(digits.shown().train_labels).splitlines()
    rows = [line.replace(":", "", 1).split(" ", 2) for line in lines]
    columns = zip(("Class", "Images", "Indices"), zip(*rows, strict=True), strict=True)
    st.table(dict(columns), hide_index=True, width="content")


NO_SUCH_PAIR = "No pair matches: choose more digits, or none for all digits, or both kinds of pair."
INDICES = (
    "To make pairs quickly, the images of each class must be easy to find. For each class $i$, "
    "`np.where(labels == i)[0]` gives the indices of its training images: one row of this table."
)
GENERATED = (
    "These are the labels of the training set that the program generates. Its images are generated "
    "only when a network is trained."
)
PARTS = {"Pairs": show_pairs, "You or the network": versus.show}

heading("Pairs", "pairs")
st.markdown(
    "Same digit or different digits: which pairs does the network get right, and which wrong?"
)
own_network.show_choice()
PARTS[choose_part("pairs")]()
