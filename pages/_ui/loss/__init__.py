"""Parts of the Loss page: its controls, the curves with their slopes, the simulation."""
