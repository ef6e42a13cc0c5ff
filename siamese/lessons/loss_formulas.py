r"""The losses of a pair as formulas in LaTeX, with letters or with numbers.

D, m and the like are filled in with `%`, because braces have a meaning in LaTeX.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from siamese.lessons.loss_curves import CERTAINTY, PAIR_LOSSES, TEMPERATURE, lead, score, sigmoid

EXACT = 1e-9  # rounding errors of floats stay below this
DECIMALS = 4


@dataclass(frozen=True)
class Formula:
    """The right sides of the equations of one loss, in LaTeX."""

    pull: str  # loss of a positive pair
    pull_slope: str  # its derivative with respect to D
    push: str  # loss of a negative pair
    push_slope: str  # its derivative with respect to D
    first: str = ""  # a value computed from D and m before these, if they need one
    letter: str = ""  # its letter in these


STEEPNESS = rf"{2 * CERTAINTY:g} / %(m)s"
FORMULAS: dict[str, Formula] = {
    "contrastive": Formula(
        r"%(D)s^2", r"2 \cdot %(D)s", r"\max(%(m)s - %(D)s, 0)^2", r"-2 \max(%(m)s - %(D)s, 0)"
    ),
    "contrastive-margin": Formula(
        r"%(D)s^2",
        r"2 \cdot %(D)s",
        r"\max(%(m)s - %(D)s^2, 0)^2",
        r"-4 \cdot %(D)s \\ &\quad \cdot \max(%(m)s - %(D)s^2, 0)",
    ),
    "contrastive-simple": Formula(
        r"%(D)s^2",
        r"2 \cdot %(D)s",
        r"\max(%(m)s - %(D)s^2, 0)",
        r"-2 \cdot %(D)s \cdot [%(D)s^2 < %(m)s]",
    ),
    "cross-entropy": Formula(
        r"-\ln \sigma(%(z)s)",
        rf"{STEEPNESS} \cdot (1 - \sigma(%(z)s))",
        r"-\ln (1 - \sigma(%(z)s))",
        rf"-{STEEPNESS} \cdot \sigma(%(z)s)",
        rf"{CERTAINTY:g} - {2 * CERTAINTY:g} \cdot %(D)s / %(m)s",
        "z",
    ),
    "supervised-contrastive": Formula(
        r"-\ln \sigma(%(z)s)",
        rf"%(D)s / {TEMPERATURE:g} \cdot (1 - \sigma(%(z)s))",
        r"-\ln (1 - \sigma(%(z)s))",
        rf"-%(D)s / {TEMPERATURE:g} \cdot \sigma(%(z)s)",
        rf"(%(m)s^2 - %(D)s^2) / {2 * TEMPERATURE:g}",
        "z",
    ),
    "after-sigmoid": Formula(
        r"%(s)s^2",
        r"2 \cdot %(s)s^2 \cdot (1 - %(s)s)",
        r"\max(%(m)s - %(s)s, 0)^2",
        r"-2 \max(%(m)s - %(s)s, 0) \\ &\quad \cdot %(s)s \cdot (1 - %(s)s)",
        r"\sigma(%(D)s)",
        "s",
    ),
}


def with_letters(name: str) -> str:
    r"""The loss of a pair as the deck writes it: y chooses between pull and push.

    >>> with_letters("contrastive")
    'L = y \\cdot D^2 + (1 - y) \\cdot \\max(m - D, 0)^2'

    Args:
        name: Of `siamese.lessons.loss_curves.PAIR_LOSSES`.
    """
    formula = FORMULAS[name]
    letters = _letters(formula)
    pull, push = formula.pull % letters, formula.push % letters
    if pull.startswith("-"):
        sides = rf"L = -\,y \cdot {pull[1:]} - (1 - y) \cdot {push[1:]}"
    else:
        sides = rf"L = y \cdot {pull} + (1 - y) \cdot {push}"
    if not formula.first:
        return sides
    first = rf"{formula.letter} = {formula.first % letters}"
    return rf"\begin{{gathered}}{first} \\ {sides}\end{{gathered}}"


def written_out(name: str, distance: float, margin: float, same: bool) -> str:
    r"""Loss and slope of one pair, with letters and with numbers, as aligned lines of LaTeX.

    >>> print(written_out("contrastive", 0.25, 1.0, same=False))
    \begin{aligned}
    L &= \max(m - D, 0)^2 \\
    &= \max(1.00 - 0.25, 0)^2 = 0.5625 \\
    \tfrac{dL}{dD} &= -2 \max(m - D, 0) \\
    &= -2 \max(1.00 - 0.25, 0) = -1.5
    \end{aligned}

    Args:
        name: Of `siamese.lessons.loss_curves.PAIR_LOSSES`.
        distance: D.
        margin: m.
        same: Whether the pair is positive.
    """
    formula, loss = FORMULAS[name], PAIR_LOSSES[name]
    letters, numbers = _letters(formula), {"D": f"{distance:.2f}", "m": f"{margin:.2f}"}
    lines = []
    if formula.first:
        value = FIRST[name](distance, margin)
        equals = _equals(value)
        lines.append(rf"{formula.letter} &= {formula.first % numbers} {equals}")
        numbers[formula.letter] = equals.split()[-1]
    sides = (formula.pull, formula.pull_slope) if same else (formula.push, formula.push_slope)
    values = loss.loss(distance, margin, same), loss.slope(distance, margin, same)
    for left, side, number in zip(("L", r"\tfrac{dL}{dD}"), sides, values, strict=True):
        lines.append(f"{left} &= {side % letters}")
        lines.append(f"&= {side % numbers} {_equals(float(number))}")
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


FIRST: dict[str, Callable[[float, float], float]] = {
    "cross-entropy": lambda distance, margin: float(score(np.array(distance), margin)),
    "supervised-contrastive": lambda distance, margin: float(lead(np.array(distance), margin)),
    "after-sigmoid": lambda distance, margin: float(sigmoid(np.array(distance))),
}


def _letters(formula: Formula) -> dict[str, str]:
    return {letter: letter for letter in ("D", "m", formula.letter)}


def _equals(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    sign = "=" if abs(float(text) - value) < EXACT else r"\approx"
    return f"{sign} {'0' if text == '-0' else text}"
