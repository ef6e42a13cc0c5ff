"""Parts of the Pooling page: the grid, its windows, Keras's answer, pooled digits."""
