"""The sheet of digits is what the program writes."""

import numpy as np

from siamese.handwriting.renderer import write
from siamese.handwriting.sheet import digits_on_sheet


def test_the_sheet_is_the_programs_own_handwriting() -> None:
    written = write(np.arange(600) % 10, np.random.default_rng(1))
    np.testing.assert_array_equal(digits_on_sheet(), written)
