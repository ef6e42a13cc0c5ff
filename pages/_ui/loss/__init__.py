"""Parts of the Loss page."""
