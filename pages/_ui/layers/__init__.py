"""Parts of the Layers page."""
