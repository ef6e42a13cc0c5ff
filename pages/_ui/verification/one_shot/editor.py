"""The editor of a set of symbols: undo, reset, download, load, rename and remove."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages._ui.shared.images import data_url
from pages._ui.verification.one_shot import answer
from pages._ui.verification.one_shot.support_sets import (
    CHOICE,
    OWN,
    PERSIAN,
    EditableSupportSet,
    collection,
    prepared,
    show_problem,
)
from siamese.evaluation.support_file import pack, unpack
from siamese.evaluation.support_set import LONGEST_NAME, SupportSet

PLACE = "set"  # where its errors are shown


def show(shown: EditableSupportSet) -> None:
    """Shows the set with its controls.

    Args:
        shown: The set.
    """
    st.subheader("The symbols", divider="gray")
    if shown.support.names:
        st.html(answer.strip(shown.support))
    else:
        st.markdown(EMPTY)
    show_problem(PLACE)
    with st.container(horizontal=True, key="set-buttons"):
        _buttons(shown)
        with st.popover("Load a file", icon=":material/upload:"):
            _load()
    if shown.support.names:
        with st.expander("Rename or remove", icon=":material/edit:", key="set-edit"):
            _edit(shown)


def _buttons(shown: EditableSupportSet) -> None:
    """Shows the buttons for the whole set."""
    st.button(
        "Undo",
        icon=":material/undo:",
        on_click=shown.undo,
        disabled=not shown.earlier,
        key="set-undo",
        help="Undoes the last change of the set.",
    )
    _restart(shown)
    st.download_button(
        "Download",
        data=partial(pack, shown.support),
        file_name="symbols.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        disabled=not shown.support.complete,
        key="set-keep",
    )


def _restart(shown: EditableSupportSet) -> None:
    """Shows the button that restores the initial set."""
    words, begun = ("Reset", prepared) if shown.name == PERSIAN else ("Clear all", SupportSet)
    st.button(
        words,
        icon=":material/restart_alt:" if shown.name == PERSIAN else ":material/delete:",
        on_click=shown.change,
        args=(PLACE, begun, shown.version),
        disabled=shown.support is prepared() if shown.name == PERSIAN else not shown.support.names,
        key="set-restart",
    )


def _load() -> None:
    own = collection(OWN)
    key = own.key("load")
    st.file_uploader(
        "A set downloaded from this page",
        type=["json"],
        key=key,
        on_change=_read,
        args=(key, own.version),
        max_upload_size=1,
    )
    st.caption("It replaces your own symbols. Undo restores them.")


def _read(key: str, version: int) -> None:
    """Replaces the visitor's set by that of the uploaded file, and selects it."""
    file = st.session_state.get(key)
    if file is not None and collection(OWN).change(PLACE, lambda: unpack(file.getvalue()), version):
        st.session_state[CHOICE] = OWN


def _edit(shown: EditableSupportSet) -> None:
    """Shows one symbol with its name and its examples."""
    support, version = shown.support, shown.version
    label = st.selectbox(
        "Symbol",
        range(len(support.names)),
        format_func=support.names.__getitem__,
        key=shown.key("which"),
        width=260,
    )
    key = shown.key(f"name-{label}")
    st.text_input(
        "Name",
        support.names[label],
        max_chars=LONGEST_NAME,
        key=key,
        width=260,
        on_change=shown.change,
        args=(PLACE, lambda: support.rename(label, st.session_state[key]), version),
    )
    with st.container(horizontal=True):
        for number, example in enumerate(support.examples(label), 1):
            with st.container(width=110, key=f"example-{number}"):
                st.html(f'<img class="example" src="{data_url(support.images[example])}" alt="">')
                st.button(
                    "Remove",
                    key=shown.key(f"example-{number}"),
                    width="stretch",
                    on_click=shown.change,
                    args=(PLACE, partial(support.remove, example), version),
                )
    st.button(
        "Remove this symbol",
        icon=":material/delete:",
        key=shown.key("remove"),
        on_click=shown.change,
        args=(PLACE, partial(support.remove_symbol, label), version),
    )


EMPTY = (
    "No symbols yet. Draw a letter, a sign or a face on the pad, give it a name in any script, and "
    "add it. One example is enough; up to five make recognition more reliable."
)
