r"""The losses of a pair as formulas in LaTeX: with letters, and with the numbers put in.

What stands for D and m is filled in with `%`: in LaTeX, braces have a meaning of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from siamese.pair_losses import CERTAINTY, PAIR_LOSSES

EXACT = 1e-9  # what reckoning with floats may add or take
DECIMALS = 4

SCORE = rf"{CERTAINTY:g} - {2 * CERTAINTY:g} \cdot %(D)s / %(m)s"
STEEPNESS = rf"\tfrac{{{2 * CERTAINTY:g}}}{{%(m)s}}"
SQUEEZED = r"\sigma(%(D)s)"
SQUEEZING = rf"{SQUEEZED}\,\sigma(-%(D)s)"


@dataclass(frozen=True)
class Formula:
    """The right sides of one loss: of a positive and of a negative pair, and their slopes."""

    pull: str
    pull_slope: str
    push: str
    push_slope: str


FORMULAS: dict[str, Formula] = {
    "contrastive": Formula(
        r"%(D)s^2", r"2 \cdot %(D)s", r"\max(%(m)s - %(D)s, 0)^2", r"-2 \max(%(m)s - %(D)s, 0)"
    ),
    "contrastive-margin": Formula(
        r"%(D)s^2",
        r"2 \cdot %(D)s",
        r"\max(%(m)s - %(D)s^2, 0)^2",
        r"-4 \cdot %(D)s \cdot \max(%(m)s - %(D)s^2, 0)",
    ),
    "contrastive-simple": Formula(
        r"%(D)s^2",
        r"2 \cdot %(D)s",
        r"\max(%(m)s - %(D)s^2, 0)",
        r"-2 \cdot %(D)s \cdot [%(D)s^2 < %(m)s]",
    ),
    "cross-entropy": Formula(
        rf"-\ln \sigma({SCORE})",
        rf"{STEEPNESS} \left(1 - \sigma({SCORE})\right)",
        rf"-\ln\left(1 - \sigma({SCORE})\right)",
        rf"-{STEEPNESS}\, \sigma({SCORE})",
    ),
    "after-sigmoid": Formula(
        rf"{SQUEEZED}^2",
        rf"2\,{SQUEEZED} \cdot {SQUEEZING}",
        rf"\max(%(m)s - {SQUEEZED}, 0)^2",
        rf"-2 \max(%(m)s - {SQUEEZED}, 0) \cdot {SQUEEZING}",
    ),
}


def with_letters(name: str) -> str:
    r"""The loss of a pair as the deck writes it: y chooses between pull and push.

    >>> with_letters("contrastive")
    'L = y \\cdot D^2 + (1 - y) \\cdot \\max(m - D, 0)^2'

    Args:
        name: Of `siamese.pair_losses.PAIR_LOSSES`.
    """
    formula, letters = FORMULAS[name], {"D": "D", "m": "m"}
    pull, push = formula.pull % letters, formula.push % letters
    if pull.startswith("-"):
        return rf"L = -\,y \cdot {pull[1:]} - (1 - y) \cdot {push[1:]}"
    return rf"L = y \cdot {pull} + (1 - y) \cdot {push}"


def written_out(name: str, distance: float, margin: float, same: bool) -> str:
    r"""Loss and slope of one pair, the numbers put in: four aligned lines of LaTeX.

    >>> print(written_out("contrastive", 0.25, 1.0, same=False))
    \begin{aligned}
    L &= \max(m - D, 0)^2 \\
    &= \max(1.00 - 0.25, 0)^2 = 0.5625 \\
    \tfrac{dL}{dD} &= -2 \max(m - D, 0) \\
    &= -2 \max(1.00 - 0.25, 0) = -1.5
    \end{aligned}

    Args:
        name: Of `siamese.pair_losses.PAIR_LOSSES`.
        distance: D.
        margin: m.
        same: Whether it is a positive pair.
    """
    formula, loss = FORMULAS[name], PAIR_LOSSES[name]
    sides = (formula.pull, formula.pull_slope) if same else (formula.push, formula.push_slope)
    values = loss.loss(distance, margin, same), loss.slope(distance, margin, same)
    letters, numbers = {"D": "D", "m": "m"}, {"D": f"{distance:.2f}", "m": f"{margin:.2f}"}
    lines = [
        rf"{left} &= {side % letters} \\" + f"\n&= {side % numbers} {_equals(float(value))}"
        for left, side, value in zip(("L", r"\tfrac{dL}{dD}"), sides, values, strict=True)
    ]
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _equals(value: float) -> str:
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    sign = "=" if abs(float(text) - value) < EXACT else r"\approx"
    return f"{sign} {'0' if text == '-0' else text}"
