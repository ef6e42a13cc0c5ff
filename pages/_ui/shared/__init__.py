"""What several pages use: the drawing pad, the loaded network, the digits, charts, layout."""
