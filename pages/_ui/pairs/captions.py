"""What the Pairs page says of a montage."""

from __future__ import annotations

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.pairs.choices import Choices
from pages._ui.shared import formatting
from siamese.pairs.hard_pairs import EACH
from siamese.pairs.sampling import Kind

STRANGERS = "**close strangers**, different digits that lie close together"
TWINS = "**distant twins**, the same digit twice, far apart"
WHICH: dict[Kind, str] = {
    "negative": STRANGERS,
    "positive": TWINS,
    "both": f"{STRANGERS}, and {TWINS}, in turn",
}
TILE = (
    "On a tile, “= same” or “≠ different” is the truth, and the number is the network's distance."
)


def caption(judged: Judged, asked: Choices) -> str:
    """How to read the montage.

    Args:
        judged: Its pairs.
        asked: How they were chosen.

    Returns:
        It, in Markdown; empty while there is no network.
    """
    if judged.threshold is None or judged.distances is None or judged.right is None:
        return ""
    threshold = formatting.threshold(judged.threshold, judged.distances.tolist())
    if not asked.hardest:
        return (
            f"A pair of the same digit should lie within the threshold of {threshold}, one of "
            f"different digits beyond it. {TILE} By chance, mistakes are rare: *Hardest first* "
            "finds them."
        )
    wrong = f"farthest on the wrong side of the threshold of {threshold}"
    near = "closest to being wrong"
    if not judged.right.any():
        place = wrong
    elif judged.right.all():
        place = f"{near}, nearest to the threshold of {threshold}"
    else:
        place = f"{wrong}, and after them those {near}"
    among = "pairs" if asked.classes is None else "pairs of these digits"
    return (
        f"You see {WHICH[asked.kind]}: of all {among}, those {place}. No picture stands in more "
        f"than {EACH} of a kind. {TILE} Would you have known?"
    )
