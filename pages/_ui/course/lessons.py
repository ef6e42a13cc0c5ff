"""The lessons of the course in their order, and which of them fit into a lecture."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages._ui.shared.query_params.kinds import Choice
from pages._ui.shared.query_params.table import PARAMS

START, COURSE, LABORATORY = "Start", "The course", "The laboratory"  # groups


@dataclass(frozen=True)
class Lesson:
    """A page, or a part of one, as a step of the course."""

    title: str  # unlike any other lesson's
    page: str  # its path in the address
    minutes: int  # that it takes in a lecture
    group: str
    part: str = ""  # of the page, as in its address; empty for all parts that are no lesson
    about: str = ""  # what one does there; empty where the page says it


LESSONS = (
    Lesson("Draw & compare", "draw", 4, START),
    Lesson("Pairs", "pairs", 4, COURSE),
    Lesson("Loss", "loss", 6, COURSE),
    Lesson("Network", "network", 7, COURSE),
    Lesson("Training", "training", 10, COURSE),
    Lesson("Layers", "layers", 16, COURSE),
    Lesson("Pooling", "pooling", 12, COURSE),
    Lesson(
        "Threshold",
        "verification",
        8,
        LABORATORY,
        "Threshold",
        "Set the threshold between same and different, and see which errors it causes.",
    ),
    Lesson(
        "Map",
        "verification",
        9,
        LABORATORY,
        "Map",
        "Explore a map of embeddings, with your own drawings on it.",
    ),
    Lesson(
        "One-shot",
        "verification",
        6,
        LABORATORY,
        "One-shot",
        "Draw one example of each new symbol, and have the next drawing recognised.",
    ),
    Lesson(
        "Your own pictures",
        "verification",
        8,
        LABORATORY,
        "Your own pictures",
        "Measure the network on pictures of your own.",
    ),
)
BY_TITLE = {lesson.title: lesson for lesson in LESSONS}
_20 = ("Draw & compare", "Pairs", "Loss", "One-shot")
_45 = (*_20, "Network", "Training", "Threshold")
# Minutes of a lecture: its lessons, in the order of the course.
LECTURES: dict[int, tuple[Lesson, ...]] = {
    20: tuple(lesson for lesson in LESSONS if lesson.title in _20),
    45: tuple(lesson for lesson in LESSONS if lesson.title in _45),
    90: LESSONS,
}
WHOLE = 90


def current(page: str) -> Lesson | None:
    """The lesson that a page shows; None if it is none.

    Args:
        page: Its path in the address.
    """
    part = _part(page)
    found = (lesson for lesson in LESSONS if lesson.page == page)
    return next((lesson for lesson in found if lesson.part in ("", part)), None)


def _part(page: str) -> str:
    """The part that a page shows, also before its widget is there; empty if it has none."""
    param = PARAMS.get(page, {}).get("part")
    if not isinstance(param, Choice):
        return ""
    said: str = st.session_state.get("part") or st.query_params.get("part", "")
    return param.fit(said)


def neighbours(lesson: Lesson, minutes: int) -> tuple[Lesson | None, Lesson | None]:
    """The lessons of a lecture before and after a lesson, which may be none of them.

    Args:
        lesson: The lesson.
        minutes: Of the lecture.

    Returns:
        The last one before it and the first one after it; None at either end.
    """
    place = LESSONS.index(lesson)
    before = [one for one in LECTURES[minutes] if LESSONS.index(one) < place]
    after = [one for one in LECTURES[minutes] if LESSONS.index(one) > place]
    return (before[-1] if before else None), (after[0] if after else None)
