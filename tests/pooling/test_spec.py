"""A kind of pooling with its settings, and its arithmetic written out."""

import numpy as np
import pytest

from siamese import pooling
from siamese.pooling.grid import deck
from siamese.pooling.keras_names import Kind
from siamese.pooling.spec import PoolingSpec, arithmetic, rounded

DECK = deck()


def test_each_kind_is_its_function() -> None:
    """With all of its settings; the global kinds take none."""
    how = (3, 1, "same")
    outputs: dict[Kind, object] = {
        "max": pooling.max_pool(DECK, *how),
        "average": pooling.average_pool(DECK, *how),
        "global max": pooling.global_max_pool(DECK),
        "global average": pooling.global_average_pool(DECK),
    }
    for kind, expected in outputs.items():
        np.testing.assert_array_equal(PoolingSpec(kind, *how).of(DECK), expected)
    gradients: dict[Kind, object] = {
        "max": pooling.max_pool_gradient(DECK, *how),
        "average": pooling.average_pool_gradient(DECK, *how),
        "global max": pooling.global_max_pool_gradient(DECK),
        "global average": pooling.global_average_pool_gradient(DECK),
    }
    for kind, expected in gradients.items():
        np.testing.assert_array_equal(PoolingSpec(kind, *how).gradient(DECK), expected)


def test_shape_windows_and_margins_by_hand() -> None:
    """Four cells, windows of three at 0 and 2: the last one lacks a cell."""
    row = PoolingSpec("max", 3, 2, "same")
    assert row.shape((4,)) == (2,)
    assert row.windows((4,)) == [(slice(0, 3),), (slice(2, 4),)]
    assert row.margins((4,)) == [(0, 1)]
    whole = PoolingSpec("global average", 3, 2, "same")
    assert whole.shape((4, 5)) == ()
    assert whole.windows((4, 5)) == [(slice(0, 4), slice(0, 5))]
    assert whole.margins((4, 5)) == [(0, 0), (0, 0)]


def test_a_pool_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="Received"):
        PoolingSpec("max", 4).shape((3, 3))
    assert PoolingSpec("max", 4, None, "same").shape((3, 3)) == (1, 1)
    assert PoolingSpec("global max", 4).shape((3, 3)) == ()


@pytest.mark.parametrize(
    ("kind", "values", "formula"),
    [
        ("max", [[4, 3], [1, 3]], r"\max(4, 3, 1, 3) = 4"),
        ("average", [[4, 3], [1, 3]], "(4 + 3 + 1 + 3) / 4 = 2.75"),
        ("average", [[4, 5], [6, 5]], "(4 + 5 + 6 + 5) / 4 = 5"),
        ("average", [1, 1, 2], r"(1 + 1 + 2) / 3 \approx 1.3333"),
        ("average", [-2.5, 0.1], r"((-2.5) + 0.1) / 2 = -1.2"),
        ("average", [0.1, 0.2], "(0.1 + 0.2) / 2 = 0.15"),
        ("max", [-2.1234, -3], r"\max(-2.1234, -3) = -2.1234"),
        ("average", [0.0001, 0], "(0.0001 + 0) / 2 = 0.00005"),
        ("average", [0.0001, 0, 0], r"(0.0001 + 0 + 0) / 3 \approx 0.00003"),
        ("average", [-999999.1, 4], "((-999999.1) + 4) / 2 = -499997.55"),
        ("max", [7], r"\max(7) = 7"),
    ],
)
def test_the_arithmetic_is_written_out(kind: str, values: list, formula: str) -> None:
    assert arithmetic(PoolingSpec(kind), np.array(values, float)) == formula


def test_a_long_sum_is_set_in_lines() -> None:
    """Sixteen numbers, six in a line: 6, 6 and 4; 69 / 16 = 4.3125."""
    formula = arithmetic(PoolingSpec("global average"), deck())
    assert formula.count(r"\\") == 3
    assert formula.count("+") == 15
    assert r"4) / 16 \\ &= 4.3125\end{aligned}" in formula
    assert formula.startswith(r"\begin{aligned}(&4 + 3 + 1 + 5 + 1 + 3 + \\ &4 + 8 ")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *[(0, "0"), (-0.0, "0"), (2.75, "2.75"), (2 / 3, "0.6667"), (1e6, "1000000")],
        *[(-62491.6878, "-62491.69"), (999999.1, "999999.1"), (-0.0001, "-0.0001")],
        *[(0.0001 / 16, "0.000006"), (0.1 + 0.2 - 0.3, "0")],
    ],
)
def test_results_are_rounded_to_read(value: float, shown: str) -> None:
    assert rounded(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(4.3125, "4.3125"), (-62491.6878, "-62492"), (999999.1, "999999"), (42.1875, "42.188")],
)
def test_fewer_digits_leave_the_whole_part(value: float, shown: str) -> None:
    assert rounded(value, digits=5) == shown
