"""Back and Next at the foot of each lesson."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui.course import lessons, prediction, task_list
from pages._ui.course.lessons import LECTURES, WHOLE, Lesson
from pages._ui.course.record import record
from pages._ui.shared.query_params import address

# The session's keys: path of the page to open instead, and how often one went by the foot.
GOING, STEPS = "course going", "course steps"
HOME = ""  # path of the contents


def follow(pages: Sequence[StreamlitPage]) -> None:
    """Opens the page of the lesson that Back or Next leads to, before another page is run.

    Args:
        pages: All pages.
    """
    if GOING not in st.session_state:
        return
    path = st.session_state.pop(GOING)
    [page] = [one for one in pages if one.url_path == path]
    # Empty parameters are given; otherwise Streamlit keeps those bound to widgets.
    st.switch_page(page, query_params={})


def steps() -> int:
    """How often the visitor went on by Back or Next: each time, the page begins at its top."""
    count: int = st.session_state.get(STEPS, 0)
    return count


def show(page: str) -> None:
    """Shows the foot of a page, if it is a lesson.

    Args:
        page: Its path in the address.
    """
    lesson, kept = lessons.current(page), record()
    if lesson is None:
        return
    kept.visited.add(lesson.title)
    before, after = lessons.neighbours(lesson, kept.lecture)
    with st.container(key="foot"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(_place(lesson, kept.lecture), width="stretch")
            task_list.show(lesson)
        with st.container(horizontal=True, gap="small", key="foot-buttons"):
            st.button(
                f"Back: {before.title if before else 'Contents'}",
                icon=":material/arrow_back:",
                key="foot-back",
                width="stretch",
                on_click=_go,
                args=(page, before),
            )
            next_button(page, after)


def next_button(page: str, after: Lesson | None) -> None:
    """A button that leads to the next lesson, or to the contents after the last one.

    Args:
        page: The page that shows it: its path in the address.
        after: The lesson.
    """
    st.button(
        f"Next: {after.title if after else 'Contents'}",
        icon=":material/arrow_forward:",
        icon_position="right",
        key="foot-next",
        width="stretch",
        on_click=_go_on,
        args=(page, after),
    )


def _place(lesson: Lesson, minutes: int) -> str:
    """Which of the lessons this is."""
    of = LECTURES[minutes]
    what = "the course" if minutes == WHOLE else f"the lecture of {minutes} minutes"
    if lesson not in of:
        return f"This lesson is not part of {what}."
    return f"Lesson {of.index(lesson) + 1} of {len(of)} of {what}"


def _go(page: str, lesson: Lesson | None) -> None:
    """Goes to a lesson; a part of the same page needs no other page."""
    st.session_state[STEPS] = steps() + 1
    if lesson is not None and lesson.page == page:
        st.session_state["part"] = lesson.part
        return
    st.session_state[GOING] = lesson.page if lesson is not None else HOME
    if lesson is not None and lesson.part:
        address.prepare(lesson.page, "part", lesson.part)


def _go_on(page: str, lesson: Lesson | None) -> None:
    """Goes to the next lesson, and opens its predictions."""
    _go(page, lesson)
    if lesson is not None:
        prediction.open_new(lesson)
