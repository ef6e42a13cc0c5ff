"""How good a network is: error rates, thresholds, calibration, one-shot episodes."""
