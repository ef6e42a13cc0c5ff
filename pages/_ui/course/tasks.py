"""The tasks of the course: what a class is to bring about, which the page recognizes.

This module is imported with every page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages._ui.course.lessons import Lesson


@dataclass(frozen=True)
class Task:
    """Something to bring about in a lesson."""

    key: str
    lesson: str  # its title
    ask: str  # in Markdown
    solution: str  # one way to do it, in Markdown
    start: dict[str, str] = field(default_factory=dict)  # parameters of the address to begin at


_ALL = (
    Task(
        "fool",
        "Draw & compare",
        "Fool the network: draw two digits that it gets wrong, and say what you drew under "
        "**Fool the network**.",
        "A 1 with a long upper stroke beside a 7, or a 4 that is closed at the top beside a 9.",
    ),
    Task(
        "unsure",
        "Draw & compare",
        "Draw two digits of which the network is at most 60 % sure.",
        "Draw the same digit twice, then change one of the two a little at a time towards another "
        "digit, until the distance is near the threshold.",
    ),
    Task(
        "contest",
        "Pairs",
        "Play **You or the network** to its end.",
        "The result lists your errors beside those of the network. Both err on these pairs: they "
        "are the hardest ones.",
        {"part": "You or the network"},
    ),
    Task(
        "accepted",
        "Pairs",
        "Find a pair of different digits that the network takes for the same, and select it.",
        "Order **Hardest first**, kind **Different**: the first pairs are marked as wrong.",
    ),
    Task(
        "stuck",
        "Loss",
        "Find a loss that does not push different digits apart when their distance is 0.",
        "The contrastive loss in its simple form, max(m − D², 0), at D = 0: its slope −2D is 0, "
        "although the loss is at its largest.",
    ),
    Task(
        "released",
        "Loss",
        "Two different digits have the distance 0.8. Find a margin of the loss of Hadsell at which "
        "they are no longer pushed apart.",
        "Any margin up to 0.8: the push ends where the distance reaches the margin.",
        {"distance": "0.8"},
    ),
    Task(
        "patch",
        "Network",
        "Find two digits for which one covered patch changes the verdict.",
        "On **Occlusion map**, choose digits that look alike, such as a 4 and a 9, or two 7s one "
        "of which has a bar: near the threshold one patch is enough.",
        {"part": "Occlusion map"},
    ),
    Task(
        "slides-network",
        "Network",
        "Show the layers of the network that the slides’ code builds.",
        "On **Architecture**, choose **Slides’ network**.",
    ),
    Task(
        "run",
        "Training",
        "Train a network that gets at least 97 % of the test pairs right.",
        "The first recipe with the settings it comes with is enough. With the others, take more "
        "digits or more epochs.",
    ),
    Task(
        "two-losses",
        "Training",
        "Train two networks that differ in nothing but their loss, and compare their error rates.",
        "Train once, change the loss under **Settings**, and train again with the same seed. The "
        "lower loss need not be the better network: compare the equal error rates.",
    ),
    Task(
        "diverge",
        "Layers",
        "Find a learning rate at which the line’s loss grows from step to step.",
        "On **Line**, 0.5 is too large for the points that it begins with.",
        {"part": "Line"},
    ),
    Task(
        "nine-weights",
        "Layers",
        "Give the dense layer 3 units and 4 inputs. How many weights has it, the bias included?",
        "On **Dense layer**, n = 4 and m = 3: 4 × 3 + 3 = 15.",
    ),
    Task(
        "alike",
        "Pooling",
        "Type numbers that are not all equal, for which max pooling and average pooling have the "
        "same result.",
        "In each window all numbers are equal, as in 1 1 2 2 / 1 1 2 2 / 3 3 4 4 / 3 3 4 4.",
    ),
    Task(
        "unnoticed",
        "Pooling",
        "Change at least four numbers of the slides’ grid so that the result of max pooling stays "
        "as it is.",
        "Lower any numbers that are not the largest of their window.",
    ),
    Task(
        "ten",
        "Threshold",
        "Find a threshold with 8 to 12 false accepts.",
        "Drag the line to the left, then use the arrow keys. Read how many false rejects it costs.",
    ),
    Task(
        "balanced",
        "Threshold",
        "Find a threshold at which at least twice as many pairs are falsely accepted as falsely "
        "rejected.",
        "Any threshold well to the right of the one with equal error rates.",
    ),
    Task(
        "own-point",
        "Map",
        "Put a drawing of your own on the map.",
        "Draw under the map: the point appears among the digits that look like it.",
        {"part": "Map"},
    ),
    Task(
        "untrained",
        "Map",
        "Show the map of the network before its training.",
        "Move the slider of the epochs to 0: the digits lie in no order.",
        {"part": "Map"},
    ),
    Task(
        "three-symbols",
        "One-shot",
        "Invent three symbols, draw one example of each, and draw one of them again.",
        "Choose **Your own symbols**. Symbols that differ in more than one stroke are told apart.",
        {"part": "One-shot", "symbols": "Your own symbols"},
    ),
    Task(
        "six-pictures",
        "Your own pictures",
        "Measure the network on at least six pictures of your own, of two digits or more.",
        "Write each digit three times, photograph them one by one, and give each its label.",
        {"part": "Your own pictures"},
    ),
)
TASKS = {one.key: one for one in _ALL}


def of_lesson(lesson: Lesson) -> list[Task]:
    """The tasks of a lesson, in their order."""
    return [one for one in _ALL if one.lesson == lesson.title]
