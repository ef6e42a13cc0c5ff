"""The questions of the course: what is predicted before a demonstration.

This module is imported with every page; what computes an answer is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages._ui.course.answers import Answer, arithmetic, networks, pictures
from pages._ui.course.answers.arithmetic import MARGIN

if TYPE_CHECKING:
    from pages._ui.course.lessons import Lesson


@dataclass(frozen=True)
class Question:
    """A question with choices, one of which is right."""

    key: str
    lesson: str  # its title
    ask: str  # in Markdown
    choices: tuple[str, ...]
    answer: Callable[[], Answer]  # computes it: up to a few seconds
    images: Callable[[], pictures.Images] | None = None  # uint8 (2, 28, 28), what it is about


_ALL = (
    Question(
        "scribble",
        "Draw & compare",
        "You put a scribble beside an 8. What does the network compute?",
        (
            "Different digits, more than 95 % sure",
            "Not sure: at most 95 % for either",
            "The same digit, more than 95 % sure",
        ),
        pictures.certainty,
        pictures.scribble_and_eight,
    ),
    Question(
        "bars",
        "Draw & compare",
        "Below the verdict, an orange bar shows the squared difference of each dimension. What "
        "gives more of the squared distance between a 3 and an 8?",
        (
            "The tallest bar alone",
            "All bars from the sixth tallest on, together",
            "Both give about the same",
        ),
        pictures.tallest_bar,
    ),
    Question(
        "chance",
        "Pairs",
        "You take two of the test images at random. How often do they show the same digit?",
        ("1 time in 2", "1 time in 4", "1 time in 10", "1 time in 100"),
        arithmetic.same_by_chance,
    ),
    Question(
        "two-losses",
        "Loss",
        "Networks A and B were trained with two different losses. At the end, A’s loss is lower "
        "than B’s. Which network is better at telling digits apart?",
        ("A", "B", "The two losses do not tell"),
        networks.two_losses,
    ),
    Question(
        "margin",
        "Loss",
        "The simple form of the contrastive loss of two different digits is "
        f"max(m − D², 0). The margin is m = {MARGIN}. From which distance on is there no push?",
        (
            f"From D = {MARGIN} on",
            f"From D = {MARGIN**0.5} on",
            "From none: the simple form has no margin",
        ),
        arithmetic.end_of_push,
    ),
    Question(
        "output",
        "Network",
        "The twin network gets two pictures of a 7. What does it compute?",
        ("The digit 7", "One number: a distance", "Ten numbers, one for each digit"),
        pictures.output,
    ),
    Question(
        "parameters",
        "Network",
        "The slides’ code builds an encoder, too. How many weights does it have, compared with the "
        "encoder that this app comes with?",
        ("Fewer", "About as many", "More"),
        networks.parameters,
    ),
    Question(
        "epochs",
        "Training",
        "Compare the shipped network after its last epoch with the same network after the first "
        "one. How has its equal error rate on other images changed?",
        (
            "It is higher: the training images were learned by heart",
            "It is about the same: one epoch is enough",
            "It is lower: the other epochs help",
        ),
        networks.last_epoch,
    ),
    Question(
        "dense",
        "Layers",
        "How many weights does `SimpleDense` have with n = 3 inputs and m = 2 units, the bias "
        "included?",
        ("5", "6", "8", "9"),
        arithmetic.dense_weights,
    ),
    Question(
        "moved",
        "Pooling",
        "The largest number of a grid moves to another cell of the same window. What changes in "
        "the result of max pooling?",
        ("Its largest number", "The place of its largest number", "Nothing"),
        arithmetic.moved_maximum,
    ),
    Question(
        "thresholds",
        "Threshold",
        "This app has two networks, one for digits and one for symbols. What are their thresholds "
        "between same and different?",
        ("0.5 for both", "The same number for both, but not 0.5", "Two different numbers"),
        networks.two_thresholds,
    ),
    Question(
        "diagonal",
        "Threshold",
        "In this page’s confusion matrix, the colour of the diagonal becomes stronger. Is that "
        "good?",
        (
            "Yes: more pairs of the same digit are accepted",
            "No: more pairs of the same digit are rejected",
            "It changes nothing",
        ),
        networks.diagonal,
    ),
    Question(
        "one-example",
        "One-shot",
        "The network that was trained on the digits 0 to 9 gets one example of each of five "
        "Persian digits. How often does it recognise the next drawing of one of them?",
        (
            "About as often as by guessing",
            "Clearly more often, but not nearly always",
            "Nearly always",
        ),
        networks.one_example,
    ),
)
QUESTIONS = {one.key: one for one in _ALL}


def of_lesson(lesson: Lesson) -> list[Question]:
    """The questions of a lesson, in their order."""
    return [one for one in _ALL if one.lesson == lesson.title]
