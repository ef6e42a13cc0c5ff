"""The mathematics of Loss and Layers: each loss and its slope, a dense layer, a line."""
