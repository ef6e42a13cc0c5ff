"""Symbols that nobody has trained a network on, drawn by an unsteady hand."""

import math
from collections.abc import Sequence

import numpy as np

from tests.browser.pages.pads import Point, Stroke

SPACING = 0.04  # between the points of a stroke, in shares of the pad
WOBBLE = 0.012  # standard deviation of a point, in shares of the pad
TILT = 8.0  # largest turn, in degrees
STRETCH = 0.12  # largest change of width and of height


def _ring(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Stroke:
    angles = np.radians(np.linspace(start, end, 25))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def _heart() -> Stroke:
    turns = np.linspace(0, 2 * math.pi, 30)
    return [
        (
            0.5 + 0.02 * 16 * math.sin(t) ** 3,
            0.45 - 0.02 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t)),
        )
        for t in turns
    ]


def _star() -> Stroke:
    tips = np.radians(-90 + 144 * np.arange(6))
    return [(0.5 + 0.35 * math.cos(tip), 0.52 + 0.35 * math.sin(tip)) for tip in tips]


SYMBOLS: dict[str, Sequence[Stroke]] = {
    "star": (_star(),),
    "heart": (_heart(),),
    "house": (
        [(0.25, 0.45), (0.25, 0.85), (0.75, 0.85), (0.75, 0.45), (0.25, 0.45)],
        [(0.2, 0.47), (0.5, 0.15), (0.8, 0.47)],
    ),
    "face": (
        _ring(0.5, 0.5, 0.36, 0.38),
        _ring(0.37, 0.4, 0.03, 0.04),
        _ring(0.63, 0.4, 0.03, 0.04),
        _ring(0.5, 0.55, 0.18, 0.16, 20, 160),
    ),
}


def by_hand(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[list[Point]]:
    """The same strokes once more: turned, stretched and shaken a little.

    Args:
        strokes: Of a symbol.
        rng: Where the chance comes from.
    """
    angle = math.radians(rng.uniform(-TILT, TILT))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    change = turn * rng.uniform(1 - STRETCH, 1 + STRETCH, 2)
    return [_shaken(0.5 + (np.array(stroke) - 0.5) @ change, rng) for stroke in strokes]


def _shaken(stroke: np.ndarray, rng: np.random.Generator) -> list[Point]:
    passed = np.append(0, np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1)))
    along = np.linspace(0, passed[-1], max(3, round(passed[-1] / SPACING)))
    points = np.stack([np.interp(along, passed, xy) for xy in stroke.T], axis=1)
    shaken = np.clip(points + rng.normal(0, WOBBLE, points.shape), 0.03, 0.97)
    return [(float(x), float(y)) for x, y in shaken]
