"""Each tool draws a picture of bytes, the same one with the same seed."""

from collections.abc import Callable

import numpy as np
import pytest

from siamese.handwriting.drawing_tools import TOOLS
from siamese.handwriting.redraw import centre_line
from siamese.preprocessing import to_digit
from tests.support.glyphs import on_paper, write


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_a_tool_draws_by_the_seed(tool: Callable[..., np.ndarray]) -> None:
    pieces = centre_line(to_digit(on_paper(write(3))))
    one, same, other = (tool(pieces, np.random.default_rng(seed)) for seed in (4, 4, 5))
    assert one.dtype == np.uint8
    assert one.ndim == 2
    assert np.ptp(one) > 20
    np.testing.assert_array_equal(one, same)
    assert one.shape != other.shape or (one != other).any()
