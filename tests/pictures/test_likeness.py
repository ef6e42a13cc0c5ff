"""What pictures are compared with, to tell how much they look like digits."""

import numpy as np

from siamese.handwriting.renderer import write
from siamese.pictures.likeness import real_digits


def test_the_sheet_is_the_programs_own_handwriting() -> None:
    written = write(np.arange(600) % 10, np.random.default_rng(1))
    np.testing.assert_array_equal(real_digits(), written)
