"""The caption of a montage on the Pairs page."""

from __future__ import annotations

from pages._ui.gallery.judged_pairs import Judged
from pages._ui.pairs.choices import Choices
from pages._ui.shared import formatting
from siamese.pairs.hard_pairs import EACH
from siamese.pairs.sampling import Kind

NEGATIVES = "**hard negatives**, different digits at a small distance"
POSITIVES = "**hard positives**, the same digit at a large distance"
WHICH: dict[Kind, str] = {
    "negative": NEGATIVES,
    "positive": POSITIVES,
    "both": f"{NEGATIVES}, and {POSITIVES}, in turn",
}
TILE = "On a tile, “= same” or “≠ different” is the true label, and the number is the distance."


def caption(judged: Judged, asked: Choices) -> str:
    """Explains the montage.

    Args:
        judged: Its pairs.
        asked: The visitor's choices.

    Returns:
        Markdown; empty while there is no network.
    """
    if judged.threshold is None or judged.distances is None or judged.right is None:
        return ""
    threshold = formatting.threshold(judged.threshold, judged.distances.tolist())
    if not asked.hardest:
        return (
            f"The distance should be at most the threshold of {threshold} for the same digit, and "
            f"larger for different digits. {TILE} Errors are rare among random pairs: *Hardest "
            "first* shows them."
        )
    wrong = f"farthest on the wrong side of the threshold of {threshold}"
    if not judged.right.any():
        place = wrong
    elif judged.right.all():
        place = f"closest to the threshold of {threshold}; the network gets none of them wrong"
    else:
        place = f"{wrong}, then those closest to it on the correct side"
    among = "pairs" if asked.classes is None else "pairs of these digits"
    return (
        f"You see {WHICH[asked.kind]}: of all {among}, those {place}. No image appears in more "
        f"than {EACH} pairs of each kind. {TILE}"
    )
