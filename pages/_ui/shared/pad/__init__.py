"""A pad: one picture for the network, drawn, uploaded, photographed, or a sample."""

from pages._ui.shared.pad.state import DRAW, NAMES, SIDE, Pad, kept_as, pad
from pages._ui.shared.pad.view import place, show, show_apart

__all__ = ["DRAW", "NAMES", "SIDE", "Pad", "kept_as", "pad", "place", "show", "show_apart"]
