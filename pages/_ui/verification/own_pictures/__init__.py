"""The network measured on pictures that a visitor uploads."""
