"""How often a network errs on digits that the program has drawn: again by tools, or on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siamese.evaluation.metrics import balanced_accuracy
from siamese.evaluation.pair_scores import distances_of
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.handwriting.drawing_tools import TOOLS, Tool
from siamese.handwriting.redraw import redraw
from siamese.handwriting.sheet import digits_on_sheet
from siamese.pairs import PairIndices
from siamese.preprocessing import DrawingError

Bytes = NDArray[np.uint8]
Embed = Callable[[Bytes], NDArray[np.float32]]


@dataclass(frozen=True)
class ToolErrors:
    """What a network makes of all pairs of one tool's drawings."""

    tool: str  # its name in `siamese.handwriting.drawing_tools`
    drawings: int  # that could be read
    outcome: Outcome  # of all of their pairs


def errors_by_tool(
    embed: Embed, images: Bytes, labels: NDArray[np.integer], threshold: float, seed: int
) -> list[ToolErrors]:
    """Draws digits again with each tool of `TOOLS`, and compares those of one tool in all pairs.

    Args:
        embed: The network: uint8 (n, 28, 28) → float32 (n, embedding_dim).
        images: uint8 (n, 28, 28).
        labels: int (n,), what they show; two of one class at least, and two classes.
        threshold: Up to which distance a pair counts as the same.
        seed: Of all chance.

    Returns:
        One for each tool, in the order of `TOOLS`.

    Raises:
        ValueError: If the readable drawings of a tool do not make pairs of both kinds.
    """
    rng = np.random.default_rng(seed)
    return [_errors(tool, embed, images, labels, threshold, rng) for tool in TOOLS]


def _errors(
    tool: Tool,
    embed: Embed,
    images: Bytes,
    labels: NDArray[np.integer],
    threshold: float,
    rng: np.random.Generator,
) -> ToolErrors:
    drawn = [_drawn(tool, image, rng) for image in images]
    kept = [number for number, drawing in enumerate(drawn) if drawing is not None]
    of = np.asarray(labels)[kept]
    pairs = _all_pairs(of)
    embeddings = embed(np.stack([drawing for drawing in drawn if drawing is not None]))
    sorted_pairs = SortedPairs.of(pairs, distances_of(embeddings, pairs), of)
    return ToolErrors(tool.__name__, len(kept), sorted_pairs.outcome(threshold))


def wrong_on_handwriting(embed: Embed, threshold: float) -> float:
    """The share of wrong verdicts on all pairs of the sheet of the program's own handwriting.

    Pairs of the same digit and pairs of different digits count equally.

    Args:
        embed: The network: uint8 (n, 28, 28) → float32 (n, embedding_dim).
        threshold: Up to which distance a pair counts as the same.

    Returns:
        A fraction.
    """
    images = digits_on_sheet()
    pairs = _all_pairs(np.arange(len(images)) % 10)
    return 1 - balanced_accuracy(distances_of(embed(images), pairs), pairs.same, threshold)


def _all_pairs(labels: NDArray[np.integer]) -> PairIndices:
    left, right = np.triu_indices(len(labels), 1)
    return PairIndices(left, right, (labels[left] == labels[right]).astype(np.uint8))


def _drawn(tool: Tool, image: Bytes, rng: np.random.Generator) -> Bytes | None:
    """A digit drawn again; None if its drawing cannot be read."""
    try:
        return redraw(image, rng, (tool,))
    except DrawingError:
        return None
