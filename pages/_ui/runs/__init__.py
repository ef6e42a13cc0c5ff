"""Settings, progress and charts of a run: Training and Layers."""
