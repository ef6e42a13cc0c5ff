"""The teacher's sheet: a lecture's lessons, questions and tasks, and the answers, for paper."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import streamlit as st

from pages._ui.course import contents, sheet, sheet_answers
from pages._ui.course.lessons import Lesson
from pages._ui.course.print_button import print_button
from pages._ui.course.record import record
from pages._ui.course.sheet import Answers
from pages._ui.shared import network

FOLD = "<details><summary>Show the answers</summary></details>"  # what it hides, the style says


def show() -> None:
    """The choice of a lecture, its sheet, and the answers, which come a while later."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="sheet-choice"):
        chosen = contents.choose_lecture()
        buttons = st.container(horizontal=True, key="sheet-buttons")
    lessons = [replace(lesson, about=contents.about(lesson)) for lesson in chosen]
    address = st.context.url or ""
    st.markdown(sheet.outline(lessons, address), anchors=False)
    st.html(FOLD)
    with st.container(key="sheet-answers"):
        coming = sheet_answers.of(record().lecture)
        with buttons:
            show_buttons(lessons, address, coming)
        if coming.done():
            st.markdown(sheet.solutions(lessons, coming.result()), anchors=False)
        else:
            network.wait_for(coming, "The answers are being computed.")


def show_buttons(lessons: Sequence[Lesson], address: str, coming: Future[Answers]) -> None:
    """The file, which waits for the answers, and the printer, which comes after them."""
    st.download_button(
        "Download (.md)",
        data=partial(file, lessons, address, coming),
        file_name=f"teachers-sheet-{sum(lesson.minutes for lesson in lessons)}.md",
        mime="text/markdown",
        icon=":material/download:",
        on_click="ignore",
    )
    words = "Print" if coming.done() else "Computing the answers …"
    print_button(key="print", data={"words": words, "complete": coming.done()})


def file(lessons: Sequence[Lesson], address: str, coming: Future[Answers]) -> str:
    """The sheet, as soon as the answers are there."""
    return sheet.markdown(lessons, address, coming.result())


st.title(sheet.TITLE)
with st.container(key="sheet"):
    show()
