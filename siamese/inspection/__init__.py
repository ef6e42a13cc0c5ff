"""Looks inside a network: its layers, feature maps, occlusion and embeddings."""
