"""The tables of the page Limits, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from pages._ui.shared import formatting
from siamese.evaluation.drawn_digits import ToolErrors
from siamese.evaluation.threshold_sweep import SortedPairs

# What the tools of `siamese.handwriting.drawing_tools` draw like.
TOOL_NAMES = {
    "pen": "a pen on a screen",
    "thick": "a very thick pen on a screen",
    "pixels": "a grid of few pixels",
    "mouse": "a mouse, with a line of 1 to 3 pixels",
    "light_on_dark": "chalk, light on dark",
    "pencil": "a faint pencil on rough paper",
    "photo": "ink on paper, photographed",
    "scan": "ink on paper, scanned",
}


def by_digit(pairs: SortedPairs, threshold: float, name: str) -> str:
    """The errors of each digit.

    Args:
        pairs: Of the test images.
        threshold: The network's own.
        name: Of the images.
    """
    errors, counts = pairs.confusion(threshold)
    lines = ["| Digit | same, rejected | different, accepted |", "| --- | --- | --- |"]
    for number, digit in enumerate(pairs.classes.tolist()):
        rejected, same = int(errors[number, number]), int(counts[number, number])
        accepted = int(errors[number].sum()) - rejected
        different = int(counts[number].sum()) - same
        lines.append(f"| {digit} | {_share(rejected, same)} | {_share(accepted, different)} |")
    about = (
        f"**By digit.** {len(pairs.distances):,} random pairs of test images of {name}, half of "
        f"them of the same digit, at the network’s threshold, {formatting.distance(threshold)}:"
    )
    return f"{about}\n\n" + "\n".join(lines)


def by_tool(tools: Sequence[ToolErrors], threshold: float, name: str, redrawn: int) -> str:
    """The errors on the drawings of each tool.

    Args:
        tools: The errors of each.
        threshold: The network's own.
        name: Of the images that were drawn again.
        redrawn: How many.
    """
    lines = ["| Drawn like with | same, rejected | different, accepted |", "| --- | --- | --- |"]
    for one in tools:
        found = one.outcome
        same = found.true_accepts + found.false_rejects
        different = found.false_accepts + found.true_rejects
        rejected, accepted = (
            _share(found.false_rejects, same),
            _share(found.false_accepts, different),
        )
        lines.append(f"| {TOOL_NAMES[one.tool]} | {rejected} | {accepted} |")
    about = (
        f"**By drawing tool.** The program has drawn {redrawn} test images of {name} again with "
        f"each tool. All pairs of one tool’s drawings, at the threshold "
        f"{formatting.distance(threshold)}:"
    )
    after = (
        "One odd drawing is in many of these pairs, so differences of a few per cent between two "
        "tools mean little."
    )
    return f"{about}\n\n" + "\n".join(lines) + f"\n\n{after}"


def _share(errors: int, pairs: int) -> str:
    """How many of the pairs are wrong.

    >>> _share(3, 1200), _share(0, 0)
    ('3 of 1,200 (0.25\u202f%)', '–')
    """
    return f"{errors:,} of {pairs:,} ({formatting.percent(errors / pairs, 2)})" if pairs else "–"
