"""Parts of the Pooling page."""
