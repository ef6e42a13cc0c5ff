"""How far a visitor has come in the course: lessons visited, and what was predicted.

The browser keeps it as a text:

    {"answers": {"bars": [1, true]}, "skipped": ["margin"], "visited": ["Pairs"],
     "tasks": ["contest"], "lecture": 20}
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import streamlit as st

from pages._ui.course.lessons import BY_TITLE, LECTURES, WHOLE, Lesson
from pages._ui.course.questions import QUESTIONS, of_lesson
from pages._ui.course.tasks import TASKS
from pages._ui.shared import browser_storage

KEY, NAME = "course record", "course"  # of the session, and of the text that the browser keeps


class Prediction(NamedTuple):
    """What was predicted, once the answer has been shown."""

    choice: int  # index of the choice
    right: bool


@dataclass
class Record:
    """A visitor's way through the course."""

    answers: dict[str, Prediction] = field(default_factory=dict)  # by key of the question
    skipped: set[str] = field(default_factory=set)  # keys of questions
    visited: set[str] = field(default_factory=set)  # titles of lessons
    lecture: int = WHOLE  # minutes of the chosen one
    tasks: set[str] = field(default_factory=set)  # keys of those done

    def answer(self, key: str, choice: int, right: bool) -> None:
        """Keeps a prediction whose answer is being shown; a later one does not count.

        Args:
            key: Of the question.
            choice: Index of the choice.
            right: Whether it is right.
        """
        self.answers.setdefault(key, Prediction(choice, right))
        self.skipped.discard(key)

    def skip(self, lesson: Lesson) -> None:
        """Skips the questions of a lesson that are not answered."""
        self.skipped |= {one.key for one in of_lesson(lesson)} - self.answers.keys()

    def untouched(self, lesson: Lesson) -> list[str]:
        """The keys of a lesson's questions that are neither answered nor skipped."""
        keys = [one.key for one in of_lesson(lesson)]
        return [key for key in keys if key not in self.answers and key not in self.skipped]

    def done(self, lesson: Lesson) -> bool:
        """Whether a lesson was visited and none of its questions is left."""
        return lesson.title in self.visited and not self.untouched(lesson)

    def text(self) -> str:
        """What the browser is to keep; empty if there is nothing."""
        if self == Record():
            return ""
        content = {
            "answers": self.answers,
            "skipped": sorted(self.skipped),
            "visited": sorted(self.visited),
            "tasks": sorted(self.tasks),
            "lecture": self.lecture,
        }
        return json.dumps(content, separators=(",", ":"))


def record() -> Record:
    """The visitor's record."""
    found: Record = st.session_state.setdefault(KEY, Record())
    return found


def keep() -> None:
    """Lets the browser keep it."""
    browser_storage.keep(NAME, record().text())


def restore(text: str) -> None:
    """Adds what the browser has kept to what has been done since the page was opened.

    Args:
        text: What it has kept.

    Raises:
        ValueError: If it is damaged; nothing is restored then.
    """
    kept, now = read(text), record()
    now.answers = kept.answers | now.answers
    now.skipped = (kept.skipped | now.skipped) - now.answers.keys()
    now.visited |= kept.visited
    now.tasks |= kept.tasks
    if now.lecture == WHOLE:
        now.lecture = kept.lecture


def read(text: str) -> Record:
    """Reads a record, whoever wrote it.

    Raises:
        ValueError: If the text is anything else.
    """
    try:
        kept = json.loads(text)
        answers = {key: _prediction(key, *one) for key, one in kept["answers"].items()}
        skipped, visited = set(kept["skipped"]), set(kept["visited"])
        tasks, lecture = set(kept["tasks"]), kept["lecture"]
        if not skipped <= QUESTIONS.keys() - answers.keys() or not visited <= BY_TITLE.keys():
            raise ValueError("These are no questions or no lessons.")
        if not tasks <= TASKS.keys():
            raise ValueError("These are no tasks.")
        if type(lecture) is not int or lecture not in LECTURES:
            raise ValueError("This is no lecture.")
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("This is no record of a course.") from error
    return Record(answers, skipped, visited, lecture, tasks)


def _prediction(key: str, choice: Any, right: Any) -> Prediction:
    if type(choice) is not int or not 0 <= choice < len(QUESTIONS[key].choices):
        raise ValueError("This is no choice.")
    if type(right) is not bool:
        raise ValueError("A choice is right or wrong.")
    return Prediction(choice, right)
