"""Parts of the Verification page: a folder for each of its four parts."""
