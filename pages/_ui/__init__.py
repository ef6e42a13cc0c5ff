"""Parts of the pages: a folder for each page, `shared` for all, `gallery` and `runs` for two."""

# Before any visitor's thread: Streamlit, Altair and Keras use pandas as soon as another thread has
# begun to import it, and fail if that import is not finished.
import pandas as pd  # noqa: F401
