"""The map of embeddings."""
