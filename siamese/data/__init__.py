"""Reads digits: MNIST from a file or a download, pictures from a folder, a ZIP or a link."""
