"""The answers on the teacher's sheet: computed in the background, once for all visitors."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from pages._ui.course.lessons import LECTURES
from pages._ui.course.questions import Question, of_lesson
from pages._ui.shared import background, digits
from siamese.shared_results import shared

if TYPE_CHECKING:
    from pages._ui.course.answers import Answer
    from pages._ui.course.sheet import Answers
    from pages._ui.shared.digits import DigitSet


def of(minutes: int) -> Future[Answers]:
    """The answers to the questions of a lecture; the first call starts their computation.

    Args:
        minutes: Of the lecture.
    """
    coming = _coming(digits.shown(), minutes)
    if coming.done() and any(isinstance(one, str) for one in coming.result().values()):
        _coming.clear()  # so that the next call tries again
    return coming


@shared(6)
def _coming(shown: DigitSet, minutes: int) -> Future[Answers]:
    return background.begin("answers", _compute, minutes)


def _compute(minutes: int) -> Answers:
    """Up to half a minute, if TensorFlow has to be loaded."""
    asked = (one for lesson in LECTURES[minutes] for one in of_lesson(lesson))
    return {one.key: _answer(one) for one in asked}


def _answer(question: Question) -> Answer | str:
    try:
        return question.answer()
    except (ValueError, ImportError, OSError) as error:  # no network, or no TensorFlow
        return str(error)
