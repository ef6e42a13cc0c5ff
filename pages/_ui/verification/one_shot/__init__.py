"""One-shot recognition: a visitor's symbols, and which one a new drawing shows."""
