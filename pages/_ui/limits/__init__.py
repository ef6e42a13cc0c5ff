"""Parts of the page Limits: what the networks learned from, and how often they err."""
