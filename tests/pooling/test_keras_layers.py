"""Keras's twelve layers and NumPy on the same numbers, forward and back."""

import math
from typing import Any, NamedTuple

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siamese import pooling
from siamese.pooling.keras_layers import keras_gradient, keras_pool, layer_of
from siamese.pooling.keras_names import code_for

KINDS = ["max", "average", "global max", "global average"]
LAYERS = [(kind, dimensions) for kind in KINDS for dimensions in (1, 2, 3)]
CLOSE = 1e-6  # of the largest number: float32 tells about 6e-8 of it apart
EXAMPLES = 40  # for each of the twelve layers, forward as back


class Case(NamedTuple):
    """A grid and the settings to pool it with, as every function here takes them."""

    x: np.ndarray
    settings: tuple[Any, Any, str]
    data_format: str


@st.composite
def cases(draw: st.DrawFn, dimensions: int) -> Case:
    """Grids up to 6 cells along each dimension, of numbers with many equals or clearly apart.

    Apart by half the magnitude at least: more than the 1e-5 that MaxPooling3D takes for nothing.
    """
    shape = draw(st.tuples(*[st.integers(1, 6)] * dimensions))
    padding = draw(st.sampled_from(["valid", "same"]))
    pool_size = draw(st.tuples(*[st.integers(1, 4)] * dimensions))
    if padding == "valid":
        pool_size = tuple(map(min, pool_size, shape))
    strides = draw(st.none() | st.integers(1, 5) | st.tuples(*[st.integers(1, 5)] * dimensions))
    if strides is not None and dimensions == 3 and padding == "same":
        # Beyond that, TensorFlow without oneDNN begins windows of cubes elsewhere.
        strides = tuple(np.minimum(strides, np.add(pool_size, 1)).tolist())
    rng = np.random.default_rng(draw(st.integers(0, 9999)))
    magnitude = draw(st.sampled_from([None, 1e-3, 1.0, 1e20]))
    if magnitude is None:
        x = rng.integers(-2, 2, shape).astype(np.float64)
    else:
        numbers = rng.permutation(math.prod(shape)) + rng.uniform(0, 0.5, math.prod(shape))
        x = magnitude * (numbers - numbers.mean()).reshape(shape)
    formats = st.sampled_from(["channels_last", "channels_first"])
    return Case(x, (pool_size, strides, padding), draw(formats))


def pooled(kind: str, case: Case) -> Any:
    """What NumPy makes of it."""
    function = getattr(pooling, f"{kind.replace(' ', '_')}_pool")
    return function(case.x) if kind.startswith("global") else function(case.x, *case.settings)


def sent_back(kind: str, case: Case) -> Any:
    """Where NumPy sends a gradient of 1 for each output cell."""
    function = getattr(pooling, f"{kind.replace(' ', '_')}_pool_gradient")
    return function(case.x) if kind.startswith("global") else function(case.x, *case.settings)


@pytest.mark.parametrize(("kind", "dimensions"), LAYERS)
def test_keras_and_numpy_agree(kind: str, dimensions: int) -> None:
    @settings(max_examples=EXAMPLES)
    @given(cases(dimensions))
    def agree(case: Case) -> None:
        answer = keras_pool(case.x, kind, *case.settings, case.data_format)
        ours = pooled(kind, case)
        assert answer.shape == np.shape(ours)
        np.testing.assert_allclose(answer, ours, rtol=0, atol=CLOSE * np.abs(case.x).max())

    agree()


@pytest.mark.parametrize(("kind", "dimensions"), LAYERS)
def test_gradients_of_tensorflow_and_numpy_agree(kind: str, dimensions: int) -> None:
    """Overlapping windows and equal numbers are among the cases."""

    @settings(max_examples=EXAMPLES)
    @given(cases(dimensions))
    def agree(case: Case) -> None:
        answer = keras_gradient(case.x, kind, *case.settings, case.data_format)
        ours = sent_back(kind, case)
        assert answer.shape == ours.shape
        np.testing.assert_allclose(answer, ours, rtol=0, atol=CLOSE * np.abs(ours).max())

    agree()


@pytest.mark.parametrize(("kind", "dimensions"), LAYERS)
def test_gradients_agree_where_all_are_equal_and_windows_overlap(
    kind: str, dimensions: int
) -> None:
    for padding in ("valid", "same"):
        case = Case(np.full((4,) * dimensions, 7.0), (3, 1, padding), "channels_last")
        answer = keras_gradient(case.x, kind, *case.settings)
        np.testing.assert_allclose(answer, sent_back(kind, case), rtol=CLOSE)


def test_deck_by_hand() -> None:
    """Each window 4 3 1 3, 1 5 4 8, 4 5 6 5, 4 3 9 4 by itself: no slide's 5.3, but 20 / 4 = 5."""
    deck = [[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]]
    for data_format in ("channels_last", "channels_first"):
        assert keras_pool(deck, "max", data_format=data_format).tolist() == [[4, 8], [6, 9]]
        average = keras_pool(deck, "average", data_format=data_format)
        assert average.tolist() == [[2.75, 4.5], [5, 5]]
        assert keras_pool(deck, "global max", data_format=data_format) == 9
        assert keras_pool(deck, "global average", data_format=data_format) == 4.3125


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize(("kind", "dimensions"), LAYERS)
def test_code_makes_the_very_layer(kind: str, dimensions: int, data_format: str) -> None:
    """What the code says, run as Python, is of the same class and has the same settings."""
    for given_settings in ((2, None, "valid"), (3, 2, "same"), ((1, 2, 3)[:dimensions], 4, "same")):
        code = code_for(kind, dimensions, *given_settings, data_format)
        made = eval(code, {"keras": keras})  # noqa: S307 - the code is the thing tested
        asked = layer_of(kind, dimensions, *given_settings, data_format)
        assert type(made) is type(asked)
        assert made.get_config() | {"name": ""} == asked.get_config() | {"name": ""}


def test_data_format_reaches_the_layer() -> None:
    """4 × 2 numbers: 4 cells of 2 channels, pooled to 2; or 4 channels of 2 cells, pooled to 1."""
    for data_format, shape in (("channels_last", (1, 2, 2)), ("channels_first", (1, 4, 1))):
        layer = layer_of("max", 1, data_format=data_format)
        assert layer.data_format == data_format
        assert layer.compute_output_shape((1, 4, 2)) == shape


def test_numbers_are_float32() -> None:
    assert keras_pool([[1, 2], [3, 4]], "average").dtype == np.float32
    assert keras_gradient([[1, 2], [3, 4]], "average").dtype == np.float32


def test_numbers_that_float32_cannot_tell_apart_are_equals_to_keras() -> None:
    """1 + 1e-12 is the largest to NumPy; to Keras both are 1, and the first one wins."""
    x = [1, 1 + 1e-12]
    assert pooling.max_pool_gradient(x).tolist() == [0, 1]
    assert keras_gradient(x, "max").tolist() == [1, 0]


def test_what_maxpooling3d_takes_for_equal() -> None:
    """Less than 1e-5 apart; the other layers and NumPy know them apart."""
    for apart, back in ((0.9e-5, [1, 1]), (1.1e-5, [1, 0])):
        assert keras_gradient([[[0, -apart]]], "max", (1, 1, 2)).ravel().tolist() == back
        assert pooling.max_pool_gradient([[[0, -apart]]], (1, 1, 2)).ravel().tolist() == [1, 0]
        assert keras_gradient([[0, -apart]], "max", (1, 2)).ravel().tolist() == [1, 0]
        assert keras_gradient([[[0, -apart]]], "global max").ravel().tolist() == [1, 0]


@pytest.mark.parametrize("kind", ["max", "global max"])
@pytest.mark.parametrize("ask", [keras_pool, keras_gradient])
def test_what_is_no_grid_is_refused(kind: str, ask: Any) -> None:
    for x, line in (
        (3.0, r"one, two or three dimensions\. Received: shape \(\)"),
        ([], r"x must have cells\. Received: shape \(0,\)"),
        ([-1e300, 1], r"too large a number for Keras's float32\. Received: 1e\+300"),
    ):
        with pytest.raises(ValueError, match=line):
            ask(x, kind)


@pytest.mark.parametrize("kind", ["average", "global average"])
def test_sum_beyond_float32_is_refused(kind: str) -> None:
    """3e38 is a float32; the sum of two of them, which Keras takes on the way, is none."""
    with pytest.raises(ValueError, match=r"too large a sum for Keras's float32\. Received: 3"):
        keras_pool([3e38, 3e38], kind)


@pytest.mark.parametrize("ask", [keras_pool, keras_gradient])
@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (("median",), r"kind must be one of .* Received: 'median'"),
        (("max", 3), r"must fit into the grid\. Received: pool_size \(3,\) for shape \(2,\)"),
        (("max", 2, 2**31), r"sizes up to 1000 only\. Received: 2147483648"),
        (("average", (10**30,), None, "same"), r"sizes up to 1000 only\. Received: 1000"),
        (("max", 2, None, "same", "NCHW"), r"data_format must be one of .* Received: 'NCHW'"),
        (("global max", 2, None, "same", "NCHW"), r"data_format must .* Received: 'NCHW'"),
    ],
)
def test_settings_without_sense_are_refused(ask: Any, asked: tuple[object, ...], line: str) -> None:
    with pytest.raises(ValueError, match=line):
        ask([1, 2], *asked)


def test_sizes_may_be_far_beyond_the_grid() -> None:
    """Up to the most that is asked for: one window, of everything."""
    for x in ([1, 2], [[1], [2]], [[[1, 2]]]):
        assert keras_pool(x, "average", 1000, 1000, "same") == 1.5
        assert keras_gradient(x, "max", 1000, 1000, "same").ravel().tolist() == [0, 1]


def test_global_kinds_take_no_notice_of_sizes() -> None:
    assert keras_pool([1, 2], "global max", 99) == 2
    assert keras_gradient([1, 2], "global max", 99).tolist() == [0, 1]
