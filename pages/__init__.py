"""The lessons: one file a page, opened by ``_router.py``."""
