"""A look inside a network: its layers, feature maps, occlusion maps, embeddings."""
