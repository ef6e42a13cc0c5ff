"""One training run: its data, batches, callbacks, artifacts and charts."""
