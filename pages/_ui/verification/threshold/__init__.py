"""The threshold between same and different."""
