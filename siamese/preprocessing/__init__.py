"""Turns any picture (canvas, photo, scan) into the 28×28 that the network sees."""

from siamese.preprocessing.digit_image import BlankDrawing, DrawingError, read_picture, to_digit

__all__ = ["BlankDrawing", "DrawingError", "read_picture", "to_digit"]
