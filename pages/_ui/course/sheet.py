"""The teacher's sheet in Markdown: a lecture's lessons, questions and tasks, then the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from urllib.parse import urlencode, urljoin

from pages._ui.course import questions, tasks
from pages._ui.course.answers import Answer
from pages._ui.course.lessons import Lesson
from pages._ui.course.questions import Question

TITLE = "Teacher’s sheet"
LETTERS = "abcdefgh"  # of the choices
PAGE_BREAK = '<div style="break-before: page"></div>'  # for programs that print the file
MARKS = re.compile(r"([\\`*_\[\]<>$~])")  # what Markdown does not leave as it is

Answers = Mapping[str, Answer | str]  # by the question's key; a text says why there is none


def markdown(lessons: Sequence[Lesson], address: str, answers: Answers) -> str:
    """The whole sheet, as a file.

    Args:
        lessons: The lecture's, each with what it is about.
        address: Of one of the app's pages.
        answers: To all questions of these lessons.
    """
    parts = f"# {TITLE}", outline(lessons, address), PAGE_BREAK, solutions(lessons, answers)
    return "\n\n".join(parts) + "\n"


def outline(lessons: Sequence[Lesson], address: str) -> str:
    """The lessons with their questions and tasks, without any answer.

    Args:
        lessons: The lecture's, each with what it is about.
        address: Of one of the app's pages.
    """
    asked, set_ = count(1), count(1)
    minutes = sum(lesson.minutes for lesson in lessons)
    parts = [
        f"A lecture of {minutes} minutes in {len(lessons)} lessons. Each link opens the page as "
        "the lesson or the task begins. The answers are at the end."
    ]
    for number, lesson in enumerate(lessons, start=1):
        link = _link(address, lesson)
        parts += [
            f"## {number}. {lesson.title}: {lesson.minutes} minutes",
            f"{lesson.about} [Open lesson {number}]({link})",
            "\n".join([*_questions(lesson, asked), *_tasks(lesson, set_, address)]),
        ]
    return "\n\n".join(parts)


def _questions(lesson: Lesson, numbers: Iterator[int]) -> Iterator[str]:
    for one in questions.of_lesson(lesson):
        yield f"- **Question {next(numbers)}.** {one.ask}"
        for letter, choice in zip(LETTERS, one.choices, strict=False):
            yield f"    - {letter}) {choice}"


def _tasks(lesson: Lesson, numbers: Iterator[int], address: str) -> Iterator[str]:
    for one in tasks.of_lesson(lesson):
        number, link = next(numbers), _link(address, lesson, one.start)
        yield f"- **Task {number}.** {one.ask} [Open task {number}]({link})"


def _link(address: str, lesson: Lesson, start: Mapping[str, str] | None = None) -> str:
    """The address of a lesson, or of one of its tasks."""
    part = {"part": lesson.part} if lesson.part else {}
    params = urlencode(part | dict(start or {}))
    return urljoin(address, lesson.page) + (f"?{params}" if params else "")


def solutions(lessons: Sequence[Lesson], answers: Answers) -> str:
    """The answers to the questions and the tasks, under the same numbers.

    Args:
        lessons: The lecture's.
        answers: To all questions of these lessons.
    """
    asked, set_ = count(1), count(1)
    parts = ["## Answers"]
    for lesson in lessons:
        lines = [
            *(_answer(next(asked), one, answers[one.key]) for one in questions.of_lesson(lesson)),
            *(f"- **Task {next(set_)}.** {one.solution}" for one in tasks.of_lesson(lesson)),
        ]
        parts += [f"### {lesson.title}", "\n".join(lines)]
    return "\n\n".join(parts)


def _answer(number: int, question: Question, answer: Answer | str) -> str:
    if isinstance(answer, str):
        reason = MARKS.sub(r"\\\1", " ".join(answer.split()))
        return f"- **Question {number}.** The answer could not be computed: {reason}"
    letter, choice = LETTERS[answer.right], question.choices[answer.right]
    return f"- **Question {number}: {letter}) {choice}.** {answer.why}"
