"""The lessons: one file a page, opened by ``app.py``."""
