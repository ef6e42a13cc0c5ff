"""Pairs as tiles to look at and choose from."""
