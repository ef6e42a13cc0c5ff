"""Pairs of digits as tiles to select from, for the pages Pairs and Verification."""
