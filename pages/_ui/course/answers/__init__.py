"""The answer to each question of the course, computed from the library when it is shown.

What a function needs is imported when it is called: a page that offers a question opens as fast as
without it.
"""

from typing import NamedTuple

LOOK_ALIKE = 0.1  # two figures that differ by a smaller share count as about the same


class Answer(NamedTuple):
    """What is right, and why."""

    right: int  # index of the right choice
    why: str  # a sentence or two with the computed figures, in Markdown
