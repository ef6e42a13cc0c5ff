"""Draw & compare: the link that carries two digits."""
