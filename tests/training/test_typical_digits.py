"""The typical digits in the file are those of MNIST and of the program's own handwriting."""

import numpy as np

from siamese.comparator import Comparator
from siamese.data.digits import Digits
from siamese.pictures.doubt import TYPICAL
from siamese.training.typical_digits import typical_digits


def test_the_file_holds_what_the_network_makes_of_digits(
    for_symbols: Comparator, mnist: Digits
) -> None:
    """Found again on another machine, a centre may differ a little."""
    found = typical_digits(for_symbols, mnist).astype(np.float32)
    kept = np.load(TYPICAL).astype(np.float32)
    assert found.shape == kept.shape
    assert np.median(np.linalg.norm(found - kept, axis=1)) < 0.01
