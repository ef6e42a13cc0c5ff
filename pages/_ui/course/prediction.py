"""Predict before you see: a lesson's questions in a dialog, which moves nothing on the page."""

from __future__ import annotations

import streamlit as st

from pages._ui.course import lessons, record
from pages._ui.course.answers import Answer
from pages._ui.course.lessons import Lesson
from pages._ui.course.questions import QUESTIONS, Question, of_lesson
from pages._ui.games.pair_image import pair_image

# The session's keys: title of the lesson whose dialog is open; keys of the question in it, and of
# the one whose answer is wanted; the answers.
OPEN, ASKED, REVEALED, FOUND = "course open", "course asked", "course revealed", "course found"
BUTTON, CHOICE = "predict", "prediction"  # keys of widgets
ICON = ":material/psychology_alt:"


def heading(title: str, page: str) -> None:
    """Shows a page's title, beside it the way to the predictions, and their dialog if it is open.

    Args:
        title: The title.
        page: The page's path in the address.
    """
    lesson = lessons.current(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="heading"):
        st.title(title, width="content")
        if lesson is not None and of_lesson(lesson):
            st.button("Predict", key=BUTTON, icon=ICON, on_click=_open, args=(lesson,))
    if lesson is not None and is_open():
        st.dialog("Predict first", icon=ICON, on_dismiss=lambda: _skip(lesson))(_ask)(lesson)


def close_elsewhere(page: str) -> None:
    """Closes the dialog of another lesson, whose page was left by the browser's own ways.

    Args:
        page: The page that is shown now: its path in the address.
    """
    lesson = lessons.current(page)
    if lesson is None or st.session_state.get(OPEN) != lesson.title:
        st.session_state.pop(OPEN, None)


def open_new(lesson: Lesson) -> None:
    """Opens the dialog of the lesson that comes next, if there is a question left in it.

    Args:
        lesson: The lesson.
    """
    if record.record().untouched(lesson):
        _open(lesson)


def is_open() -> bool:
    """Whether the dialog is open."""
    return OPEN in st.session_state


def _open(lesson: Lesson) -> None:
    """Opens the dialog at the first question without an answer, or else at the first one."""
    keys = [one.key for one in of_lesson(lesson)]
    answered = record.record().answers
    st.session_state[OPEN] = lesson.title
    st.session_state[ASKED] = next((key for key in keys if key not in answered), keys[0])


def _skip(lesson: Lesson) -> None:
    """Closes the dialog; it does not open by itself again."""
    record.record().skip(lesson)
    st.session_state.pop(OPEN, None)


def _ask(lesson: Lesson) -> None:
    """What the dialog shows: one question, the choices, and after the prediction the answer."""
    questions, predictions = of_lesson(lesson), record.record().answers
    question = QUESTIONS[st.session_state[ASKED]]
    if len(questions) > 1:
        st.caption(f"{lesson.title}, question {questions.index(question) + 1} of {len(questions)}")
    st.markdown(f"**{question.ask}**")
    if question.images is not None:
        st.html(f'<div class="predicted">{pair_image(question.images())}</div>')
    revealed = st.session_state.get(REVEALED) == question.key
    choice = _choose(question, locked=revealed or question.key in predictions)
    if revealed and choice is not None:
        if (found := _found(question)) is not None:
            record.record().answer(question.key, choice, choice == found.right)
        del st.session_state[REVEALED]  # only now: the page may run again meanwhile
    if question.key in predictions:
        _explain(question, predictions[question.key])
        _go_on(lesson, questions, question)
    else:
        _offer(lesson, question, choice)
    record.keep()  # the page itself does so when the dialog is closed


def _choose(question: Question, locked: bool) -> int | None:
    """The choices; the index of the chosen one."""
    predicted = record.record().answers.get(question.key)
    choice: int | None = st.radio(
        "Your prediction",
        range(len(question.choices)),
        index=None if predicted is None else predicted.choice,
        format_func=question.choices.__getitem__,
        key=f"{CHOICE}-{question.key}",
        label_visibility="collapsed",
        disabled=locked,
    )
    return choice


def _offer(lesson: Lesson, question: Question, choice: int | None) -> None:
    """The buttons before the answer."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Show me",
            type="primary",
            disabled=choice is None,
            width="stretch",
            on_click=st.session_state.update,
            args=({REVEALED: question.key},),
        )
        if st.button("Skip", width="stretch", on_click=_skip, args=(lesson,)):
            st.rerun()


def _explain(question: Question, predicted: record.Prediction) -> None:
    """The answer, and whether it was predicted."""
    if predicted.right:
        words, icon, box = "Right.", ":material/check:", st.success
    else:
        words, icon, box = "Not this time.", ":material/close:", st.info
    found = _found(question)
    if found is not None:
        answer = "" if predicted.right else f" It is “{question.choices[found.right]}”."
        box(f"**{words}**{answer} {found.why}", icon=icon)


def _go_on(lesson: Lesson, questions: list[Question], question: Question) -> None:
    """The button after the answer: to the lesson's next question, or back to the page."""
    rest = questions[questions.index(question) + 1 :]
    if rest:
        st.button(
            "Next question",
            type="primary",
            width="stretch",
            on_click=st.session_state.update,
            args=({ASKED: rest[0].key},),
        )
    elif st.button(
        "To the lesson", type="primary", width="stretch", on_click=_skip, args=(lesson,)
    ):
        st.rerun()


def _found(question: Question) -> Answer | None:
    """The answer, computed once a visit; None where it cannot be computed, which is shown."""
    found: dict[str, Answer] = st.session_state.setdefault(FOUND, {})
    if question.key not in found:
        try:
            with st.spinner("Computing the answer …"):
                found[question.key] = question.answer()
        except (ValueError, ImportError, OSError) as error:  # no network, or no TensorFlow
            st.error(str(error), icon=":material/error:")
            return None
    return found[question.key]
