"""Parts of the Network page: the diagram, layer table, feature maps and occlusion maps."""
