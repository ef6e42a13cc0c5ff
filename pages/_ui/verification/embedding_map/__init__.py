"""The map of embeddings, with the visitor's drawings on it."""
