"""How good a network is: equal error rate, thresholds, confusion, one-shot tests."""
