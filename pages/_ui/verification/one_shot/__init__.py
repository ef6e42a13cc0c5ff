"""One-shot recognition."""
