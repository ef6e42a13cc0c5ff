"""The course by AppTest: Back and Next, predictions, what is kept of them, Home's contents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pages._ui.course import contents, lessons, prediction
from pages._ui.course import record as course_record
from pages._ui.course.lessons import BY_TITLE, LECTURES, LESSONS, Lesson
from pages._ui.course.questions import QUESTIONS, Question, of_lesson
from pages._ui.course.record import Prediction, Record
from pages._ui.course.tasks import TASKS
from pages._ui.shared import browser_storage
from pages._ui.shared.query_params.table import PARAMS
from tests.pages.visitor import APP, Visitor

FILES = {"Siamese Lab": "home.py", "Draw & compare": "draw.py"}  # by title; others are called alike


class Learner(Visitor):
    """Someone who takes the course."""

    def come_to(self, lesson: Lesson) -> None:
        """Opens a lesson by its address."""
        if lesson.part:
            self.app.query_params["part"] = lesson.part
        self.open(f"{lesson.page}.py")

    def go(self, way: str = "next") -> None:
        """Presses Next or Back."""
        self.app.button(key=f"foot-{way}").click().run()
        title = self.app.title[0].value
        self.app.switch_page(FILES.get(title, f"{title.lower()}.py"))  # where the app has gone

    def press(self, label: str) -> None:  # type: ignore[override]
        """Presses a button by its words."""
        [button] = [one for one in self.app.button if one.label == label]
        button.click().run()
        self.reopen()

    def ask(self, question: Question) -> None:
        """Opens a question by the button beside the title; those before it are answered."""
        lesson = BY_TITLE[question.lesson]
        self.come_to(lesson)
        for one in of_lesson(lesson):
            if one == question:
                break
            self.record().answer(one.key, 0, False)
        self.press("Predict")

    def choose(self, choice: int) -> None:
        """Chooses an answer."""
        self.app.radio[0].set_value(choice).run()
        self.reopen()

    def predict(self, choice: int) -> None:
        """Chooses an answer and lets it be shown."""
        self.choose(choice)
        self.press("Show me")

    def asked(self) -> list[str]:
        """The questions that are shown."""
        texts = [one.value for one in self.app.markdown]
        return [one.key for one in QUESTIONS.values() if f"**{one.ask}**" in texts]

    def told(self) -> str:  # type: ignore[override]
        """What is said of a prediction."""
        texts = [one.value for one in [*self.app.success, *self.app.info]]
        return "".join(text for text in texts if text.startswith(("**Right.", "**Not this time.")))

    def record(self) -> Record:
        """What is known of the way through the course."""
        found: Record = self.app.session_state[course_record.KEY]
        return found

    def kept(self) -> str:
        """The text that the browser is told to keep."""
        found = [one.proto for one in self.app.get("bidi_component")]
        texts = [
            json.loads(one.json)["texts"]
            for one in found
            if one.component_name == "siamese_lab.browser_storage"
        ]
        [text] = [one[course_record.NAME] for one in texts if course_record.NAME in one]
        return str(text)

    def reload(self) -> Learner:
        """The same visitor after a reload: all but what the browser has kept is gone."""
        other = Learner()
        found = {course_record.NAME: self.kept()}
        other.trigger(browser_storage.KEY, "found", found)
        return other

    def texts(self) -> str:
        """All Markdown and captions of the page."""
        return "\n".join(one.value for one in [*self.app.markdown, *self.app.caption])

    def links(self) -> list[str]:
        """The lessons of the contents, by their titles."""
        labels = [one.proto.label for one in self.app.get("page_link")]
        return [label.replace("*", "") for label in labels if label.endswith("**")]


@pytest.fixture
def learner(visitor: Visitor) -> Learner:
    """Someone on Home, MNIST not being at hand."""
    assert not visitor.app.exception
    return Learner()


def test_the_navigation_has_the_order_of_the_course() -> None:
    paths = re.findall(r'url_path="(\w+)"', APP.read_text(encoding="utf-8"))
    assert paths == [
        *dict.fromkeys(lesson.page for lesson in LESSONS),
        "limits",
        "sheet",
    ]  # in no menu


def test_each_lecture_takes_its_minutes() -> None:
    for minutes, some in LECTURES.items():
        assert sum(lesson.minutes for lesson in some) == minutes


def test_lessons_are_pages_or_their_parts_and_have_a_picture() -> None:
    assert len(BY_TITLE) == len(LESSONS)
    for lesson in LESSONS:
        assert (APP.parent / f"{lesson.page}.py").exists()
        assert contents.picture(lesson).exists()
        assert not lesson.part or PARAMS[lesson.page]["part"].accepts(lesson.part)


def test_a_lesson_outside_a_lecture_leads_into_it() -> None:
    before, after = lessons.neighbours(BY_TITLE["Network"], 20)
    assert (before, after) == (BY_TITLE["Loss"], BY_TITLE["One-shot"])
    assert lessons.neighbours(LESSONS[0], 20) == (None, BY_TITLE["Pairs"])
    assert lessons.neighbours(LESSONS[-1], 90) == (BY_TITLE["One-shot"], None)


def test_next_leads_through_a_lecture_and_back(learner: Learner) -> None:
    learner.app.button_group(key="lecture").set_value(20).run()
    assert learner.links() == ["Draw & compare", "Pairs", "Loss", "One-shot"]
    for number, title in enumerate(["Draw & compare", "Pairs", "Loss", "Verification"], start=1):
        learner.go()
        assert learner.app.title[0].value == title
        assert f"Lesson {number} of 4 of the lecture of 20 minutes" in learner.texts()
    assert learner.app.button_group(key="part").value == "One-shot"
    learner.go("back")
    assert learner.app.title[0].value == "Loss"
    learner.go()
    learner.go()
    assert learner.app.title[0].value == "Siamese Lab"
    assert not learner.app.exception


def test_next_leads_from_part_to_part_of_one_page(learner: Learner) -> None:
    learner.come_to(BY_TITLE["Threshold"])
    for part in ("Map", "One-shot", "Your own pictures"):
        learner.app.button(key="foot-next").click().run()
        assert learner.app.button_group(key="part").value == part
    assert learner.app.button(key="foot-next").label == "Next: Contents"


def test_home_has_no_foot_and_other_parts_belong_to_their_page(learner: Learner) -> None:
    assert not [one for one in learner.app.button if one.key == "foot-back"]
    learner.app.query_params["part"] = "Points on a plane"
    learner.open("loss.py")
    assert learner.app.button(key="foot-next").label == "Next: Network"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_answered(learner: Learner, question: Question) -> None:
    """The choice is changed before the answer is shown, and locked after it, also by a reload."""
    right = question.answer().right
    wrong = (right + 1) % len(question.choices)
    learner.ask(question)
    assert learner.asked() == [question.key]
    learner.choose(wrong)
    assert learner.told() == ""
    learner.predict(right)
    assert learner.told() == f"**Right.** {question.answer().why}"
    assert learner.app.radio[0].disabled
    assert learner.record().answers[question.key] == Prediction(right, True)
    other = learner.reload()
    other.come_to(BY_TITLE[question.lesson])
    assert other.asked() == []  # it does not open by itself
    other.app.session_state[prediction.OPEN] = question.lesson
    other.app.session_state[prediction.ASKED] = question.key
    other.reopen()
    assert other.told() == f"**Right.** {question.answer().why}"
    assert (other.app.radio[0].value, other.app.radio[0].disabled) == (right, True)
    assert not learner.app.exception
    assert not other.app.exception


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_wrong_prediction_counts_and_is_told(learner: Learner, question: Question) -> None:
    found = question.answer()
    wrong = (found.right + 1) % len(question.choices)
    learner.ask(question)
    learner.predict(wrong)
    answer = question.choices[found.right]
    assert learner.told() == f"**Not this time.** It is “{answer}”. {found.why}"
    assert learner.record().answers[question.key] == Prediction(wrong, False)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_skipped(learner: Learner, question: Question) -> None:
    learner.ask(question)
    learner.press("Skip")
    assert learner.asked() == []
    assert question.key in learner.record().skipped
    assert question.key in learner.reload().record().skipped


def test_only_next_opens_the_predictions_and_only_once(learner: Learner) -> None:
    loss = BY_TITLE["Loss"]
    learner.come_to(loss)
    assert learner.asked() == []
    learner.come_to(BY_TITLE["Pairs"])
    learner.go()
    assert learner.asked() == ["two-losses"]
    learner.press("Skip")
    assert learner.record().skipped == {"two-losses", "margin"}
    learner.go("back")
    learner.go()
    assert learner.app.title[0].value == "Loss"
    assert learner.asked() == []
    learner.press("Predict")
    assert learner.asked() == ["two-losses"]


def test_back_opens_no_predictions(learner: Learner) -> None:
    learner.come_to(BY_TITLE["Loss"])
    learner.go("back")
    assert learner.app.title[0].value == "Pairs"
    assert learner.asked() == []


def test_two_questions_follow_each_other(learner: Learner) -> None:
    learner.ask(QUESTIONS["two-losses"])
    learner.predict(0)
    learner.press("Next question")
    assert learner.asked() == ["margin"]
    learner.predict(0)
    learner.press("To the lesson")
    assert learner.asked() == []
    assert learner.record().answers.keys() == {"two-losses", "margin"}


def test_a_dialog_is_closed_when_its_page_is_left(learner: Learner) -> None:
    learner.ask(QUESTIONS["chance"])
    learner.open("loss.py")
    assert learner.asked() == []
    learner.open("pairs.py")
    assert learner.asked() == []


def test_no_answer_is_shown_before_a_choice(learner: Learner) -> None:
    learner.ask(QUESTIONS["chance"])
    [button] = [one for one in learner.app.button if one.label == "Show me"]
    assert button.disabled


def test_a_lesson_without_questions_has_no_button(learner: Learner) -> None:
    learner.come_to(BY_TITLE["Your own pictures"])
    assert "Predict" not in [one.label for one in learner.app.button]


def test_what_cannot_be_computed_is_told_and_does_not_count(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    learner.ask(QUESTIONS["two-losses"])
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    learner.choose(1)
    [button] = [one for one in learner.app.button if one.label == "Show me"]
    button.click().run()
    assert any(str(tmp_path / "manifest.json") in one.value for one in learner.app.error)
    assert learner.record().answers == {}


def test_home_counts_predictions_and_ticks_what_is_done(learner: Learner) -> None:
    assert "You predicted" not in learner.texts()
    learner.ask(QUESTIONS["chance"])
    learner.predict(QUESTIONS["chance"].answer().right)
    learner.ask(QUESTIONS["dense"])
    learner.predict((QUESTIONS["dense"].answer().right + 1) % 4)
    learner.come_to(BY_TITLE["Loss"])
    learner.open("home.py")
    assert "You predicted **1 of 2** right; look again at:" in learner.texts()
    assert f"{len(QUESTIONS) - 2} of the {len(QUESTIONS)} questions" in learner.texts()
    labels = {one.proto.label: one.proto.page for one in learner.app.get("page_link")}
    assert labels["Layers"] == "layers"
    ticked = [re.sub(r"[^A-Z\w ]|blue", "", label).strip() for label in labels if "✓" in label]
    assert ticked == ["Pairs", "Layers"]
    assert learner.app.button(key="foot-next").label == "Next: Draw & compare"


def test_a_lecture_survives_a_reload(learner: Learner) -> None:
    learner.app.button_group(key="lecture").set_value(45).run()
    other = learner.reload()
    assert other.app.button_group(key="lecture").value == 45
    assert len(other.links()) == 7


FULL = Record(
    {"bars": Prediction(1, True), "dense": Prediction(3, False)},
    {"margin"},
    {"Pairs"},
    45,
    {"strict"},
)


def test_a_record_comes_back() -> None:
    assert course_record.read(FULL.text()) == FULL
    assert Record().text() == ""


def test_the_fullest_record_is_short() -> None:
    """The texts of all pages share one limit."""
    answers = dict.fromkeys(QUESTIONS, Prediction(2, False))
    assert len(Record(answers, set(), set(BY_TITLE), 20, set(TASKS)).text()) < 1100


def test_the_readme_counts_the_questions() -> None:
    readme = (APP.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"there are {len(QUESTIONS)} questions" in readme
    *some, last = map(str, LECTURES)
    assert f"{', '.join(some)} or {last} minutes" in readme


@pytest.mark.parametrize("text", ["{", "5", "[]", "null", "{}", "[" * 100_000])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        course_record.read(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answers", []), ("answers", {"bars": 1}), ("answers", {"bars": [1]}),
        ("answers", {"bars": [3, True]}), ("answers", {"bars": [-1, True]}),
        ("answers", {"bars": [True, True]}), ("answers", {"bars": [1, 1]}),
        ("answers", {"bars": [1, True, 2]}), ("answers", {"none": [1, True]}),
        ("skipped", ["none"]), ("skipped", ["bars"]), ("skipped", 5), ("skipped", [["margin"]]),
        ("visited", ["Home"]), ("visited", None), ("visited", [5]),
        ("tasks", ["none"]), ("tasks", None), ("tasks", [["strict"]]),
        ("lecture", 30), ("lecture", "45"), ("lecture", 45.0), ("lecture", None),
    ],
)  # fmt: skip
def test_a_damaged_record_is_refused(name: str, value: object) -> None:
    content = json.loads(FULL.text()) | {name: value}
    with pytest.raises(ValueError):  # noqa: PT011
        course_record.read(json.dumps(content))
