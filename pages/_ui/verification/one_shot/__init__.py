"""One-shot recognition: a set of symbols, and which of them a new drawing shows."""
