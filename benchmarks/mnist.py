"""MNIST, or a refusal: what is measured on it says nothing about other digits."""

import sys

from siamese.cli.inputs import mnist_from
from siamese.data.digits import Digits


def require_mnist() -> Digits:
    """MNIST; ends the program in one line where it cannot be had."""
    try:
        digits = mnist_from(None)
    except ValueError as error:
        sys.exit(str(error))
    if digits.name != "MNIST":
        sys.exit(f"This is measured on MNIST, not on {digits.name}, {digits.origin}.")
    return digits
