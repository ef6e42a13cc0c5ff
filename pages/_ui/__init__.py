"""Parts of the pages: a folder for each page, `shared` for all, `gallery` and `runs` for two."""
