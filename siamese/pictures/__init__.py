"""Finds the digit on a picture with surroundings: a photo, a form, ruled paper."""

from siamese.pictures.doubt import is_doubtful
from siamese.pictures.finder import Finding, find_digit, several_digits

__all__ = ["Finding", "find_digit", "is_doubtful", "several_digits"]
