"""Parts of the Verification page, a folder each."""
