"""Writes digits by program, and redraws MNIST's digits with other tools."""
