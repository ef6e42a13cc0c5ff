"""The threshold between same and different, and the errors that it causes."""
