"""What the lessons compute: loss curves, a simulation, the dense layer, a line."""
