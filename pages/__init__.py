"""The lessons: one file a page, opened by ``router.py``."""
