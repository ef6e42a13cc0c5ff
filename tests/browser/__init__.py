"""The real app in a real browser; a package, so that its browser is closed when it is through."""
