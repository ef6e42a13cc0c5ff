"""A pooling and its settings; its sum written out."""

from itertools import product

import numpy as np
import pytest

from siamese.pooling.grid import deck
from siamese.pooling.spec import KINDS, PoolingSpec, arithmetic, rounded

SETTINGS = list(product((1, 2, 3), (None, 1, 2, 3), ("valid", "same")))
SHAPES = [(5,), (4, 4), (3, 5), (3, 4, 5)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_result_is_its_windows(kind: str, shape: tuple[int, ...]) -> None:
    """The windows of a pooling and its results are one story, told for every setting."""
    x = np.random.default_rng(0).normal(size=shape)
    for settings in SETTINGS:
        pooling = PoolingSpec(kind, *settings)
        y = np.asarray(pooling.of(x))
        assert y.shape == pooling.shape(shape)
        reduce = np.max if "max" in kind else np.mean
        expected = [reduce(x[window]) for window in pooling.windows(shape)]
        assert np.allclose(y.ravel(), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_window_gives_its_whole_gradient_back(kind: str, shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(1).normal(size=shape)
    for settings in SETTINGS:
        pooling = PoolingSpec(kind, *settings)
        expected = np.zeros(shape)
        for window in pooling.windows(shape):
            part = expected[window]  # a view
            if "max" in kind:
                part[np.unravel_index(x[window].argmax(), part.shape)] += 1
            else:
                part += 1 / part.size
        assert np.allclose(pooling.gradient(x), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("length", [3, 4, 7, 8])
def test_margins_are_what_windows_lack(length: int, settings: tuple) -> None:
    """Put where the margin before begins, whole windows cut to the row are the windows."""
    pooling = PoolingSpec("max", *settings)
    [(before, after)] = pooling.margins((length,))
    step = pooling.strides or pooling.pool_size
    starts = [number * step - before for number in range(pooling.shape((length,))[0])]
    cut = [(max(at, 0), min(at + pooling.pool_size, length)) for at in starts]
    assert cut == [(w.start, w.stop) for (w,) in pooling.windows((length,))]
    if pooling.padding == "valid":
        assert before == after == 0
    elif before or after:
        assert starts[-1] + pooling.pool_size == length + after


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
