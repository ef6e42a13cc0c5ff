"""Digits that the program writes itself, and digits redrawn with other tools."""
