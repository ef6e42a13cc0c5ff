"""Finds the digit on a picture with surroundings: a photo, a form, ruled paper."""

from siamese.pictures.finder import Finding, find_digit, several_digits
from siamese.pictures.likeness import is_doubtful, is_solid

__all__ = ["Finding", "find_digit", "is_doubtful", "is_solid", "several_digits"]
