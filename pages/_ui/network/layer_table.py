"""The table of a network's layers, and its summary in words."""

from __future__ import annotations

from pages._ui.network.inspection import Anatomy
from pages._ui.shared import formatting
from siamese.inspection.architecture import LayerSummary

HEAD = ("Layer", "Output shape", "Parameters", "Multiplications", "Receptive field")


def table(anatomy: Anatomy) -> str:
    """HTML of the layers with their figures and sums.

    Args:
        anatomy: The network's layers.

    Returns:
        A table of the class ``layers``, in a box that scrolls on narrow screens.
    """
    head = "".join(f"<th>{words}</th>" for words in HEAD)
    rows = "".join(_row(number, stage) for number, stage in enumerate(anatomy.stages))
    work = sum(stage.multiplications for stage in anatomy.stages)
    sums = "".join(f"<td>{figure}</td>" for figure in ("", f"{anatomy.parameters:,}", f"{work:,}"))
    return (
        f'<div class="layers" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot><tr><th>Sum</th>{sums}<td></td></tr></tfoot></table></div>"
    )


def _row(number: int, stage: LayerSummary) -> str:
    times = f"{len(stage.names)} × " if len(stage.names) > 1 else ""
    sees = stage.receptive_field
    cells = (
        formatting.shape(stage.output_shape),
        f"{stage.parameters:,}",
        f"{stage.multiplications:,}",
        "all" if sees is None else f"{sees} × {sees}",
    )
    name = f"{number}. {times}{stage.kind} <small>{stage.settings}</small>"
    return f"<tr><th>{name}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def takeaway(anatomy: Anatomy) -> str:
    """Which layers have most weights and multiplications, and what the twin network adds."""
    weights = _largest([stage.parameters for stage in anatomy.stages])
    work = _largest([stage.multiplications for stage in anatomy.stages])
    more = anatomy.twin_parameters - anatomy.parameters
    behind = (
        f"the distance, which has no weights, and `Dense(1, sigmoid)` with {more}" if more
        else "the distance, which has no weights"
    )  # fmt: skip
    beside = max(len(stage.names) for stage in anatomy.stages)
    branches = (
        f"“{beside} ×” says that the encoder itself has {beside} such layers side by side, whose "
        "results are joined at its end. " if beside > 1 else ""
    )  # fmt: skip
    return (
        f"{branches}Of the weights, {weights}. Of the multiplications, {work}. The twin network "
        f"adds {behind}: **{anatomy.twin_parameters:,}** weights in all, as in Keras's "
        "`summary()`. Both images use the same weights, so there are not twice as many."
    )


def _largest(figures: list[int]) -> str:
    """The layers with the largest share of a figure, in words."""
    most = max(figures)
    share = formatting.percent(most / sum(figures))
    *others, last = [str(number) for number, figure in enumerate(figures) if figure == most]
    if not others:
        return f"layer {last} has {share}"
    return f"layers {', '.join(others)} and {last} have {share} each"


HOW_COUNTED = (
    "Multiplications by a weight, for one image; a pair needs twice as many. The receptive field "
    "is the square of pixels that one output value depends on. It grows from layer to layer until "
    "every value depends on the whole image."
)
