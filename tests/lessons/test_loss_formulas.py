"""The formulas: what they say is what the curves do."""

import math
import re

import pytest

from siamese.lessons.loss_curves import PAIR_LOSSES
from siamese.lessons.loss_formulas import FORMULAS, with_letters, written_out


def value_of(latex: str) -> float:
    """Evaluates a right side of LaTeX: an oracle that knows nothing of the losses."""
    for pattern, plain in [
        (r"\\\\ &\\quad", ""),  # a line is broken
        (r"\[([^]]*)\]", r"(\1)"),
        (r"\^2", "**2"),
        (r"(\\ln) (\\sigma\([^)]*\))", r"\1(\2)"),
        (r"(?<=\d) \\max", r"*max"),
        (r"\\cdot", "*"),
        (r"\\", ""),
    ]:
        latex = re.sub(pattern, plain, latex)
    names = {"max": max, "ln": math.log, "sigma": lambda x: 1 / (1 + math.exp(-x))}
    return float(eval(latex, {"__builtins__": {}}, names))  # noqa: S307


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("name", list(FORMULAS))
@pytest.mark.parametrize(("distance", "margin"), [(0.0, 1.0), (0.5, 1.2), (0.75, 0.5), (1.1, 1.25)])
def test_what_is_written_out_is_true(name: str, distance: float, margin: float, same: bool) -> None:
    lines = [
        line.strip("&\\ ")
        for line in written_out(name, distance, margin, same).splitlines()
        if line.startswith("&=")
    ]
    loss = PAIR_LOSSES[name]
    values = loss.loss(distance, margin, same), loss.slope(distance, margin, same)
    for line, value in zip(lines, values, strict=True):
        left, sign, right = re.fullmatch(r"= (.*) (=|\\approx) (\S+)", line).groups()
        assert value_of(left) == pytest.approx(float(value), abs=5e-4)
        assert float(right) == pytest.approx(float(value), abs=5e-5)
        assert (sign == "=") is (abs(float(right) - float(value)) < 1e-9)


def test_y_chooses_between_pull_and_push() -> None:
    assert with_letters("contrastive-simple") == r"L = y \cdot D^2 + (1 - y) \cdot \max(m - D^2, 0)"
    assert r"z = 4 - 8 \cdot D / m \\ L = -\,y \cdot \ln \sigma(z) -" in with_letters(
        "cross-entropy"
    )


def test_nothing_is_written_with_a_minus_before_zero() -> None:
    assert "= 0\n" in written_out("contrastive", 1.5, 1.0, same=False)
    assert "-0\n" not in written_out("contrastive-margin", 0.0, 1.0, same=False)
