"""You or the network: ten hard pairs, and who makes fewer errors."""
