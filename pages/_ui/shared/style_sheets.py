"""The style of all pages, as one text."""

from pathlib import Path

FOLDER = Path(__file__).with_name("style")
# What several pages show comes first: a page may change it.
SHEETS = (
    *("base", "verdict", "pads"),
    *(
        "course",
        "home",
        "pairs",
        "verification",
        "loss",
        "training",
        "network",
        "layers",
        "pooling",
        "games",
        "sheet",
    ),
    "projector",
)
STYLE = "\n".join((FOLDER / f"{sheet}.css").read_text(encoding="utf-8") for sheet in SHEETS)
