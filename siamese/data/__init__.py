"""Where digits come from: MNIST, a download, pictures in a folder or a ZIP."""
