"""The table of a network's layers, and what to see in it."""

from __future__ import annotations

from pages._ui.network.inspection import Anatomy
from pages._ui.shared import formatting
from siamese.inspection.architecture import LayerSummary

HEAD = ("Layer", "Output shape", "Parameters", "Multiplications", "Receptive field")


def table(anatomy: Anatomy) -> str:
    """HTML of the layers with their figures, and their sums.

    Args:
        anatomy: What the network is made of.

    Returns:
        A table of the class ``layers``, in a box that scrolls where the screen is narrow.
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
    """Where the weights are, where the work is, and what makes it a twin network."""
    found = anatomy.stages
    heavy = max(range(len(found)), key=lambda number: found[number].parameters)
    busy = max(range(len(found)), key=lambda number: found[number].multiplications)
    work = sum(stage.multiplications for stage in found)
    weights = formatting.percent(found[heavy].parameters / anatomy.parameters)
    share = formatting.percent(found[busy].multiplications / work)
    where = (
        f"Layer {heavy} holds {weights} of the weights and does {share} of the multiplications."
        if heavy == busy
        else f"Layer {heavy} holds {weights} of the weights, but layer {busy} does most of the "
        f"work: {share} of the multiplications."
    )
    more = anatomy.twin_parameters - anatomy.parameters
    behind = (
        f"the distance, which has none, and `Dense(1, sigmoid)` with {more}" if more
        else "the distance, which has none"
    )  # fmt: skip
    return (
        f"{where} The twin network adds {behind}: **{anatomy.twin_parameters:,}** weights in all, "
        "as Keras's `summary()` says. Two pictures, yet not twice as many: they share them."
    )


HOW_COUNTED = (
    "Multiplications with a weight, for one picture; a pair takes twice as many. The receptive "
    "field is the square of pixels that one number depends on: it grows from layer to layer, until "
    "every number depends on the whole picture."
)
