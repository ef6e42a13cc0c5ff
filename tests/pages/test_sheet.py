"""The teacher's sheet: complete, its links open what they say, its answers are computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from pages._ui.course import questions, sheet, sheet_answers, tasks
from pages._ui.course.answers import Answer
from pages._ui.course.lessons import BY_TITLE, LECTURES, Lesson
from pages._ui.course.questions import QUESTIONS, Question
from pages._ui.course.sheet import markdown
from pages._ui.course.tasks import Task
from pages._ui.shared.query_params.table import PARAMS
from siamese import comparator
from tests.pages.visitor import APP, PATIENCE, Visitor

APP_ADDRESS = "https://lab.example/siamese/"
ADDRESS = f"{APP_ADDRESS}sheet"
LINK = re.compile(r"\[Open (lesson|task) (\d+)\]\((\S+)\)")
FORMULA = "max(m − D², 0)² of `a_b` and 2 * 3 * 4 < $5 at [0, 1]"


def answers() -> dict[str, Answer | str]:
    """An answer to each question: its last choice."""
    return {
        key: Answer(len(one.choices) - 1, f"Because of {key}.") for key, one in QUESTIONS.items()
    }


def of(lessons: tuple[Lesson, ...]) -> tuple[list[Question], list[Task]]:
    """The questions and tasks of some lessons, in the order of the course."""
    titles = [lesson.title for lesson in lessons]
    asked = [one for title in titles for one in QUESTIONS.values() if one.lesson == title]
    return asked, [one for title in titles for one in tasks.TASKS.values() if one.lesson == title]


@pytest.mark.parametrize("minutes", LECTURES)
def test_a_lecture_has_all_its_lessons_questions_and_tasks_once(minutes: int) -> None:
    """Numbers go on from lesson to lesson, and each thing stands under its lesson."""
    lessons = LECTURES[minutes]
    asked, set_ = of(lessons)
    outline = sheet.outline(lessons, ADDRESS)
    headings = [line for line in outline.splitlines() if line.startswith("#")]
    assert headings == [
        f"## {number}. {lesson.title}: {lesson.minutes} minutes"
        for number, lesson in enumerate(lessons, start=1)
    ]
    things = re.findall(r"^- \*\*(?:Question|Task) .*", outline, re.MULTILINE)
    assert [line for line in things if "**Question" in line] == [
        f"- **Question {number}.** {one.ask}" for number, one in enumerate(asked, start=1)
    ]
    assert [line.partition(" [Open")[0] for line in things if "**Task" in line] == [
        f"- **Task {number}.** {one.ask}" for number, one in enumerate(set_, start=1)
    ]
    for lesson, part in zip(lessons, outline.split("\n## ")[1:], strict=True):
        mine, my_tasks = questions.of_lesson(lesson), tasks.of_lesson(lesson)
        assert part.count("**Question ") == len(mine)
        assert part.count("**Task ") == len(my_tasks)
        assert all(one.ask in part for one in [*mine, *my_tasks])
        assert f"{lesson.about} [Open lesson" in part


def test_choices_have_the_letter_that_the_answer_names() -> None:
    text = markdown(LECTURES[90], ADDRESS, answers())
    for one in QUESTIONS.values():
        choices = [
            f"    - {letter}) {said}" for letter, said in zip("abcd", one.choices, strict=False)
        ]
        assert f"{one.ask}\n" + "\n".join(choices) in text
        last = len(one.choices) - 1
        assert f": {'abcd'[last]}) {one.choices[last]}.** Because of {one.key}." in text


@pytest.mark.parametrize("minutes", LECTURES)
def test_answers_come_last_and_under_the_same_numbers(minutes: int) -> None:
    lessons = LECTURES[minutes]
    asked, set_ = of(lessons)
    text = markdown(lessons, ADDRESS, answers())
    before, answered = text.split("\n## Answers\n")
    assert before.endswith(f"{sheet.PAGE_BREAK}\n")
    assert sheet.outline(lessons, ADDRESS) in before
    assert re.findall(r"^- \*\*Question (\d+): .*Because of (.*)\.$", answered, re.MULTILINE) == [
        (str(number), one.key) for number, one in enumerate(asked, start=1)
    ]
    assert re.findall(r"^- \*\*Task (\d+)\.\*\* (.*)$", answered, re.MULTILINE) == [
        (str(number), one.solution) for number, one in enumerate(set_, start=1)
    ]
    for said in ("Because of", *(one.solution for one in set_)):
        assert said not in before


def test_each_link_opens_a_page_at_its_part_and_its_task() -> None:
    """The page is there, and its table accepts each parameter."""
    lessons = LECTURES[90]
    links = LINK.findall(sheet.outline(lessons, f"{ADDRESS}?view=projector"))
    expected = {("lesson", str(n)): (one, {}) for n, one in enumerate(lessons, start=1)} | {
        ("task", str(n)): (BY_TITLE[one.lesson], one.start)
        for n, one in enumerate(of(lessons)[1], start=1)
    }
    assert [(kind, number) for kind, number, _ in links if kind == "task"] == [
        key for key in expected if key[0] == "task"
    ]
    assert len(links) == len(expected)
    for kind, number, link in links:
        lesson, start = expected[kind, number]
        assert link.startswith(APP_ADDRESS)
        path = urlsplit(link).path.rpartition("/")[2]
        assert (APP.parent / f"{path}.py").exists()
        assert path == lesson.page
        params = dict(parse_qsl(urlsplit(link).query, strict_parsing=True)) if "?" in link else {}
        assert params == ({"part": lesson.part} if lesson.part else {}) | start
        assert all(PARAMS[path][name].accepts(value) for name, value in params.items())


def test_formulas_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in Markdown stays Markdown."""
    task = Task("formula", "Loss", f"Find {FORMULA}.", f"It is {FORMULA}.", {"loss": "With margin"})
    monkeypatch.setattr(tasks, "_ALL", (task,))
    text = markdown(LECTURES[20], ADDRESS, answers())
    link = f"{APP_ADDRESS}loss?loss=With+margin"
    assert f"- **Task 1.** Find {FORMULA}. [Open task 1]({link})\n" in text
    assert f"- **Task 1.** It is {FORMULA}.\n" in text
    assert "is max(m − D², 0). The margin is" in text


def test_a_reason_is_no_markdown_and_one_line() -> None:
    reason = "No *network* in\n  a_b/<c> $x$ [d](e) `f` ~~g~~ C:\\h"
    text = sheet.solutions(LECTURES[20], {**answers(), "bars": reason})
    [line] = [one for one in text.splitlines() if "Question 2" in one]
    words = "- **Question 2.** The answer could not be computed: "
    assert line == words + (
        r"No \*network\* in a\_b/\<c\> \$x\$ \[d\](e) \`f\` \~\~g\~\~ C:" + r"\\h"
    )


class Teacher(Visitor):
    """Someone who prepares a lecture of 20 minutes, whose answers need no TensorFlow."""

    PAGE = "sheet.py"

    def __init__(self) -> None:
        super().__init__()
        self.app.button_group(key="lecture").set_value(20).run()

    def wait_for_answers(self) -> None:
        """Until they are there; then the page runs again, as the browser would have it."""
        sheet_answers.of(20).exception(timeout=PATIENCE)
        self.reopen()

    def text(self) -> str:
        """What the page shows."""
        return "\n".join(one.value for one in self.app.markdown)


@pytest.fixture
def teacher() -> Iterator[Teacher]:
    sheet_answers._coming.clear()
    teacher = Teacher()
    teacher.come()
    yield teacher
    assert not teacher.app.exception
    sheet_answers._coming.clear()


def test_the_page_shows_the_chosen_lecture_and_the_computed_answers(teacher: Teacher) -> None:
    assert teacher.app.button_group(key="lecture").value == 20
    teacher.wait_for_answers()
    for one in of(LECTURES[20])[0]:
        found = one.answer()
        assert (
            f": {'abcd'[found.right]}) {one.choices[found.right]}.** {found.why}" in teacher.text()
        )
    assert QUESTIONS["dense"].ask not in teacher.text()
    teacher.open("home.py")
    assert "sheet" in teacher.links()


def test_each_lesson_says_what_it_is_about(teacher: Teacher) -> None:
    """Also those whose page says it."""
    teacher.wait_for_answers()
    for number, words in [(1, "Draw two digits and see how far"), (4, "Draw one example of each")]:
        [line] = [one for one in teacher.text().splitlines() if f"[Open lesson {number}]" in one]
        assert line.startswith(words)


def test_the_sheet_is_there_before_its_answers(
    monkeypatch: pytest.MonkeyPatch, teacher: Teacher
) -> None:
    """Nobody waits for them: here they would never come."""
    sheet_answers._coming.clear()
    monkeypatch.setattr("pages._ui.shared.background.begin", lambda *_: Future())
    teacher.app.button_group(key="lecture").set_value(45).run()
    assert QUESTIONS["diagonal"].ask in teacher.text()
    assert "## Answers" not in teacher.text()
    assert [one.value for one in teacher.app.info] == ["The answers are being computed."]


@pytest.mark.usefixtures("cold_network")
def test_a_broken_network_gives_a_line_and_another_try(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, teacher: Teacher
) -> None:
    """Answers that need no network are there; once it is repaired, so are the others."""
    teacher.wait_for_answers()
    sheet_answers._coming.clear()
    with monkeypatch.context() as broken:
        for module in ("manifest", "comparator"):
            broken.setattr(f"siamese.{module}.ASSETS", tmp_path)
        comparator.shipped.clear()
        teacher.wait_for_answers()
        lines = teacher.text().splitlines()
        [line] = [one for one in lines if one.startswith("- **Question 1.** The answer")]
        assert "could not be computed: " in line
        assert "make train" in line
        assert any(one.startswith("- **Question 3: c) 1 time in 10.**") for one in lines)
    comparator.shipped.clear()
    teacher.wait_for_answers()
    assert "could not be computed" not in teacher.text()
