"""Grids: made, typed, and sent on in an address."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from siamese.pooling import grid as grids
from siamese.pooling.grid import from_address, read_cells, to_address

DECK_TEXT = "4 3 1 5_1 3 4 8_4 5 4 3_6 5 9 4"
# What a grid can hold, as typed: seven digits at most, of which four decimals at most.
NUMBERS = st.builds(lambda n, k: n / 10**k, st.integers(-9_999_999, 9_999_999), st.integers(1, 4))


def test_the_deck_is_the_slides_grid() -> None:
    """Its sum is 69, and 69 / 16 = 4.3125 stands on the slides."""
    assert grids.deck().sum() == 69
    assert to_address(grids.deck()) == DECK_TEXT
    assert np.array_equal(from_address(DECK_TEXT), grids.deck())


@pytest.mark.parametrize("shape", list(product(range(2, 9), repeat=2)))
def test_an_edge_has_both_sides_and_slants(shape: tuple[int, int]) -> None:
    edge = grids.edge(shape)
    assert edge.shape == shape
    assert set(edge.ravel()) == {0, 9}
    bright = (edge == 9).sum(axis=1)
    assert (np.diff(bright) >= 0).all()
    assert bright[-1] > bright[0]


def test_a_random_grid_is_that_of_its_seed() -> None:
    first, again, other = (grids.random((5, 3), np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.shape == (5, 3)
    many = grids.random((100, 100), np.random.default_rng(0))
    assert set(many.ravel()) == set(range(10))


def test_a_corner_is_where_the_picture_varies_most() -> None:
    """One bright square of 3×3 in the dark: half bright, as 2×2 can be at its side, varies most."""
    digit = np.zeros((28, 28), np.uint8)
    digit[10:13, 20:23] = 200
    corner = grids.corner(digit, (2, 2))
    assert sorted(corner.ravel()) == [0, 0, 200, 200]
    assert grids.corner(digit, (3, 8)).shape == (3, 8)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        (" 2.5 ", 2.5),
        ("2,5", 2.5),
        ("-3", -3),
        ("−3", -3),
        (".5", 0.5),
        ("7.", 7),
        ("۴٫۵", 4.5),
        ("1000000", 1e6),
        ("999999.1", 999999.1),
        ("-0.0001", -0.0001),
        ("0000012.5", 12.5),
        ("-0", 0),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float) -> None:
    typed = read_cells([[text, "1"], ["2", "3"]])
    assert typed.grid is not None
    assert typed.grid.tolist() == [[value, 1], [2, 3]]
    assert typed.problem == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs a number: it is empty"),
        ("   ", "needs a number: it is empty"),
        ("abc", "needs a number such as 3 or -2.5, but contains “abc”"),
        ("1,000", "without thousands"),
        ("-1,000,000", "without thousands"),
        ("1,5,0", "but contains “1,5,0”"),
        ("inf", "but contains “inf”"),
        ("-∞", "but contains “-∞”"),
        ("nan", "but contains “nan”"),
        ("1e5", "but contains “1e5”"),
        ("1_0", "but contains “1_0”"),
        ("0x10", "but contains “0x10”"),
        ("-", "but contains “-”"),
        ("1\n2", "but contains"),
        ("x" * 1000, "but contains “xxxxxxxxxxxx…”"),
        ("9" * 300, "needs a smaller number: from -1000000 to 1000000"),
        ("9" * 400, "needs a smaller number"),
        ("-1000001", "needs a smaller number"),
        ("0." + "1" * 300, "needs a shorter number: 4 decimals and 7 digits at most"),
        ("0.00001", "needs a shorter number"),
        ("999999.12", "needs a shorter number"),
        ("-1234.5678", "needs a shorter number"),
    ],
)
def test_what_is_no_number_is_named_with_its_remedy(text: str, says: str) -> None:
    typed = read_cells([["1", "2"], ["3", text]])
    assert typed.grid is None
    assert typed.wrong == ((1, 1),)
    assert typed.problem.startswith("Row 2, column 2 needs ")
    assert says in typed.problem
    assert len(typed.problem) < 100


@given(NUMBERS, NUMBERS)
@example(999999.1, 999999.2)
@example(0.0001, 0.0)
@example(999.9999, 999.9998)
def test_keras_tells_typed_numbers_apart(one: float, other: float) -> None:
    """In float32, and by more than the 1e-5 that MaxPooling3D takes for nothing."""
    assume(one != other)
    apart = abs(float(np.float32(one)) - float(np.float32(other)))
    assert apart > 1e-5


def test_several_wrong_cells_are_counted() -> None:
    assert read_cells([["", "x"], ["1", "2"]]).problem.endswith(" One more cell is invalid.")
    typed = read_cells([["", "x"], ["1", "y"]])
    assert typed.problem.startswith("Row 1, column 1 needs")
    assert typed.problem.endswith(" 2 more cells are invalid.")
    assert typed.wrong == ((0, 0), (0, 1), (1, 1))


@given(
    st.tuples(st.integers(2, 8), st.integers(2, 8)).flatmap(
        lambda shape: st.lists(
            st.lists(NUMBERS, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )
)
def test_an_address_brings_the_very_same_grid(rows: list[list[float]]) -> None:
    grid = np.array(rows)
    assert np.array_equal(from_address(to_address(grid)), grid)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1 2",
        "1 2_3",
        "1_2",
        "1 2_3 x",
        "1 2_3 inf",
        "1 2_3 " + "9" * 300,
        "_".join(["1 2"] * 9),
        "_".join([" ".join("1" * 9)] * 2),
        "1 2__3 4",
        "<b>",
        "\x00",
        "1 " * 100_000,
    ],
)
def test_no_grid_comes_of_garbage(text: str) -> None:
    assert from_address(text) is None


def test_the_deck_is_as_in_the_example_of_pooling() -> None:
    """The numbers stand in this project once more, in the docstrings of what pools them."""
    rows = ", ".join(str(list(row)) for row in grids.DECK)
    pooling = Path(grids.__file__).with_name("ops.py").read_text(encoding="utf-8")
    assert f"[{rows}]" in pooling
