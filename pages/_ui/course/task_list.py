"""The tasks of a lesson at its foot, and how a page tells that one is done."""

from __future__ import annotations

import streamlit as st

from pages._ui.course.lessons import Lesson
from pages._ui.course.record import record
from pages._ui.course.tasks import TASKS, of_lesson

# The session's keys: tasks that a page has shown undone, and those that have just been done.
UNDONE, NEWS = "course tasks undone", "course tasks done"
ICON = ":material/task_alt:"


def recognise(key: str, done: bool) -> None:
    """Notes a task as done, and runs the page again, which then says so.

    A page calls it last, whenever it knows the result. A task counts only if the page has shown it
    undone before: what a link or a reload shows at once, the visitor has not brought about.

    Args:
        key: Of the task.
        done: Whether what the page shows fulfils it.
    """
    undone: set[str] = st.session_state.setdefault(UNDONE, set())
    if not done:
        undone.add(key)
    elif key in undone and key not in record().tasks:
        record().tasks.add(key)
        st.session_state.setdefault(NEWS, []).append(key)
        st.rerun()


def show(lesson: Lesson) -> None:
    """Shows the tasks of a lesson, folded, and says it if one has just been done.

    Args:
        lesson: The lesson.
    """
    tasks, done = of_lesson(lesson), record().tasks
    count = sum(one.key in done for one in tasks)
    with st.popover(f"Tasks: {count} of {len(tasks)}", icon=ICON, key="tasks"):
        for one in tasks:
            box = (
                ":material/check_box:" if one.key in done else ":material/check_box_outline_blank:"
            )
            st.markdown(f"{box} {one.ask}")
        st.caption("The page notices by itself when a task is done.")
    for key in st.session_state.pop(NEWS, []):
        st.toast(f"**Task done.** {TASKS[key].ask}", icon=ICON)
