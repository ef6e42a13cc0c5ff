"""y = xW + b, in loops and as it is written out."""

import numpy as np
import pytest

from siamese.lessons.matrix_product import Product, random_product, written_out


def test_y_is_a_sum_over_n_for_each_row_and_column() -> None:
    made = random_product(3, 4, 2, np.random.default_rng(7))
    for row in range(3):
        for column in range(2):
            products = [made.x[row, i] * made.kernel[i, column] for i in range(4)]
            assert made.y[row, column] == pytest.approx(sum(products) + made.bias[column])


def test_the_same_seed_gives_the_same_numbers_and_each_has_one_decimal() -> None:
    one, again, other = (random_product(2, 3, 4, np.random.default_rng(seed)) for seed in (1, 1, 2))
    for name in ("x", "kernel", "bias"):
        values = getattr(one, name)
        np.testing.assert_array_equal(values, getattr(again, name))
        assert not np.array_equal(values, getattr(other, name))
        np.testing.assert_allclose(10 * values, np.round(10 * values), atol=1e-9)


@pytest.mark.parametrize("row", [0, 2])
def test_what_is_written_out_is_what_it_says_when_computed_again(row: int) -> None:
    made = random_product(3, 5, 2, np.random.default_rng(3))
    name, *terms, result = written_out(made, row, 1)
    assert name == f"y[{row + 1}, 2] ="
    signs = str.maketrans("−·", "-*")
    computed = eval(" ".join(terms).translate(signs))  # noqa: S307
    assert computed == pytest.approx(made.y[row, 1])
    assert float(result.translate(signs).removeprefix("= ")) == pytest.approx(computed, abs=0.0051)
    assert len(terms) == 5 + 1


def test_no_zero_has_a_sign() -> None:
    """Of 40 × 40 numbers between −1 and 1 about 5 % round to 0, half of them from below."""
    made = random_product(40, 40, 40, np.random.default_rng(2))
    zeros = np.concatenate([values[values == 0] for values in (made.x, made.kernel, made.bias)])
    assert len(zeros) > 20
    assert not np.signbit(zeros).any()
    nearly = Product(np.array([[1.0]]), np.array([[-0.004]]), np.array([0.0]))
    assert written_out(nearly, 0, 0)[-1] == "= 0.00"


def test_signs_by_hand() -> None:
    """(−1)·(−2) + 0 = 2, and no sign where there is no number before."""
    made = Product(np.array([[-1.0]]), np.array([[-2.0]]), np.array([-0.5]))
    assert written_out(made, 0, 0) == ["y[1, 1] =", "− 1.0 · (−2.0)", "− 0.5", "= 1.50"]
