"""A training run's settings, progress and charts, for the pages Training and Layers."""
