"""The twin network as a picture: two images, one encoder, one distance."""

from __future__ import annotations

from collections.abc import Sequence

from pages._ui.network.input_pair import InputPair
from pages._ui.network.inspection import Anatomy
from pages._ui.shared import formatting
from pages._ui.shared.images import crisp
from siamese.comparator import Comparison
from siamese.inspection.architecture import LayerSummary, blocks


def diagram(anatomy: Anatomy, pair: InputPair, comparison: Comparison | None) -> str:
    """HTML of a twin network with a pair of images.

    Args:
        anatomy: The network's layers.
        pair: The two images.
        comparison: The result; None for an untrained network.

    Returns:
        A figure of the class ``twin``, from the images down to the distance. A solid and a dashed
        line lead the two images through every layer.
    """
    parts = blocks(anatomy.stages)
    towers = [len(block[0].names) for block in parts]
    rows = [_rails(towers[0])]
    for number, block in enumerate(parts):
        rows.append(_row(block))
        if number + 1 < len(parts):
            rows.append(_rails(max(towers[number : number + 2])))
    (numbers,) = anatomy.stages[-1].output_shape
    ends = "".join(
        f"<div>{name}: {numbers} numbers</div>" for name in ("Embedding <i>a</i>", "<i>b</i>")
    )
    return (
        '<figure class="twin">'
        f'<div class="ends">{"".join(map(crisp, pair.images, pair.notes))}</div>'
        '<div class="lines"></div>'
        '<div class="encoder"><div class="shared"><b>One encoder for both</b>'
        f"<span>the same {anatomy.parameters:,} weights</span></div>{''.join(rows)}</div>"
        f'<div class="lines parting"></div><div class="ends">{ends}</div>'
        f'<div class="lines"></div>{_answer(anatomy, comparison)}</figure>'
    )


def _rails(count: int) -> str:
    """The two lines between two rows, once for each tower."""
    return f'<div class="row rails">{"<i></i>" * count}</div>'


def _row(block: Sequence[LayerSummary]) -> str:
    """The layers of a block, once for each tower; a block with weights is filled."""
    kinds = " · ".join(stage.kind for stage in block)
    shape = formatting.shape(block[-1].output_shape)
    kind = "weights" if any(stage.parameters for stage in block) else "plain"
    box = f'<div class="{kind}">{kinds} <small>{shape}</small></div>'
    return f'<div class="row">{box * len(block[0].names)}</div>'


def _answer(anatomy: Anatomy, comparison: Comparison | None) -> str:
    if comparison is None:
        words = "Euclidean distance <i>D</i>"
    else:
        distance = formatting.distance(comparison.distance, comparison.threshold)
        threshold = formatting.threshold(comparison.threshold, [comparison.distance])
        verdict = f"≤ {threshold}: same" if comparison.same else f"&gt; {threshold}: different"
        words = f"Euclidean distance <i>D</i> = <b>{distance}</b> {verdict}"
    answer = f'<div class="row"><div class="plain">{words}</div></div>'
    if not anatomy.sigmoid:
        return answer
    dense = "Dense, 1, sigmoid <small>probability that both are the same</small>"
    rail = '<div class="row rails single"><i></i></div>'
    return f'{answer}{rail}<div class="row"><div class="weights">{dense}</div></div>'
