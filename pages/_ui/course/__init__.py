"""The course through the lab: its lessons, the way from one to the next, and its predictions."""
