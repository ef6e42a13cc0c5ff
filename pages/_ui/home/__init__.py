"""Home: a pair of digits that a tap changes."""
