"""Pairs of digits as tiles to choose from, for the pages Pairs and Verification."""
