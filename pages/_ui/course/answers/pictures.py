"""Answers from two pictures that the shipped network compares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages._ui.course.answers import LOOK_ALIKE, Answer
from pages._ui.shared import formatting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pages._ui.shared.reading import PreparedDigit

    Images = NDArray[np.uint8]

SEED = 3  # of the digits


def scribble_and_eight() -> Images:
    """A scribble beside an eight, uint8 (2, 28, 28)."""
    import numpy as np

    return np.concatenate([_scribble().digit[None], _written(8)])  # type: ignore[index]


def certainty() -> Answer:
    """What the network computes for the scribble beside the eight."""
    from pages._ui.shared.verdict import certainty as percent
    from siamese.comparator import shipped

    found = shipped().compare(*scribble_and_eight())
    sure = max(found.probability_same, 1 - found.probability_same)
    verdict = "the same digit" if found.same else "different digits"
    page = (
        "The page leaves it out only because it also checks whether a picture looks like a digit."
        if _scribble().doubtful
        else "The page cannot tell that this is no digit."
    )
    return Answer(
        1 if sure <= 0.95 else 2 if found.same else 0,
        f"The distance is {formatting.distance(found.distance, found.threshold)}, so the network "
        f"computes: {verdict}, {percent(sure)} sure. It measures a distance whatever you draw, and "
        f"the percentage holds only for digits. {page}",
    )


def tallest_bar() -> Answer:
    """How much of a squared distance one dimension gives, and how much many small ones."""
    import numpy as np

    from siamese.comparator import shipped

    found = shipped().compare(*_written(3, 8))
    squared = np.sort((found.left_embedding - found.right_embedding) ** 2)[::-1]
    tallest, others = squared[0] / squared.sum(), squared[5:].sum() / squared.sum()
    right = 2 if abs(tallest - others) < LOOK_ALIKE else int(others > tallest)
    return Answer(
        right,
        f"The tallest bar gives {formatting.percent(tallest)} of the squared distance, the "
        f"{len(squared) - 5} bars from the sixth on give {formatting.percent(others)} together. "
        "All are added: one tall bar does not make two digits very different.",
    )


def output() -> Answer:
    """What the network computes from two sevens."""
    import numpy as np

    from siamese.comparator import shipped

    network = shipped()
    distance = network.distance(*_written(7, 7))
    if np.size(distance) != 1:
        return Answer(2, f"It computes {np.size(distance)} numbers.")
    verdict = "within" if float(distance) <= network.threshold else "beyond"
    return Answer(
        1,
        f"It computes {formatting.distance(float(distance))}, {verdict} its threshold of "
        f"{formatting.distance(network.threshold)}. Neither number says that these are sevens.",
    )


def _scribble() -> PreparedDigit:
    """A curl of the pen, brought into 28×28 as any drawing is."""
    import numpy as np
    from PIL import Image, ImageDraw

    from pages._ui.shared.reading import read_ink

    along = np.linspace(0, 2 * np.pi, 200)
    x, y = 150 + 110 * np.sin(3 * along), 150 + 110 * np.sin(7 * along + 0.3)
    paper = Image.new("L", (300, 300))
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    ImageDraw.Draw(paper).line(points, 255, width=12, joint="curve")
    return read_ink(np.asarray(paper, np.float32) / np.float32(255))


def _written(*labels: int) -> Images:
    """Digits in the program's handwriting, uint8 (n, 28, 28)."""
    import numpy as np

    from siamese.handwriting.renderer import write

    return write(labels, np.random.default_rng(SEED))
