"""Fool the network: the visitor's drawings that it gets wrong."""
