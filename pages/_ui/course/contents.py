"""The contents of the course, on Home: its lessons, what is done, and what to look at again."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui.course import foot
from pages._ui.course.lessons import BY_TITLE, LECTURES, WHOLE, Lesson
from pages._ui.course.questions import QUESTIONS
from pages._ui.course.record import Record, record
from pages._ui.course.tasks import of_lesson
from pages._ui.shared import frame

CARDS = frame.ROOT / "assets" / "cards"
LECTURE = "lecture"  # key of the widget


def show() -> None:
    """Shows the contents of the chosen lecture."""
    kept = record()
    lessons = _choose(kept)
    if kept.answers:
        _show_result(kept)
    for group, some in groupby(lessons, lambda lesson: lesson.group):
        st.markdown(f"**{group}**")
        with st.container(key=f"lessons-{group.lower().replace(' ', '-')}"):
            for lesson in some:
                _show_lesson(lesson, kept)


def _choose(kept: Record) -> tuple[Lesson, ...]:
    """The choice of a lecture, its sheet, and the way to its next lesson."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="lecture-choice"
    ):
        lessons = choose_lecture()
        if (following := next((one for one in lessons if not kept.done(one)), None)) is not None:
            foot.next_button("", following)
        st.page_link(_page("sheet"), icon=":material/print:")
    return lessons


def choose_lecture() -> tuple[Lesson, ...]:
    """Shows the choice of a lecture.

    Returns:
        The lessons of the chosen one.
    """
    minutes = record().lecture
    st.session_state[LECTURE] = minutes
    st.segmented_control(
        "Lessons for a lecture of",
        list(LECTURES),
        format_func=_minutes,
        required=True,
        key=LECTURE,
        on_change=_change,
    )
    return LECTURES[minutes]


def _minutes(minutes: int) -> str:
    return f"{minutes} minutes{': all' if minutes == WHOLE else ''}"


def _change() -> None:
    record().lecture = st.session_state[LECTURE]


def _show_result(kept: Record) -> None:
    """How many predictions were right, and the lessons of the others."""
    right = sum(one.right for one in kept.answers.values())
    wrong = {QUESTIONS[key].lesson for key, one in kept.answers.items() if not one.right}
    again = "; look again at:" if wrong else "."
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="predictions"):
        st.markdown(
            f"You predicted **{right} of {len(kept.answers)}** right{again}", width="content"
        )
        for lesson in BY_TITLE.values():
            if lesson.title in wrong:
                _link(lesson, lesson.title)
    left = len(QUESTIONS) - len(kept.answers)
    if left:
        st.caption(f"{left} of the {len(QUESTIONS)} questions of the course are left.")


def _show_lesson(lesson: Lesson, kept: Record) -> None:
    """A lesson with its picture: all of it is a link."""
    file = picture(lesson)
    with st.container(key=f"lesson-{file.stem}"):
        st.image(file, alt="", width="stretch")
        with st.container(gap=None):
            done = ":blue[**✓**] " if kept.done(lesson) else ""
            _link(lesson, f"{done}**{lesson.title}**")
            tasks = of_lesson(lesson)
            count = sum(one.key in kept.tasks for one in tasks)
            st.caption(
                f"{lesson.minutes} min. {about(lesson)}"
                f"{f' **Tasks: {count} of {len(tasks)} done.**' if count else ''}"
            )


def about(lesson: Lesson) -> str:
    """What one does in a lesson, in a sentence."""
    return lesson.about or _page(lesson.page).help


def picture(lesson: Lesson) -> Path:
    """The file with a lesson's picture."""
    return CARDS / f"{(lesson.part or lesson.page).lower().replace(' ', '-')}.svg"


def _link(lesson: Lesson, label: str) -> None:
    params = {"part": lesson.part} if lesson.part else None
    st.page_link(_page(lesson.page), label=label, help="", query_params=params)


def _page(path: str) -> StreamlitPage:
    [found] = [page for page in frame.pages() if page.url_path == path]
    return found
