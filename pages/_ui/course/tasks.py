"""The tasks of the course: what a class is to bring about, which the page recognises.

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
        "Draw two digits that the network gets wrong. Then open **Fool the network** and say what "
        "you drew.",
        "A 1 with a long upper stroke beside a 7, or a 4 that is closed at the top beside a 9.",
    ),
    Task(
        "unsure",
        "Draw & compare",
        "Draw two digits of which the network is at most 80 % sure.",
        "A 1 with a short upper stroke beside a 7, or a 4 that is open at the top beside a 9. Make "
        "the stroke longer or shorter until the distance is near the threshold.",
    ),
    Task(
        "accepted",
        "Pairs",
        "Find a pair of different digits that the network takes for the same, and select it.",
        "Order **Hardest first**, kind **Different**: the first pairs are marked as wrong.",
    ),
    Task(
        "contest",
        "Pairs",
        "Play **You or the network** to its end.",
        "Ten answers end it. The result shows your errors beside those of the network. It errs on "
        "some of them: they are among its hardest pairs.",
        {"part": "You or the network"},
    ),
    Task(
        "stuck",
        "Loss",
        "Set the distance to 0. Find a loss that does not push different digits apart there, "
        "although the loss is not 0.",
        "**Simple**, max(m − D², 0): its slope −2D is 0 at D = 0, although the loss is largest "
        "there. **With margin** and **Khosla 2020** have a slope of 0 there, too.",
    ),
    Task(
        "released",
        "Loss",
        "Set the distance to 0.8 and choose **Hadsell 2006**. Find a margin at which two different "
        "digits are not pushed apart.",
        "Any margin up to 0.8: the push ends where the distance reaches the margin.",
        {"distance": "0.8"},
    ),
    Task(
        "patch",
        "Network",
        "Find two digits whose verdict changes when one patch of ink is removed.",
        "Press **Other test images** until a sentence below the maps says that the verdict "
        "changes: with different digits, one patch is often enough.",
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
        "Train a network that gets at least 96 % of the test pairs right.",
        "The first recipe with the settings it comes with is enough. With the others, take more "
        "digits or more epochs.",
    ),
    Task(
        "two-losses",
        "Training",
        "Train two networks whose settings differ in nothing but the loss. Let both runs end, and "
        "compare their equal error rates.",
        "Train once, change the loss under **Settings**, and train again. The network with the "
        "lower loss need not be the better one, so compare the equal error rates.",
    ),
    Task(
        "weights",
        "Layers",
        "Give the dense layer 15 weights, the bias included.",
        "n inputs and m units have n × m + m weights: n = 4 and m = 3, or n = 2 and m = 5.",
    ),
    Task(
        "diverge",
        "Layers",
        "Find a learning rate at which the line’s loss grows instead of falling.",
        "With the points that the page begins with, any from 0.18 on.",
        {"part": "Line"},
    ),
    Task(
        "alike",
        "Pooling",
        "Type numbers that are not all equal, for which max pooling and average pooling have the "
        "same result. Use windows of more than one number.",
        "In each window all numbers are equal, as in 1 1 2 2 / 1 1 2 2 / 3 3 4 4 / 3 3 4 4.",
    ),
    Task(
        "unnoticed",
        "Pooling",
        "Change at least four numbers of the grid that the page begins with, so that the result of "
        "max pooling stays as it is.",
        "Lower any numbers that are not the largest of their window.",
    ),
    Task(
        "strict",
        "Threshold",
        "Find a threshold with at most half as many false accepts as the network’s own, but with "
        "a recall of at least 95 %.",
        "Drag the line to the left, to about 0.8.",
    ),
    Task(
        "balanced",
        "Threshold",
        "Find a threshold with about as many false accepts as false rejects: the two numbers may "
        "differ by 10 %.",
        "A little to the left of the network’s threshold: use the arrow keys. On the ROC curve, "
        "the point then lies on the diamond.",
    ),
    Task(
        "between",
        "Map",
        "Draw a digit beside the map whose ten nearest digits are not all the same digit.",
        "A 1 with a long upper stroke lies between the 1s and the 7s.",
        {"part": "Map"},
    ),
    Task(
        "untrained",
        "Map",
        "Show the map of the network before its training.",
        "Under **Settings**, move **Checkpoint** to **Untrained**. The groups lie on top of each "
        "other: fewer of the nearest neighbours show the same digit.",
        {"part": "Map"},
    ),
    Task(
        "three-symbols",
        "One-shot",
        "Invent three symbols and add one example of each. Then draw one of them again, so that "
        "the network recognises it.",
        "Choose **Your own symbols**. Symbols that differ in more than one stroke, such as a star, "
        "a cross and a face, are told apart.",
        {"part": "One-shot", "symbols": "Your own symbols"},
    ),
    Task(
        "pixels",
        "One-shot",
        "Find a drawing that pixels and the network for symbols take for two different symbols.",
        "With the Persian digits, about every second **Sample** is one.",
        {"part": "One-shot"},
    ),
    Task(
        "wrong-pair",
        "Your own pictures",
        "Measure the network on the example, and select one of the hardest pairs that it gets "
        "wrong.",
        "Press **Try the example**. Wrong pairs are marked, and the first one is the hardest.",
        {"part": "Your own pictures"},
    ),
    Task(
        "six-pictures",
        "Your own pictures",
        "Measure the network on at least six pictures of your own, of two digits or more.",
        "Write two digits three times each, photograph or scan them one by one, and put them into "
        "two folders of a ZIP.",
        {"part": "Your own pictures"},
    ),
)
TASKS = {one.key: one for one in _ALL}


def of_lesson(lesson: Lesson) -> list[Task]:
    """The tasks of a lesson, in their order."""
    return [one for one in _ALL if one.lesson == lesson.title]
