"""The training itself: its data, batches, callbacks, charts and saved network."""
