"""Verification on a visitor's own pictures."""
